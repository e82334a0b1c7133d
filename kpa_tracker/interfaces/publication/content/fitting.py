"""Which details of a plan go on one sheet: the heights of its blocks in points, as static/css/one-page.css has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from kpa_tracker.base.toolkit.pdf.measuring import lines_of
from kpa_tracker.interfaces.publication.content.document import PlanDocument
from kpa_tracker.interfaces.publication.content.on_a_page import (
    NO_DEADLINE,
    UNITS,
    UNITS_A_TABLE,
    UNITS_WITHOUT_TITLES,
    Column,
    Detail,
    Entry,
    OnePage,
    cut_evenly,
)

ACROSS, NARROWEST = 4, 5
WIDTH, HEIGHT = 1122.0, 770.0
"""An A3 sheet that lies on its side, without its margins of 12 mm."""
BESIDE_THE_LOGO = 130.0
"""The room beside the head of a sheet where a logo stands, as static/css/look.css has it."""
GAP, PADDING, RULE = 8.0, 10.0, 3.0
LEADING = 1.25
SMALLEST, LONGEST_WORD = 7, 20
SHAPE = 1.5
"""The room of a rating's shape, in the size of its type."""
REFERENCE, DEADLINE, RATING = 4.2, 7.8, 6.8
"""How wide these columns are, in the size of their type. A deliverable has the rest of its table."""

DETAILS = (
    Detail(11),
    Detail(10),
    Detail(9),
    Detail(8),
    Detail(SMALLEST),
    Detail(targets=15, meanings=False),
    Detail(title=90, heading=160, vision=500, targets=12, meanings=False),
    Detail(title=60, heading=120, vision=300, targets=9, meanings=False),
    Detail(title=42, heading=120, vision=300, targets=6, meanings=False),
    Detail(title=0, heading=120, vision=300, targets=6, meanings=False),
    Detail(heading=120, vision=300, targets=30, deliverables=False),
    Detail(heading=120, vision=300, targets=3, meanings=False, deliverables=False),
    Detail(heading=90, vision=200, targets=0, meanings=False, deliverables=False, ambitions=24),
)
"""From everything to the least: a sheet takes the first that it has room for."""


def one_page(plan: PlanDocument) -> OnePage:
    """Return as much of a plan as goes on one sheet. Costs some tenths of a second for a plan that has to be cut."""
    pages = (laid_out(plan, detail) for detail in DETAILS if may_fit(plan, detail))
    return next(
        (page for page in pages if height_of(page) <= HEIGHT and not breaks_words(page)), laid_out(plan, DETAILS[-1])
    )


def breaks_words(page: OnePage) -> bool:
    """Whether a word of a title is wider than its column, in type that could be smaller. What has more letters than
    words have, such as an address, is broken in any type."""
    if page.detail.size == SMALLEST or not page.shows_titles:
        return False
    columns = ((one, for_titles(one, page)) for band in page.bands for one in band if one.entries)
    return any(too_wide(entry.title, width, page) for one, width in columns for entry in one.entries)


def too_wide(title: str, width: float, page: OnePage) -> bool:
    words = {word for word in title.split() if len(word) <= LONGEST_WORD}
    return any(lines(page, word, width=width, size=page.detail.size) > 1 for word in words)


def may_fit(plan: PlanDocument, detail: Detail) -> bool:
    """Whether so many deliverables go on a sheet at all, each on one line: what cannot is not even laid out."""
    across = UNITS // (UNITS_A_TABLE if detail.title else UNITS_WITHOUT_TITLES)
    down = HEIGHT / (detail.size * LEADING + RULE)
    return not detail.deliverables or len(plan.rows) <= across * down


def laid_out(plan: PlanDocument, detail: Detail) -> OnePage:
    """Return a sheet with its ambitions side by side, up to four; more stand in several bands of about as many each."""
    page = OnePage.of(plan, detail)
    columns = page.columns
    bands = cut_evenly(columns, ceil(len(columns) / ACROSS))
    return replace(page, bands=tuple(balanced(band, page) for band in bands))


def balanced(band: list[Column], page: OnePage) -> tuple[Column, ...]:
    """Return columns side by side, wider where there is more to say: each unit goes to the highest."""
    columns = [replace(one, units=NARROWEST if len(band) > 1 else UNITS) for one in band]
    tall = [column(one, page) for one in columns]
    for _ in range(UNITS - sum(one.units for one in columns)):
        place = tall.index(max(tall))
        columns[place] = columns[place].widened()
        tall[place] = column(columns[place], page)
    return tuple(columns)


def height_of(page: OnePage) -> float:
    """Return how high all that a sheet says is."""
    return sum(heights(page))


def heights(page: OnePage) -> Iterator[float]:
    yield head(page)
    if page.vision:
        yield 14 + 14 * lines(page, page.vision, width=WIDTH - 24, size=11) + PADDING + GAP
    yield from (max(column(one, page) for one in band) + GAP for band in page.bands)
    yield targets(page)
    yield key(page)
    yield 12 * lines(page, " ".join(page.left_out), width=WIDTH, size=9) + GAP


def lines(page: OnePage, text: str, *, width: float, size: float, face: str = "text") -> int:
    return lines_of(text, width=width, size=size, face=face, typeface=page.typeface)


def head(page: OnePage) -> float:
    width = WIDTH - (BESIDE_THE_LOGO if page.look and page.look.logo_name else 0)
    authority = lines(page, page.authority, width=width, size=11, face="bold")
    notice = lines(page, page.notice, width=WIDTH, size=9) if page.is_demonstration else 0
    marking = 12 * lines(page, page.marking, width=WIDTH, size=9, face="bold")
    title = 28 * lines(page, page.title, width=width, size=23, face="bold")
    return (
        14 * authority
        + title
        + 13 * lines(page, page.standing, width=width, size=10)
        + 12 * notice
        + 2 * marking
        + 2 * GAP
    )


def column(one: Column, page: OnePage) -> float:
    width = WIDTH * one.units / UNITS - GAP
    heading = 14 * lines(page, one.heading, width=width - 16, size=11, face="bold") + PADDING
    if not one.entries:
        return heading + 13 * lines(page, one.counted, width=width - 16, size=10) + RULE
    return heading + RULE + max(table(entries, page, across(one)) for entries in one.tables)


def across(one: Column) -> float:
    """Return how wide each table of a column is."""
    tables = len(one.tables)
    return (WIDTH * one.units / UNITS - GAP) / tables - GAP * (tables > 1)


def for_titles(one: Column, page: OnePage) -> float:
    """Return how wide the titles of deliverables are set."""
    rating = RATING if page.plan.shows_ratings else 0
    return across(one) - page.detail.size * (REFERENCE + rating + DEADLINE) - 4


def table(entries: list[Entry], page: OnePage, width: float) -> float:
    head = Entry("Ref", page.plan.deliverable_word, "Deadline", "", "Rating")
    filled = sum(row(entry, page, width) for entry in (head, *entries))
    return page.detail.size * LEADING * filled + RULE * (1 + len(entries))


def row(entry: Entry, page: OnePage, width: float) -> int:
    """Return how many lines the highest cell of a row fills. A rating has its shape before its word."""
    size, rating = page.detail.size, RATING if page.plan.shows_ratings else 0
    rest = width - size * (REFERENCE + rating)
    deadline = size * DEADLINE if page.shows_titles else rest
    return max(
        lines(page, entry.reference, width=size * REFERENCE - 4, size=size, face="bold"),
        lines(page, entry.deadline, width=deadline - 4, size=size),
        lines(page, "" if entry.deadline else NO_DEADLINE, width=deadline - 4, size=size, face="italic"),
        lines(page, entry.word, width=size * (RATING - SHAPE) - 4, size=size, face="bold") if rating else 0,
        lines(page, entry.title, width=rest - deadline - 4, size=size) if page.shows_titles else 0,
    )


def targets(page: OnePage) -> float:
    if not page.targets:
        return 0
    size, width = page.detail.size, WIDTH / len(page.lanes_of_targets) - GAP - 10
    lanes = (
        sum(
            LEADING * size * lines(page, f"{name}: {target}", width=width, size=size, face="bold") + 1
            for name, target in lane
        )
        for lane in page.lanes_of_targets
    )
    return 17 + max(lanes) + GAP


def key(page: OnePage) -> float:
    if not page.key:
        return 0
    if not page.detail.meanings:
        return 17 + 12 + GAP
    width = WIDTH / len(page.key) - GAP
    meanings = (lines(page, f"{point.word} {point.definition}", width=width - 24, size=9) for point in page.key)
    return 17 + 12 + 12 * max(meanings) + GAP
