"""Where an installation keeps what is its own, as its environment says."""

from __future__ import annotations

import http.server
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, InvalidStorageError, StorageHandler, storages
from environ import Env

from kpa_tracker.base.toolkit import examinations, places

VAR = Path("/srv/var")


@pytest.fixture
def env(monkeypatch):
    for name in ("DATABASE_URL", "REPLICA_URL", "CACHE_URL", "STORAGE_BUCKET", "CONN_MAX_AGE"):
        monkeypatch.delenv(name, raising=False)

    def said(**names):
        for name, value in names.items():
            monkeypatch.setenv(name, value)
        return Env()

    return said


def test_an_office_that_says_nothing_has_one_file_one_folder_and_one_table(env):
    said = env()
    assert {name: (one["ENGINE"], one["NAME"]) for name, one in places.databases(said, VAR).items()} == {
        "default": ("django.db.backends.sqlite3", "/srv/var/kpa_tracker.sqlite3")
    }
    assert places.files(said) == places.FILES
    assert places.caches(said)["default"]["BACKEND"].endswith("DatabaseCache")


def test_what_machines_share_is_named(env):
    said = env(
        DATABASE_URL="postgres://kpa@db/kpa",
        REPLICA_URL="postgres://kpa@copy/kpa",
        CACHE_URL="rediscache://cache:6379/1",
        STORAGE_BUCKET="evidence",
    )
    databases = places.databases(said, VAR)
    assert {name: one["HOST"] for name, one in databases.items()} == {"default": "db", "replica": "copy"}
    assert all(one["OPTIONS"]["connect_timeout"] == 5 and one["CONN_HEALTH_CHECKS"] for one in databases.values())
    cache = places.caches(said)["default"]
    assert (cache["BACKEND"], cache["LOCATION"]) == (
        "django.core.cache.backends.redis.RedisCache",
        "redis://cache:6379/1",
    )
    assert places.files(said)["OPTIONS"]["querystring_auth"] is True


VERSIONING = '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>{}</Status></VersioningConfiguration>'


class Bucket(http.server.BaseHTTPRequestHandler):
    """As much of S3 as is needed: what is put there is read by whoever signs, or by all where it is open."""

    kept: dict[str, bytes] = {}
    is_open = False
    versioning = "Enabled"

    def answer(self, status, content=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        signed = "Authorization" in self.headers or "X-Amz-Signature" in query
        if not signed and not self.is_open:
            self.answer(403)
        elif query == "versioning":
            self.answer(200, VERSIONING.format(self.versioning).encode())
        elif path in self.kept:
            self.answer(200, self.kept[path])
        else:
            self.answer(404)

    def do_HEAD(self):
        self.do_GET()

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = body.partition(b"\r\n")[2].partition(b"\r\n")[0]
        self.kept[self.path.partition("?")[0]] = body
        self.answer(200)

    def do_DELETE(self):
        self.kept.pop(self.path.partition("?")[0], None)
        self.answer(204)

    def log_message(self, *args):
        """Say nothing on the screen."""


@pytest.fixture
def bucket(env, monkeypatch):
    pytest.importorskip("boto3")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "s",
        "AWS_EC2_METADATA_DISABLED": "1",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    kind = type("Own", (Bucket,), {"kept": {}})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = f"http://127.0.0.1:{server.server_port}"
        said = env(STORAGE_BUCKET="evidence", STORAGE_ENDPOINT=endpoint, STORAGE_REGION="eu-west-2")
        yield kind, StorageHandler({"default": places.files(said)})["default"]
        server.shutdown()


def test_evidence_is_kept_in_a_bucket_that_nobody_reads_without_us(bucket, monkeypatch):
    kind, store = bucket
    monkeypatch.setattr(examinations, "default_storage", store)
    name = store.save("2010/minutes.pdf", ContentFile(b"%PDF of the minutes"))
    again = store.save("2010/minutes.pdf", ContentFile(b"%PDF of others"))
    with store.open(name) as file:
        assert file.read() == b"%PDF of the minutes"
    assert name != again  # nothing is ever overwritten
    assert "X-Amz-Signature" in store.url(name)
    assert list(examinations.store()) == []
    assert sorted(kind.kept) == sorted(f"/evidence/{one}" for one in (name, again))  # the trial is gone again


def test_a_bucket_that_is_open_to_all_is_found(bucket, monkeypatch):
    kind, store = bucket
    kind.is_open = True
    monkeypatch.setattr(examinations, "default_storage", store)
    assert [one.what for one in examinations.store()] == ["Everybody can read the bucket of evidence."]


def test_a_bucket_without_versions_is_found(bucket, monkeypatch):
    kind, store = bucket
    kind.versioning = "Suspended"
    monkeypatch.setattr(examinations, "default_storage", store)
    assert ["keeps no earlier versions" in one.what for one in examinations.store()] == [True]


def test_a_bucket_that_is_gone_is_found(bucket, monkeypatch):
    kind, store = bucket
    monkeypatch.setattr(kind, "do_PUT", lambda self: self.answer(403))
    monkeypatch.setattr(examinations, "default_storage", store)
    assert "The store of files does not work" in next(examinations.store()).what


def test_a_folder_is_not_looked_at_as_a_bucket_and_without_the_library_it_says_so(monkeypatch):
    assert isinstance(storages["default"], FileSystemStorage)
    with pytest.raises(InvalidStorageError):
        StorageHandler({"default": {"BACKEND": "storages.backends.nowhere.S3Storage"}})["default"]
