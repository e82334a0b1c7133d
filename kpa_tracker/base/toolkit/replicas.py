"""Which database answers a question, where a read replica is named (REPLICA_URL).

A replica is a moment behind. So it answers only what nobody could miss that moment in: the public pages, and days that
are past. Who somebody is and what they may do is never asked of it, nor anything in a request that writes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.middleware import PUBLIC

REPLICA = "replica"
READING = ("GET", "HEAD")
PUBLISHING = ("/publication/", "/admin/")
"""Where what the public reads is changed."""
CHANGED = "public-pages-changed"
LAG = 30
"""Seconds for which the public pages are read from the first database after somebody changed them: longer than a
replica is behind. Somebody who publishes or withdraws a plan sees at once that it is there or gone."""
WHO_AND_WHETHER = {
    *("people", "sessions", "account", "mfa", "usersessions", "socialaccount", "api", "notifications", "django_cache")
}
"""Apps that say who somebody is and what they may, and the cache, which says what has just changed."""

_reading: ContextVar[bool] = ContextVar("reading_from_replica", default=False)


class Router:
    """Sends reads to the replica within a request that may be answered from it."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        if not _reading.get() or model._meta.app_label in WHO_AND_WHETHER:
            return "default"
        return REPLICA

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"


@contextmanager
def read_from_replica() -> Iterator[None]:
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


class ReadFromReplica:
    """Decides for each request whether the replica may answer it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_named():
            return self.get_response(request)
        if request.method not in READING:
            return self.written(request)
        if not (is_public(request) or is_of_the_past(request)):
            return self.get_response(request)
        with read_from_replica():
            return self.get_response(request)

    def written(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith(PUBLISHING):
            cache.set(CHANGED, True, LAG)
        return response


def is_named() -> bool:
    """Whether this installation has a replica."""
    return REPLICA in settings.DATABASES


def is_public(request: HttpRequest) -> bool:
    """Whether a request is for a public page, and nobody has just changed one."""
    return request.path_info.startswith(PUBLIC) and not cache.get(CHANGED)


def is_of_the_past(request: HttpRequest) -> bool:
    """Whether a request asks for a day that is whole in any replica: before yesterday. A day in other words than the
    pages' own links write it is read from the first database, as if nobody had a replica."""
    try:
        day = datetime.date.fromisoformat(request.GET.get("as_of", ""))
    except ValueError:
        return False
    return day < clock.today() - datetime.timedelta(days=1)
