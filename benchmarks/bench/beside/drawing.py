"""The annual plan as tagged PDF, beside WeasyPrint drawing the same content by itself.

By itself: the same HTML with the automatic layout of tables and the garbage collector on, as WeasyPrint's own
`write_pdf` draws it. How much of that is owed to our style sheets, which fix the columns of tables, is told by the
same drawn with them as they are. The site's is what a reader waits for: it starts a process for each document, and
several for a long one; the memory told is that of the largest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.bench.beside.apart import Spent, apart
from benchmarks.bench.beside.bars import Bar

BARS = {150: 0.75, 1_500: 0.6, 5_000: 0.6}
"""How many rows; times the floor's time on the clock at most."""
AUTOMATIC = "table { table-layout: auto !important }"


def page_of(rows: int) -> Path:
    return Path(os.environ["KPA_VAR_DIR"]) / f"plan-{rows}.html"


def written(rows: str) -> Callable[[], object]:
    """Write the HTML of a plan of so many deliverables, as its PDF is drawn from."""
    import django

    django.setup()
    from benchmarks.seeding.plans import enter_long_plan
    from kpa_tracker.interfaces.publication.actions.exporting import as_html
    from kpa_tracker.interfaces.publication.working import working_document

    return lambda: page_of(int(rows)).write_text(as_html(working_document(enter_long_plan(int(rows)))))


def ours(rows: str) -> Callable[[], object]:
    import django

    django.setup()
    from kpa_tracker.base.toolkit.pdf.bounded import render_bounded

    html = page_of(int(rows)).read_text()
    return lambda: keep("ours", rows, render_bounded(html))


def styled(rows: str) -> Callable[[], object]:
    return bare(rows, "")


def bare(rows: str, added: str = AUTOMATIC) -> Callable[[], object]:
    import weasyprint

    from benchmarks.bench.serving import ROOT

    html, base = page_of(int(rows)).read_text(), f"{(ROOT / 'static').as_uri()}/"

    def draw() -> None:
        page = weasyprint.HTML(string=html, base_url=base, media_type="print")
        drawn = page.write_pdf(pdf_variant="pdf/ua-1", stylesheets=[weasyprint.CSS(string=added)])
        keep("bare", rows, drawn)

    return draw


def keep(whose: str, rows: str, drawn: bytes) -> None:
    """Keep a document, for whoever wants to see that both say the same."""
    page_of(int(rows)).with_suffix(f".{whose}.pdf").write_bytes(drawn)


def bars() -> Iterator[Bar]:
    for rows, most in BARS.items():
        apart(__name__, "written", rows)
        site, floor, fixed = (apart(__name__, name, rows) for name in ("ours", "bare", "styled"))
        name, told = f"annual plan as PDF, {rows:,} rows", f"{_said(site)}; WeasyPrint by itself {_said(floor)}"
        yield Bar(name, "times its floor", site.wall / floor.wall, most, told)
        yield Bar(name, "times its floor, of the processor", site.cpu / floor.cpu, None)
        told = f"WeasyPrint with our style sheets {_said(fixed)}"
        yield Bar(name, "times that with our style sheets, of the processor", site.cpu / fixed.cpu, None, told)


def _said(spent: Spent) -> str:
    return f"{spent.wall:.1f} s, {spent.cpu:.1f} s of the processor, {spent.mb:.0f} MB"
