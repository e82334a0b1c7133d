"""Whether this process answers (/health/live), and whether it can do its work (/health/ready).

Asked by whatever stands in front or watches: every few seconds, by the machine's own address, without a session and
often without TLS. So they are answered before the middleware that minds hosts, TLS and people.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck
from health_check.checks import Database
from health_check.exceptions import HealthCheckException, ServiceUnavailable

from kpa_tracker.base.toolkit import metrics, upgrades

log = logging.getLogger(__name__)
HEADERS = {
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}


@dataclass
class Migrated(HealthCheck):
    """The database has every change that this version of the site needs: a newer version that is started beside an
    older one is sent no request before that. What is there stays there, so a process asks until it is told so once."""

    is_known: ClassVar[bool] = False

    def run(self) -> None:
        if not Migrated.is_known and upgrades.migrations_wait():
            raise ServiceUnavailable("The database lacks migrations.")
        Migrated.is_known = True


# What all machines share and can do without for a while (mail, the cache, the store of files) is the doctor's to tell:
# no other machine would be better off.
NEEDED = (Database, Migrated)


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer where the process does, whatever becomes of the database."""
    return HttpResponse("alive\n", headers=HEADERS)


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether requests may be sent here. It says what is wrong in one word; why is in the log."""
    faults = [name_of(check) for check in NEEDED if not is_well(check)]
    said = "".join(f"not ready: {name}\n" for name in faults)
    return HttpResponse(said or "ready\n", headers=HEADERS, status=503 if faults else 200)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Answer with the figures, to whom the settings name. What came through a proxy comes from anybody."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA"} & set(request.META)
    if forwarded or not metrics.may_read(request.META.get("REMOTE_ADDR", "")):
        return HttpResponse(status=404, headers=HEADERS)
    return HttpResponse(metrics.as_text(), headers={**HEADERS, "Content-Type": metrics.CONTENT_TYPE})


def is_well(check: type[HealthCheck]) -> bool:
    try:
        check().run()  # ours, and the library's for a database, are plain functions
    except HealthCheckException as error:
        log.warning("Not ready: %s", error)
        return False
    return True


def name_of(check: type[HealthCheck]) -> str:
    return check.__name__.lower()


class Probes:
    """Answers the questions of the machines; everything else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.answers = {"/health/live": live, "/health/ready": ready, "/health/metrics": figures}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answers.get(request.path_info, self.get_response)(request)
