"""How the public is answered: by address alone, the same to everybody, and with a mark by which a copy is checked.

A copy may be kept by anybody, but has to ask each time whether it still holds; that costs one query. So what is taken
back is gone at once, and what is under embargo appears at its second.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import resolve
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import escape_leading_slashes, http_date
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from kpa_tracker.base.toolkit.remembered import Remembered
from kpa_tracker.base.toolkit.typefaces import TYPEFACES, sheet_of
from kpa_tracker.interfaces.publication.site.shelf import Withdrawn

KEPT = "public, no-cache"
"""Anybody may keep a copy, and asks before each use whether it still holds."""
GIVEN = (200, 304)
DRAWN = Remembered(settings.DRAWN_BYTES)
"""Pages by their marks, which say all that they depend on: whoever asks next is given the same."""
DRAWN_WITH = (
    *("templates/public", "templates/publication", "templates/components"),
    *("kpa_tracker/interfaces/publication", "kpa_tracker/base/toolkit"),
)
"""What a page is drawn with: a newer version of the tracker may draw the same publication otherwise."""


@cache
def drawn_with() -> str:
    """Return a fingerprint of all that pages are drawn with. Read once in each process."""
    made = hashlib.sha256()
    for folder in DRAWN_WITH:
        for file in sorted(Path(settings.BASE_DIR, folder).rglob("*.*")):
            if file.suffix in {".html", ".py", ".xml", ".txt"}:
                made.update(file.read_bytes())
    for sheet in (
        "build/app.css",
        "build/app.js",
        "css/document.css",
        "css/look.css",
        *filter(None, map(sheet_of, TYPEFACES)),
    ):
        made.update(static(sheet).encode())
    return made.hexdigest()


def mark_of(*parts: Any) -> str:
    """Return the strong ETag of a page that shows some things."""
    said = repr((drawn_with(), settings.SITE_URL, *parts))
    return f'"{hashlib.sha256(said.encode()).hexdigest()[:40]}"'


def absolute(path: str) -> str:
    """Return an address with the site's name before it, as feeds and other sites need it."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


@dataclass(frozen=True)
class Found:
    """What an address leads to: all that its page depends on, by which copies are checked; when that last changed."""

    shows: tuple[Any, ...]
    changed_at: datetime.datetime | None
    what: Any = field(compare=False, default=None)


@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class PublicView(View):
    """Something that anybody may read. Only GET and HEAD are answered."""

    http_method_names = ("get", "head")
    is_remembered = True
    """Whether what is drawn is a page: files are handed out from where they are kept."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer = super().dispatch(request, *args, **kwargs)
        except Http404:
            answer = plain_page("public/nothing.html", 404, page_title="There is nothing at this address")
        except Withdrawn as withdrawn:
            answer = plain_page(
                "public/withdrawn.html", 410, page_title="This publication was withdrawn", on=withdrawn.on
            )
        answer.headers["Cache-Control"] = KEPT
        return answer

    def get(self, request: HttpRequest, **where: Any) -> HttpResponseBase:
        found = self.find(**where)
        mark = self.mark(found)
        answer = get_conditional_response(request, etag=mark) or self.drawn(mark, found, **where)
        if answer.status_code in GIVEN:
            for name, value in headers_of(found, mark).items():
                answer.headers[name] = value
        return answer

    def find(self, **where: Any) -> Found:
        """Return what stands at this address at this second, with one query; raises where there is nothing."""
        raise NotImplementedError

    def mark(self, found: Found) -> str:
        return mark_of(self.request.path, found.shows)

    def draw(self, found: Found, **where: Any) -> HttpResponse:
        raise NotImplementedError

    def drawn(self, mark: str, found: Found, **where: Any) -> HttpResponse:
        """Return the page as it was drawn last under this mark, or draw it."""
        kept = DRAWN.get(mark) if self.is_remembered else None
        if kept is not None:
            kind, _, text = kept.partition("\n")
            return HttpResponse(text, content_type=kind)
        answer = self.draw(found, **where)
        if self.is_remembered and answer.status_code == 200:
            DRAWN.put(mark, f"{answer.headers['Content-Type']}\n{answer.text}")
        return answer


def headers_of(found: Found, mark: str) -> dict[str, str]:
    changed = {"Last-Modified": http_date(found.changed_at.timestamp())} if found.changed_at else {}
    return {"ETag": mark, **changed}


def plain_page(template: str, status: int, **context: Any) -> HttpResponse:
    """A page that says one thing, and nothing of what it was asked for."""
    return HttpResponse(render_to_string(template, context), status=status)


class Nothing(PublicView):
    """Every other address below /public/. One that lacks nothing but its last stroke leads on."""

    def get(self, request: HttpRequest, **where: Any) -> HttpResponseBase:
        longer = f"{request.path_info}/"
        if request.path_info.endswith("/") or resolve(longer).func.view_class is Nothing:  # type: ignore[attr-defined]
            raise Http404
        return HttpResponsePermanentRedirect(escape_leading_slashes(longer))
