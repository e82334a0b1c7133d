"""What a child process draws of a long document: a section without its page numbers, or all page numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kpa_tracker.base.toolkit import pdf
from kpa_tracker.base.toolkit.pdf.rows import repeat_headings
from kpa_tracker.base.toolkit.pdf.structure import name_apart, say_scopes

NUMBER = "@bottom-right"
"""The box in the margin where static/css/document.css counts pages: how many there are, no section knows."""


def draw_section(given: bytes) -> bytes:
    """Draw a section, given its name on the first line and then its HTML. What it has where comes first, on a line."""
    name, _, html = given.decode().partition("\n")
    told: dict[str, Any] = {}

    def prepare(document: Any) -> None:
        repeat_headings(document)
        told.update(whereabouts(document))
        keep_margins(document, lambda box: box.at_keyword != NUMBER)

    def finish(document: Any, file: Any) -> None:
        say_scopes(document, file)
        name_apart(file, name)

    drawn = pdf.render_pdf(html, prepare=prepare, finish=finish)
    return json.dumps(told).encode() + b"\n" + drawn


def whereabouts(document: Any) -> dict[str, Any]:
    """Return the kind of each page, and the number of the page where each anchor is, the first of them 0."""
    anchors: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        anchors |= {name: number for name in page.anchors if name not in anchors}
    return {"pages": [page._page_box.page_type.name for page in document.pages], "anchors": anchors}


def draw_numbers(given: bytes) -> bytes:
    """Draw pages that have nothing on them but their number, in the place and the type that the style sheet says."""

    def prepare(document: Any) -> None:
        for page in document.pages:
            page._page_box.background = page._page_box.canvas_background = None
        keep_margins(document, lambda box: box.at_keyword == NUMBER)

    return pdf.render_pdf(given.decode(), prepare=prepare, finish=None, variant=None)


def keep_margins(document: Any, wanted: Callable[[Any], bool]) -> None:
    """Keep of what stands in the margins of each page what is wanted."""
    from weasyprint.formatting_structure.boxes import MarginBox

    for page in document.pages:
        box = page._page_box
        box.children = tuple(one for one in box.children if not isinstance(one, MarginBox) or wanted(one))
