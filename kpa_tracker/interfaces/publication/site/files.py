"""Handing out the files of publications, byte for byte."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpResponse

from kpa_tracker.base.toolkit.kept import Tampered
from kpa_tracker.interfaces.publication.models.publications import WORN
from kpa_tracker.interfaces.publication.site.answers import Found, PublicView, plain_page
from kpa_tracker.interfaces.publication.site.shelf import KINDS, UNKNOWN, file_at

log = logging.getLogger(__name__)


class File(PublicView):
    """A file as it was published. Its mark is its fingerprint."""

    is_remembered = False

    def find(self, **where: Any) -> Found:
        row = file_at(**where).values_list("sha256", "publication__public_from").first()
        if row is None:
            raise Http404
        return Found((row[0],), row[1])

    def mark(self, found: Found) -> str:
        return f'"{found.shows[0]}"'

    def draw(self, found: Found, **where: Any) -> HttpResponse:
        file = file_at(**where).first()
        if file is None:
            raise Http404
        try:
            content = file.hand_out()
        except Tampered as refused:
            log.error("%s: %s", self.request.path, refused.message)
            return plain_page("public/damaged.html", 503, page_title="This file cannot be handed out")
        if file.kind in WORN:
            return HttpResponse(content, content_type=file.worn_as)
        named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return HttpResponse(content, content_type=KINDS.get(file.kind, UNKNOWN)[0], headers=named)
