"""What holds for every response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

PUBLIC = ("/public/", "/robots.txt")
"""Addresses that anybody may open, and that answer everybody alike."""


class NobodyInPublic:
    """Keep who somebody is from the public pages: no cookie reaches them, so that they are the same to all and every
    cache may hold them. Stands before whatever reads cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        for name in ("HTTP_COOKIE", "HTTP_AUTHORIZATION"):
            request.META.pop(name, None)
        response = self.get_response(request)
        response.headers.pop("Vary", None)  # others ask whether there is a session, and name the cookie for it
        return response


class PackedInPublic(GZipMiddleware):
    """Pack the same page into the same bytes each time: what the public reads holds nothing that could be guessed by
    measuring it. The mark of a packed copy is a weak one, and holds for the same page."""

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.status_code == 304:
            patch_vary_headers(response, ("Accept-Encoding",))
            return response
        return super().process_response(request, response) if is_page(response) else response


class Packed(GZipMiddleware):
    """Pack pages, a long list to a tenth of its size: for those who are signed in with Django's padding of chance
    against who measures them (BREACH). Not files, which are packed already or long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.in_public = PackedInPublic(get_response)

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.path_info.startswith(PUBLIC):
            return self.in_public.process_response(request, response)
        return super().process_response(request, response) if is_page(response) else response


def is_page(response: Any) -> bool:
    return not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")


class EveryResponse:
    """Say on every response, errors and refusals among them, what a browser may do with it and who may keep it.

    Stands outermost, and asks for no session: it answers too where the database does not. What is not public is kept by
    no cache, the browser's own included, whether somebody was signed in or not; who is may change between two answers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.cacheable = (*PUBLIC, f"/{settings.STATIC_URL.strip('/')}/")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in settings.HEADERS_OF_EVERY_RESPONSE.items():
            response.headers.setdefault(name, value)
        shut_in(response)
        if not request.path_info.startswith(self.cacheable):
            response.headers["Cache-Control"] = "private, no-store"
        elif response.status_code >= 400:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def shut_in(response: HttpResponse) -> None:
    """Let a file that somebody brought have no origin and run nothing, should a browser show it all the same.
    Downloading it stays allowed."""
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        policy = response.headers.get("Content-Security-Policy", "default-src 'none'")
        response.headers["Content-Security-Policy"] = f"{policy}; sandbox allow-downloads"


class OwnCookie(CookieStorage):
    """What was just done, in a cookie until the next page says it: of this very host alone, where there is TLS."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        return "__Host-notices" if settings.SESSION_COOKIE_SECURE else "notices"


class Notices(FallbackStorage):
    """What was just done: in the cookie, and what is too long for it in the session."""

    storage_classes = (OwnCookie, SessionStorage)
