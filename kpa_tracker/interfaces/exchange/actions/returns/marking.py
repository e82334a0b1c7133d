"""The same workbook once more, with the cells marked in which something is wrong."""

from __future__ import annotations

from kpa_tracker.base.toolkit.grids import Cell, Grid, SourceDocument
from kpa_tracker.base.toolkit.workbooks.books import Page
from kpa_tracker.base.toolkit.workbooks.filled import Filled, Place, write_filled
from kpa_tracker.interfaces.exchange.actions.book.exporting import TakenOut
from kpa_tracker.interfaces.exchange.actions.returns.columns import BY_HEADING, LISTS, WRONG, Column
from kpa_tracker.interfaces.exchange.actions.returns.reading import heading_row
from kpa_tracker.interfaces.exchange.actions.returns.writing import out_of_sight, sheet_of
from kpa_tracker.interfaces.exchange.models import StagedReturn
from kpa_tracker.interfaces.exchange.reading.returned import KNOWN_BY, SHEET
from kpa_tracker.interfaces.exchange.reading.returned import LISTS as LISTS_SHEET

SIGNED = "What is wrong"
Faults = dict[int, dict[str, str]]
"""What is wrong by the number of a row in the file and the name of its cell."""


def marked(staged: StagedReturn) -> TakenOut:
    """Write a return anew as it came back, its rows, columns and added sheets in their order, with what is wrong on its
    cells, in their notes and in a column of its own. Its looks are those of a new one: the file itself is not kept."""
    document = SourceDocument.from_json(staged.document)
    faults = {one["number"]: one["wrong"] for one in staged.outcome if one["wrong"]}
    lists = _lengths(document)
    sheets = [_sheet(grid, faults, lists) for grid in document.grids]
    return TakenOut(f"to-put-right-{staged.filename}", write_filled(sheets, by=SIGNED))


def _lengths(document: SourceDocument) -> list[int]:
    """How long each list to choose from is."""
    rows = next((grid.rows for grid in document.grids if grid.name == LISTS_SHEET), [])
    return [sum(bool(row.cell(index).text) for row in rows) for index, _ in enumerate(LISTS)]


def _sheet(grid: Grid, faults: Faults, lists: list[int]) -> Filled:
    if grid.name == SHEET:
        return _marked_sheet(grid, faults, lists)
    if grid.name in (LISTS_SHEET, KNOWN_BY):
        return out_of_sight(grid.name, _texts(grid))
    return Filled(Page(grid.name, _texts(grid), widths=(24, 110)))


def _texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


def _marked_sheet(grid: Grid, faults: Faults, lists: list[int]) -> Filled:
    """Return the sheet with what is wrong. What stood above the headings, and empty rows, are left out."""
    heading = heading_row(grid)
    width = len(heading.cells)
    columns = [BY_HEADING.get(" ".join(cell.text.split()).casefold()) for cell in heading.cells]
    at = columns.index(WRONG) if WRONG in columns else width
    rows = [_row(heading.cells, at, WRONG.heading)]
    wrong: dict[Place, str] = {}
    for row in (row for row in grid.rows if row.number > heading.number):
        found = faults.get(row.number, {})
        wrong |= _places(found, columns, len(rows))
        rows.append(_row(row.cells[:width], at, " ".join(dict.fromkeys(found.values()))))
    return sheet_of(rows, lists=lists, wrong=wrong)


def _row(cells: list[Cell], at: int, said: str) -> list[str]:
    texts = [cell.text for cell in cells]
    texts += [""] * (at + 1 - len(texts))
    return [*texts[:at], said, *texts[at + 1 :]]


def _places(found: dict[str, str], columns: list[Column | None], row: int) -> dict[Place, str]:
    names = [column.name if column else "" for column in columns]
    return {(row, names.index(name)): text for name, text in found.items() if name in names}
