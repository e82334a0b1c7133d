"""What machines ask: whether the process answers, whether it can work, what it has done."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from kpa_tracker.base.toolkit import metrics
from kpa_tracker.base.toolkit.health import Migrated

OUTSIDE = {"host": "10.1.2.3:8000"}  # a proxy asks by the machine's address, which is no name of the site


@pytest.fixture(autouse=True)
def knows_nothing_yet(monkeypatch):
    monkeypatch.setattr(Migrated, "is_known", False)


@pytest.fixture
def gone(db, monkeypatch):
    """A database that lets nobody in."""

    def refuse(*args, **kwargs):
        raise OperationalError("connection refused to 10.0.0.9")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        patch.setattr(connection, "ensure_connection", refuse)
        yield


def test_it_is_alive_whatever_becomes_of_the_database(client, gone):
    answer = client.get("/health/live", headers=OUTSIDE)
    assert (answer.status_code, answer.content, answer.headers["Cache-Control"]) == (200, b"alive\n", "no-store")


def test_it_is_ready_and_asks_of_migrations_once(client, settings, db, django_assert_num_queries):
    settings.SECURE_SSL_REDIRECT = True
    first = client.get("/health/ready", headers=OUTSIDE)
    assert (first.status_code, first.content) == (200, b"ready\n")
    with django_assert_num_queries(1):
        assert client.get("/health/ready", headers=OUTSIDE).status_code == 200


def test_it_is_not_ready_while_migrations_wait(client, behind):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready: migrated\n")


def test_it_is_not_ready_without_its_database_and_says_nothing_of_it(client, gone):
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready: database\nnot ready: migrated\n")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health/metrics"])
def test_nothing_is_sent_there(client, path, db):
    assert client.post(path).status_code == 405


def test_what_asks_is_no_request_of_anybody(client, db):
    assert not client.get("/health/live").cookies


# --- Figures ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def counting(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))  # read when the library is imported
    pytest.importorskip("prometheus_client")
    settings.METRICS_FROM = ["127.0.0.1"]


def test_figures_are_counted_by_the_pattern_of_an_address(client, counting, db):
    client.get("/nowhere/jane.marple/")
    client.get("/plans/1/")
    answer = client.get("/health/metrics")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert 'kpa_requests_total{method="GET",route="no page",status="404"}' in text
    assert 'route="/plans/<int:pk>/"' in text
    assert "kpa_request_seconds_bucket" in text
    assert "marple" not in text


@pytest.mark.parametrize(
    ("allowed", "asked"),
    [
        ([], {}),
        (["10.0.0.1"], {}),
        (["127.0.0.1"], {"headers": {"X-Forwarded-For": "127.0.0.1"}}),
        (["127.0.0.1"], {"headers": {"X-Real-IP": "127.0.0.1"}}),
        (["127.0.0.1"], {"REMOTE_ADDR": "192.0.2.7"}),
    ],
)
def test_figures_are_nobody_elses(client, settings, allowed, asked, db):
    settings.METRICS_FROM = allowed
    assert client.get("/health/metrics", **asked).status_code == 404


def test_nothing_is_counted_unless_it_is_asked_for(client, monkeypatch, db):
    monkeypatch.setattr(metrics, "counted", lambda: pytest.fail("counted"))
    assert client.get("/robots.txt").status_code == 200
