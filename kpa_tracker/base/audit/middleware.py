"""Tells the history through which door a request comes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kpa_tracker.base.audit.doors import through


class DoorMiddleware:
    """Mark what a request changes as come from a page, or from the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with through("admin" if request.path.startswith("/admin/") else "page"):
            return self.get_response(request)
