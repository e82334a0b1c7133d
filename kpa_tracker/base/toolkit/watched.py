"""What is noted of every request: its number, which each line of the log and the answer carry, and what it came to."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from kpa_tracker.base.toolkit import metrics
from kpa_tracker.base.toolkit.logs import REQUESTS, request_number, route_of

HEADER = "X-Request-ID"
A_NUMBER = re.compile(r"[A-Za-z0-9-]{8,64}")
log = logging.getLogger(REQUESTS)


class Watched:
    """Stands before everything else, so that it sees what every other layer made of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = number_of(request)
        token = request_number.set(number)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            note(request, response, time.perf_counter() - began)
        finally:
            request_number.reset(token)
        response.headers[HEADER] = number
        return response


def number_of(request: HttpRequest) -> str:
    """Return the number that the proxy in front has given a request, where it is one; a new one otherwise."""
    given = request.headers.get(HEADER, "")
    return given if A_NUMBER.fullmatch(given) else uuid.uuid4().hex


def note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Write down what a request came to: by the pattern of its address, never the address, and not who asked."""
    method = request.method if request.method in METHODS else "OTHER"
    said: dict[str, Any] = {"method": method, "route": route_of(request), "status": response.status_code}
    size = None if response.streaming else len(response.content)
    log.info("answered", extra={**said, "ms": round(seconds * 1000), **({} if size is None else {"bytes": size})})
    metrics.note_request(**said, seconds=seconds)


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")
