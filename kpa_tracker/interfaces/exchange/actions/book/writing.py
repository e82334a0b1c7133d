"""Writes what a plan holds into the sheets of its workbook."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpa_tracker.base.toolkit.workbooks.books import Page, write_book
from kpa_tracker.base.toolkit.workbooks.writing import Value
from kpa_tracker.interfaces.exchange.actions.book.columns import BESIDE, Column, Sort, mark_of, shown
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry
from kpa_tracker.interfaces.exchange.actions.book.held import Held
from kpa_tracker.interfaces.exchange.actions.book.sheets import (
    GOES_ON,
    KEY_HEADING,
    MARKS_HEADING,
    SHEETS,
    Sheet,
)
from kpa_tracker.interfaces.exchange.reading.book import TITLE, VERSION, WHAT

PIECE = 15_000
"""Characters of a text that one cell takes: Excel's own limit counts some characters twice."""
LONGEST_NAMED = 70
WIDTH = 110
AS_TYPED = {Sort.LINE, Sort.NAMES, Sort.LINES, Sort.PROFILE}
HELP = (
    "Edit any cell and import the file under Import. You see what would change before anything does.",
    "A cell that you leave alone changes nothing, even where somebody edited the plan on the site meanwhile.",
    "The key in the first column says which row is which. Leave it as it is. A new row has none, or one of your own "
    "that other rows name, such as A900.",
    "A row that you delete stays in the plan. Archive it on the site.",
    "Rows and columns may be sorted. The plan keeps its order; new rows come at the end.",
    "Where a cell names a row of another sheet, its key is enough. Several names stand one a line.",
    "A part of a deliverable has its committee behind an arrow: Draft it → Estates Committee. A committee in quotation "
    "marks is as an older table wrote it.",
    "Posts, committees, risks, scales of grades, sources and sets of measures that are not known yet are made from "
    "their sheets; what is known stays as it is.",
    "A tolerance is never changed, only followed by another: add a row.",
    "The plan takes its days, words and scale from the file only while it is empty.",
    "Not in this file, because it is what happened and not what is planned: updates, evidence, results, comparisons "
    "with others, and the history. What comes in is told as an import.",
    "Not in this file, because a plan makes it when it is adopted on this site: first deadlines and how they moved.",
    "Not in this file, because it belongs to other reports and plans: recommendations and inspections, the plan before "
    "and above, what risks say beyond their titles. Nor is what is archived, nor pictures: of each stands its line.",
)


@dataclass(frozen=True)
class About:
    """What the first sheet says of the workbook."""

    plan: str
    authority: str
    state: str
    marking: str
    taken_on: str
    taken_by: str
    stamp: str

    @property
    def foot(self) -> str:
        return f"{self.marking}. {self.plan}, as of {self.taken_on}"


def book_of(held: Held, about: About) -> bytes:
    """Return a plan's workbook."""
    titles = {entry.key: named(sheet, entry, held) for sheet in SHEETS for entry in held[sheet.name]}
    pages = [_page(sheet, held[sheet.name], titles) for sheet in SHEETS]
    return write_book([_read_me(about), *pages], foot=about.foot)


def named(sheet: Sheet, entry: Entry, held: Held) -> str:
    """Return the words by which a reader knows a row; a series without a name by its measure's."""
    words = entry.values[sheet.known_by]
    if sheet.name == "series":
        measures = {one.key: one.values["title"] for one in held["measures"]}
        words = ": ".join(filter(None, (measures[entry.values["measure"]], words)))
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_NAMED else f"{line[: LONGEST_NAMED - 1]}…"


def _read_me(about: About) -> Page:
    rows: list[Sequence[Value]] = [
        ("About this file", ""),
        ("What this is", WHAT),
        ("Version", VERSION),
        ("Plan", about.plan),
        ("Authority", about.authority),
        ("State", about.state),
        ("Protective marking", about.marking),
        ("Taken out on", about.taken_on),
        ("By", about.taken_by),
        ("Stamp", about.stamp),
        *(row for number, text in enumerate(HELP, start=1) for row in _told(f"How it works {number}", text)),
    ]
    return Page(TITLE, rows, widths=(24, WIDTH))


def _told(name: str, text: str) -> Iterator[Sequence[Value]]:
    """Yield a row for each line of a text: not every spreadsheet makes a row as high as what stands in it."""
    first, *more = textwrap.wrap(text, WIDTH - 5)
    yield name, first
    yield from (("", line) for line in more)


def _page(sheet: Sheet, entries: Iterable[Entry], titles: Mapping[str, str]) -> Page:
    if sheet.upright:
        return Page(sheet.title, list(_upright(sheet, entries)), widths=(44, 100, 10), hidden=frozenset({2}))
    headings = [KEY_HEADING, *(column.heading for column in sheet.columns), MARKS_HEADING]
    rows = [row for entry in entries for row in _rows(sheet, entry, titles)]
    as_typed = frozenset(n for n, column in enumerate(sheet.columns, 1) if column.sort in AS_TYPED)
    widths = (8, *(column.width for column in sheet.columns), 10)
    return Page(sheet.title, [headings, *rows], widths, frozenset({len(headings) - 1}), as_typed)


def _upright(sheet: Sheet, entries: Iterable[Entry]) -> Iterator[Sequence[Value]]:
    yield "What", "What it says", MARKS_HEADING
    for entry in entries:
        for column in sheet.columns:
            first, *more = _pieces(shown(column, entry.values[column.name]))
            yield column.heading, first, _mark(column, entry)
            yield from ((f"{column.heading}{GOES_ON}", piece, "") for piece in more)


def _rows(sheet: Sheet, entry: Entry, titles: Mapping[str, str]) -> Iterator[list[Value]]:
    """Yield the row of a record, and further ones where a text is longer than a cell."""
    pieces = [_pieces(_cell(column, entry.values[column.name], titles)) for column in sheet.columns]
    marks = " ".join(_mark(column, entry) for column in sheet.columns)
    for number in range(max(map(len, pieces))):
        cells = [some[number] if number < len(some) else "" for some in pieces]
        yield [f"{entry.key}{GOES_ON}", *cells, ""] if number else [entry.key, *cells, marks]


def _cell(column: Column, value: str, titles: Mapping[str, str]) -> Value:
    if column.sort in (Sort.ROW, Sort.ROWS):
        return "\n".join(f"{key}{BESIDE}{titles[key]}" for key in value.split("\n")) if value else ""
    return shown(column, value)


def _pieces(value: Value) -> list[Value]:
    if not isinstance(value, str):
        return [value]
    return [value[start : start + PIECE] for start in range(0, len(value), PIECE)] or [""]


def _mark(column: Column, entry: Entry) -> str:
    return f"{column.name}={mark_of(column, entry.values[column.name])}"
