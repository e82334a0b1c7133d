"""What people are told while the database, the disk or the mail server fails: in plain words, and that it will pass.

Django asks `server_error` whatever went wrong, in a page or in what stands around it. The answer needs nothing that may
be gone: no database, no session, no file but its own template.
"""

from __future__ import annotations

import errno
import json
import logging
import sys
from collections.abc import Iterator
from smtplib import SMTPException
from socket import gaierror

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from kpa_tracker.base.toolkit.logs import words_of

RETRY_AFTER = 60
"""Seconds after which a program may try again."""
OF_PROGRAMS = "/api/v1/"
DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM))
"""No room, or nothing can be written. EFBIG is what a service meets that may write no more than so much."""
LIMITS = frozenset((errno.ENOMEM, errno.EMFILE, errno.ENFILE))
UNREACHED = frozenset((errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN))
PROBLEM = {
    "type": "about:blank",
    "title": "The service is not available",
    "status": 503,
    "detail": "Something that it needs does not answer. Try again in a minute.",
    "errors": [],
}
"""What a program is told, in the shape of the API's other problems (RFC 9457)."""
logger = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what went wrong in a request: 503 where the machine or another server failed, 500 where we did."""
    error = sys.exc_info()[1]
    if not (what := what_failed(error)):
        return defaults.server_error(request)
    logger.error("%s: %s", what, words_of(error) if error else "")
    return unavailable(request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer alike what there is not and what somebody may not see: in the menu, too, neither stands anywhere."""
    request.stands_nowhere = True  # type: ignore[attr-defined]
    return defaults.page_not_found(request, exception)


def what_failed(error: BaseException | None) -> str:
    """Return what beside the site failed, as the log says it; nothing where the site itself did."""
    return next(filter(None, map(of_one, causes(error))), "")


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and what it came of."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def of_one(error: BaseException) -> str:
    if isinstance(error, (OperationalError, InterfaceError)):
        return "The database did not answer, or could not write"
    if isinstance(error, MemoryError):
        return "There is no memory left"
    return of_system(error) if isinstance(error, OSError) else ""


def of_system(error: OSError) -> str:
    if error.errno in DISK:
        return "The disk is full, or cannot be written"
    if error.errno in LIMITS:
        return "There is no memory left, or too many files are open"
    if isinstance(error, (SMTPException, ConnectionError, TimeoutError, gaierror)) or error.errno in UNREACHED:
        return "Another server, perhaps that for mail, did not answer"
    return ""


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that the service is not available: a page, or to a program the same as JSON."""
    headers = {"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"}
    if request.path_info.startswith(OF_PROGRAMS):
        body, kind = json.dumps(PROBLEM), "application/problem+json"
    else:
        body, kind = render_to_string("503.html", {"was_sent": request.method == "POST"}), "text/html; charset=utf-8"
    return HttpResponse(body, status=503, content_type=kind, headers=headers)
