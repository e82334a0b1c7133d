"""Reading Excel workbooks: text, fills and merges of every visible sheet, within bounds.

Cells come from openpyxl's streaming reader, which never builds the grid between two far cells. It knows no merged
ranges, so these are read from the sheet's own part in a second pass that keeps nothing else.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from kpa_tracker.base.toolkit.grids import Bounds, Cell, Grid, Row, SourceDocument, Tally, clean_text
from kpa_tracker.base.toolkit.workbooks.colours import Palette
from kpa_tracker.base.toolkit.workbooks.conditional import MOST_RULES, Condition, ConditionalFills, conditions_in

Merges = dict[tuple[int, int], str]
MERGED_CELLS_AT_MOST = 200_000
TRUE = {"1", "true"}
BESIDE_CELLS = {("start", "mergeCell"), ("end", "conditionalFormatting"), ("start", "col")}
DONE = {("end", "c"), ("end", "row"), ("end", "conditionalFormatting")}
MOST_NAMED = 8
POUNDS = re.compile(r"(?:_.|\[\$|[\"\\ ])*£")
"""A number format that shows an amount of money."""


def read_workbook(content: bytes, bounds: Bounds | None = None) -> SourceDocument:
    """Read the visible sheets of an .xlsx file. Run this in a bounded process: a hostile file can still cost time."""
    bounds = bounds or Bounds()
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    palette, tally, document = Palette(workbook.loaded_theme), Tally(bounds), SourceDocument()
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            document.notes.append(f"The hidden sheet “{sheet.title}” was not read.")
            continue
        shape = SheetShape(content, sheet._worksheet_path, bounds)  # no public name for the sheet's part
        rules = ConditionalFills(shape.conditions, [palette.fill_of_rule(one) for one in _rule_styles(workbook)])
        rows = list(_rows(sheet, palette, shape, tally, rules))
        document.notes += shape.notes(clean_text(sheet.title))
        document.blocks.append(Grid(clean_text(sheet.title), rows))
    workbook.close()
    return document


def _rule_styles(workbook: Any) -> list[Any]:
    """The styles of conditional formats, which openpyxl keeps under no public name."""
    return list(workbook._differential_styles.styles)


def _rows(sheet: Any, palette: Palette, shape: SheetShape, tally: Tally, rules: ConditionalFills) -> Iterator[Row]:
    # The extent is what the scan saw: the size a file declares can be false, and rows would be dropped silently.
    last_row = max(1, min(shape.last_row, tally.bounds.furthest_row))
    width = max(1, min(shape.last_column, tally.bounds.columns))
    for number, values in enumerate(sheet.iter_rows(max_row=last_row, max_col=width), start=1):
        cells = [_cell(value, palette, shape.merged.get((number, index), "")) for index, value in enumerate(values, 1)]
        if any(cell.text or cell.fill for cell in cells):
            _colour_by_rules(number, cells, rules)
            tally.add_row(cells)
            yield Row(number, cells)


def _colour_by_rules(number: int, cells: list[Cell], rules: ConditionalFills) -> None:
    """A rule's colour lies over the cell's own."""
    texts = [cell.text.casefold() for cell in cells] if rules.conditions else []
    active = rules.in_row(number, texts)
    for index, cell in enumerate(cells if active else [], start=1):
        cell.fill = rules.fill(number, index, texts, active) or cell.fill


def _cell(source: Any, palette: Palette, merged: str) -> Cell:
    return Cell("" if merged else clean_text(written(source)), palette.fill_of(source), merged, palette.ink_of(source))


def written(cell: Any) -> str:
    """Return a cell's value as its readers see it: a date in words, a percentage with its sign."""
    value = cell.value
    if value is None or getattr(cell, "data_type", "") == "e":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (datetime, date)):
        return _written_date(value, str(cell.number_format).lower())
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, (int, float)):
        return _written_number(value, str(cell.number_format))
    return str(value)


def _written_date(value: date, number_format: str) -> str:
    if "d" in re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", number_format):
        return f"{value.day} {value:%B %Y}"
    return f"{value:%B %Y}" if "m" in number_format else f"{value.day} {value:%B %Y}"


def _written_number(value: float, number_format: str) -> str:
    if number_format.rstrip().endswith("%"):
        return f"{value * 100:.10g}%"
    if POUNDS.match(number_format):
        return f"{'-' if value < 0 else ''}£{abs(value):.15g}"
    return f"{value:.15g}"


class SheetShape:
    """The true extent of a sheet and its merged cells, from its part's XML; elements are dropped as they pass."""

    def __init__(self, content: bytes, part: str, bounds: Bounds) -> None:
        self.last_row = self.last_column = 0
        self.beyond = ""
        self.failed: list[str] = []
        self.uncalculated: list[str] = []
        self.merged: Merges = {}
        self.conditions: list[Condition] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.bounds = bounds
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as stream:
            self._scan(stream)

    def _scan(self, stream: Any) -> None:
        """Look at every cell that holds something and every merged range; count implied positions as Excel does."""
        row = column = 0
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):  # noqa: S314  # nosec B314 - see archive.py
            tag = element.tag.rpartition("}")[2]
            if (event, tag) == ("start", "row"):
                row, column = int(element.get("r") or row + 1), 0
                self.hidden_rows += [row] if element.get("hidden") in TRUE else []
            elif (event, tag) == ("end", "c"):
                column = range_boundaries(element.get("r"))[0] if element.get("r") else column + 1
                self._see(row, column, element)
            elif (event, tag) in BESIDE_CELLS:
                self._note(tag, element)
            if (event, tag) in DONE:
                element.clear()

    def _note(self, tag: str, element: Any) -> None:
        """Note what stands beside the cells: hidden columns, merged ranges, colours by rule."""
        if tag == "mergeCell":
            self._merge(element.get("ref") or "")
        elif tag == "conditionalFormatting" and len(self.conditions) < MOST_RULES:
            self.conditions += conditions_in(element)
        elif tag == "col" and element.get("hidden") in TRUE:
            self.hidden_columns.append(int(element.get("min") or 1))

    def _see(self, row: int, column: int, element: Any) -> None:
        if row > self.bounds.furthest_row or column > self.bounds.columns:
            self.beyond = f"{get_column_letter(column)}{row}" if len(element) > 0 else self.beyond
            return
        if element.get("t") == "e":
            self.failed.append(f"{get_column_letter(column)}{row}")
        elif element.get("t") != "str" and _lacks_its_result(element):
            self.uncalculated.append(f"{get_column_letter(column)}{row}")
        self.last_row, self.last_column = max(row, self.last_row), max(column, self.last_column)

    def _merge(self, reference: str) -> None:
        left, top, right, bottom = range_boundaries(reference)
        right, bottom = min(right, self.bounds.columns), min(bottom, max(self.last_row, top))
        if len(self.merged) + (right - left + 1) * (bottom - top + 1) > MERGED_CELLS_AT_MOST:
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    self.merged[row, column] = "up" if row > top else "left"

    def notes(self, title: str) -> list[str]:
        far = f"Sheet “{title}” has something in cell {self.beyond}, far from the rest. It was not read."
        hidden = [f"row {row}" for row in self.hidden_rows if row <= self.last_row]
        hidden += [f"column {get_column_letter(one)}" for one in self.hidden_columns if one <= self.last_column]
        unseen = f"Sheet “{title}” hides {_first_few(hidden)}. What stands there was read as well."
        cells = f"{'cells' if len(self.failed) > 1 else 'cell'} {_first_few(self.failed)}"
        error = f"Sheet “{title}” shows an error of Excel in {cells}. Such cells were read as empty."
        empty = (
            f"Sheet “{title}” has formulas without their results in {_first_few(self.uncalculated)}. They were read as "
            "empty. Open the file in Excel, save it and choose it again."
        )
        found = ((far, self.beyond), (unseen, hidden), (error, self.failed), (empty, self.uncalculated))
        return [note for note, there in found if there]


def _lacks_its_result(element: Any) -> bool:
    """Whether a cell holds a formula that nobody has worked out yet."""
    said = {part.tag.rpartition("}")[2]: part.text for part in element}
    return "f" in said and not said.get("v")


def _first_few(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"
