"""A return as a workbook: the sheet to fill in, how to, and two sheets out of sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from kpa_tracker.base.toolkit.workbooks.books import Page
from kpa_tracker.base.toolkit.workbooks.filled import Filled, Place, write_filled
from kpa_tracker.interfaces.exchange.actions.returns.columns import BY_HEADING, COLUMNS, KEY, LISTS, WRONG, Column, Sort
from kpa_tracker.interfaces.exchange.actions.returns.owed import Owed
from kpa_tracker.interfaces.exchange.actions.returns.words import Words
from kpa_tracker.interfaces.exchange.reading.returned import KNOWN_BY, READ_ME, SHEET, VERSION, WHAT
from kpa_tracker.interfaces.exchange.reading.returned import LISTS as LISTS_SHEET

IN_SIGHT = 3
ADDED_WIDTH = 20
HOW = (
    "Fill in the white columns of the sheet “Return”, one row for each deliverable. Grey columns are there to be read.",
    "A row that you leave as it is changes nothing. You may fill in some rows now and the others later.",
    "Where a cell has a list, choose from it. Write a day as 30 June 2010.",
    "Amber and red need the cause, what will bring it back, who will do it and when it is green again.",
    "Leave the column out of sight and the two hidden sheets as they are: they say which row is which.",
    "Rows may be sorted, columns moved and widened. Rows that you add are not taken: write those updates on the site.",
    "Evidence goes onto the site. Add it there before you send in a deliverable as complete.",
    "Save the file as an Excel workbook (.xlsx) and send it in on the page where you took it out. You see what it "
    "would do before anything happens.",
    "If a cell is wrong, nothing is taken, and you get this file back with that cell marked.",
)


@dataclass(frozen=True)
class About:
    """What a return says of itself, to people and to whoever reads it back."""

    authority: str
    plan: str
    period: str
    share: str
    marking: str
    due_on: str
    taken_on: str
    taken_by: str
    plan_key: str
    period_key: str
    stamp: str


def return_of(owed: Iterable[Owed], words: Words, about: About) -> bytes:
    """Return the workbook of a return."""
    rows = list(owed)
    filled = [[row.get(column.name, "") for column in COLUMNS] for row in (one.cells(words) for one in rows)]
    sheets = [
        sheet_of([[column.heading for column in COLUMNS], *filled], lists=[len(words.of(sort)) for sort in LISTS]),
        _read_me(about),
        out_of_sight(LISTS_SHEET, list(zip_longest(*(words.of(sort) for sort in LISTS), fillvalue=""))),
        out_of_sight(KNOWN_BY, [*_known_by(about), *(one.known(words) for one in rows)]),
    ]
    return write_filled(sheets, foot=f"{about.marking}. {about.plan}, {about.period}")


def sheet_of(rows: Sequence[Sequence[str]], *, lists: Sequence[int], wrong: dict[Place, str] | None = None) -> Filled:
    """Return the sheet to fill in, whatever the order of its columns; `lists` says how long each list is."""
    columns = [BY_HEADING.get(heading.strip().casefold()) for heading in rows[0]]
    page = Page(
        SHEET,
        rows,
        widths=[column.width if column else ADDED_WIDTH for column in columns],
        hidden=_places(columns, lambda column: column is KEY),
        as_typed=_places(columns, lambda column: column.sort is not Sort.READ),
    )
    grey = _places(columns, lambda column: column.sort is Sort.READ and column != WRONG)
    choices = {n: _list_place(one.sort, lists) for n, one in enumerate(columns) if one and one.sort.is_chosen}
    return Filled(page, grey, choices, wrong or {}, in_sight=IN_SIGHT)


def _places(columns: Sequence[Column | None], is_wanted: Callable[[Column], bool]) -> frozenset[int]:
    """Return where among the columns those are that are wanted; one that somebody added is none of ours."""
    return frozenset(place for place, column in enumerate(columns) if column and is_wanted(column))


def _list_place(sort: Sort, lists: Sequence[int]) -> str:
    index = LISTS.index(sort)
    return f"{LISTS_SHEET}!${'ABC'[index]}$1:${'ABC'[index]}${max(1, lists[index])}"


def out_of_sight(title: str, rows: Sequence[Sequence[str]]) -> Filled:
    return Filled(Page(title, rows, as_typed=frozenset(range(4))), hidden=True)


def _read_me(about: About) -> Filled:
    rows = [
        ("Return", f"{about.plan}, {about.period}"),
        ("Authority", about.authority),
        ("Whose", about.share),
        ("Protective marking", about.marking),
        ("Updates are due by", about.due_on),
        ("Taken out on", about.taken_on),
        ("By", about.taken_by),
        *((f"How it works {number}", text) for number, text in enumerate(HOW, start=1)),
    ]
    return Filled(Page(READ_ME, rows, widths=(24, 110)))


def _known_by(about: About) -> list[tuple[str, str]]:
    return [
        ("What this is", WHAT),
        ("Version", VERSION),
        ("Plan", about.plan_key),
        ("Period", about.period_key),
        ("Stamp", about.stamp),
        ("Named", f"{about.plan}, {about.period}"),
    ]
