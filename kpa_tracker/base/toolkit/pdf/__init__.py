"""HTML as an accessible PDF (PDF/UA-1). The one door to WeasyPrint, which is loaded when the first PDF is drawn.

A document is drawn from its HTML and this repository's static folder; nothing else is read and nothing is fetched.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from kpa_tracker.base.toolkit.pdf.fetching import STATIC, fetcher
from kpa_tracker.base.toolkit.pdf.glyphs import has_typefaces, printable
from kpa_tracker.base.toolkit.pdf.pages import pages_listed_once
from kpa_tracker.base.toolkit.pdf.rows import repeat_headings
from kpa_tracker.base.toolkit.pdf.structure import say_scopes
from kpa_tracker.base.toolkit.pdf.words import breakable

VARIANT = "pdf/ua-1"
ONE_AT_A_TIME = threading.Lock()
PACKAGE = "libpangoft2-1.0-0"


# Wishes to keep rows together can contradict one another where a row is longer than a page; WeasyPrint then gives up.
BREAK_ANYWHERE = """
tr, th, td, caption, div, p, ul, ol, li, h2, h3, h4, h5, h6 {
  break-before: auto !important; break-after: auto !important; break-inside: auto !important;
}
"""
logger = logging.getLogger(__name__)


class PdfUnavailable(Exception):
    """This server cannot draw PDFs yet. The message says in plain words what to install."""


def render_pdf(
    html: str,
    *,
    prepare: Callable[[Any], None] | None = None,
    finish: Callable[[Any, Any], None] | None = say_scopes,
    variant: str | None = VARIANT,
) -> bytes:
    """Return a page of HTML as PDF/UA-1. Its relative addresses start at the static folder.

    `prepare` is given the document between layout and drawing, `finish` the document and the file just before it is
    written; without a `variant` nothing is tagged. One document at a time and process: drawing takes all of a
    processor, and Pango is not made for several threads. Costs about 20 ms a table row.
    """
    weasyprint = loaded()
    check_typefaces()
    with ONE_AT_A_TIME, without_collecting():
        document = laid_out(weasyprint, html, variant)
        (prepare or repeat_headings)(document)
        with pages_listed_once():
            drawn: bytes = document.write_pdf(pdf_variant=variant, finisher=finish)
    return drawn


def laid_out(weasyprint: Any, html: str, variant: str | None) -> Any:
    """Return the pages of a document with all that stands on them."""
    page = weasyprint.HTML(
        string=breakable(printable(html)), base_url=f"{STATIC.as_uri()}/", url_fetcher=fetcher(), media_type="print"
    )
    try:
        return page.render(pdf_variant=variant)
    except AssertionError:
        logger.warning("A document is drawn again, its lines breaking over pages wherever they fall.")
        return page.render(pdf_variant=variant, stylesheets=[weasyprint.CSS(string=BREAK_ANYWHERE)])


def loaded() -> Any:
    """Return WeasyPrint; raise PdfUnavailable where the libraries that it draws with are missing."""
    try:
        import weasyprint
    except OSError as missing:
        raise PdfUnavailable(
            f"This server cannot make PDF files yet, because a library is missing. "
            f"Ask whoever looks after it to run: sudo apt-get install {PACKAGE}"
        ) from missing
    return weasyprint


def check_typefaces() -> None:
    """Refuse to draw without the document's own typefaces: those of the machine may lack letters."""
    if not has_typefaces():
        raise PdfUnavailable(
            "This server cannot make PDF files yet, because the typefaces are missing. "
            "Ask whoever looks after it to run: bin/build"
        )


@contextmanager
def without_collecting() -> Iterator[None]:
    """Pause the garbage collector: a document is made of objects by the million, and all live until its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
