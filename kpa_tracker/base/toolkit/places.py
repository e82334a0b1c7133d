"""Where an installation keeps what is its own, as its environment says: databases, cache, files. For settings.py alone.

An office with one server says nothing, and has an SQLite file and folders under var/. What several machines share is
named: DATABASE_URL, REPLICA_URL, CACHE_URL, STORAGE_BUCKET.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from environ import Env

REPLICA = "replica"
FILES = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def databases(env: Env, var: Path) -> dict[str, dict[str, Any]]:
    """Return the database and, where one is named, the replica that is only read."""
    found = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{var / 'kpa_tracker.sqlite3'}")}
    if env.str("REPLICA_URL", default=""):
        found[REPLICA] = env.db_url("REPLICA_URL") | {"TEST": {"MIRROR": "default"}}
    for database in found.values():
        database.setdefault("CONN_MAX_AGE", env.int("CONN_MAX_AGE", default=600))
        database["CONN_HEALTH_CHECKS"] = True
        database["OPTIONS"] = {**OPTIONS.get(database["ENGINE"], {}), **database.get("OPTIONS", {})}
    return found


OPTIONS: dict[str, dict[str, Any]] = {
    # FULL: an acknowledged update survives a power cut (NORMAL lost rows in 5 runs of 6). IMMEDIATE: two writers
    # queue at the start of a transaction instead of failing in its middle. The cache is that of a connection, and each
    # thread has one: pages take as long with half a megabyte as with the usual two, since the system caches the file.
    "django.db.backends.sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-500;",
    },
    # A server that is gone is told of after seconds, not after the minutes that TCP waits. And so is a machine of ours
    # that is gone told of to the server: what it had begun would hold the history's lock, and every writer, for hours.
    # Compiling a query (jit) takes PostgreSQL a second where it takes the counts of a dashboard for long; they are not.
    # And it reads what grows with the years through, where it takes a page of a disk for four times as far as the next.
    "django.db.backends.postgresql": {
        "connect_timeout": 5,
        "tcp_user_timeout": 20_000,
        "options": "-c tcp_keepalives_idle=4 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
        " -c tcp_user_timeout=10000 -c jit=off -c random_page_cost=1.1",
    },
}


def files(env: Env) -> dict[str, Any]:
    """Return the store of evidence: a folder under var/, or a bucket that speaks S3.

    Nobody is ever given a bucket's address: a page fetches the file and hands it out past its own check of who may.
    Credentials come from where boto3 looks for them: its environment variables, or the machine's own role.
    """
    bucket = env.str("STORAGE_BUCKET", default="")
    if not bucket:
        return dict(FILES)
    options: dict[str, Any] = {
        "bucket_name": bucket,
        "endpoint_url": env.str("STORAGE_ENDPOINT", default="") or None,
        "region_name": env.str("STORAGE_REGION", default="") or None,
        "default_acl": None,  # the bucket's own: private, with public access blocked
        "querystring_auth": True,
        "file_overwrite": False,
        "signature_version": "s3v4",
        "addressing_style": "path" if env.str("STORAGE_ENDPOINT", default="") else "auto",
        "object_parameters": {"CacheControl": "private, no-store"},
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def caches(env: Env) -> dict[str, Any]:
    """Return what all processes of the site share for a while: in the database, unless CACHE_URL names a Redis; and
    what one process keeps for itself (the API's bound on requests)."""
    shared = env.cache_url("CACHE_URL", default="dbcache://kpa_tracker_cache")
    if "redis" in shared["BACKEND"].lower():
        chosen = {"socket_timeout": 2, "socket_connect_timeout": 2, **shared.get("OPTIONS", {})}
        shared |= {"BACKEND": "django.core.cache.backends.redis.RedisCache", "KEY_PREFIX": "kpa", "OPTIONS": chosen}
    else:
        shared.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 50_000)
    return {"default": shared, "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
