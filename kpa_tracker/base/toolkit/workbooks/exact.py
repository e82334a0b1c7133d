"""Reading a workbook exactly: every sheet, hidden or not, every cell with its spaces and empty lines.

For workbooks that were written here; those of strangers are read by reading.py.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kpa_tracker.base.toolkit.grids import Bounds, Cell, Grid, Row, SourceDocument, Tally
from kpa_tracker.base.toolkit.workbooks.reading import SheetShape, written

CODED = re.compile("(_x005F_(?=x[0-9A-Fa-f]{4}_))|_x000D_")
"""An underline that was escaped because what follows looks like the code of a character; the code of a line's end."""
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FAILED = "#VALUE!"
"""What stands for a cell that shows an error, or a formula whose result nobody has worked out."""


def read_exactly(content: bytes, bounds: Bounds) -> SourceDocument:
    """Read all sheets of an .xlsx file. Run this in a bounded process: a hostile file can still cost time."""
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    tally, document = Tally(bounds), SourceDocument()
    for sheet in workbook.worksheets:
        shape = SheetShape(content, sheet._worksheet_path, bounds)  # no public name for the sheet's part
        document.blocks.append(Grid(sheet.title, list(_rows(sheet, shape, tally))))
    workbook.close()
    return document


def _rows(sheet: Any, shape: SheetShape, tally: Tally) -> Iterator[Row]:
    last_row = max(1, min(shape.last_row, tally.bounds.furthest_row))
    width = max(1, min(shape.last_column, tally.bounds.columns))
    unknown = set(shape.uncalculated)
    for number, values in enumerate(sheet.iter_rows(max_row=last_row, max_col=width), start=1):
        cells = [Cell(_text(value, number, index, unknown)) for index, value in enumerate(values, start=1)]
        if any(cell.text for cell in cells):
            tally.add_row(cells)
            yield Row(number, cells)


def _text(cell: Any, row: int, column: int, unknown: set[str]) -> str:
    if getattr(cell, "data_type", "") == "e" or f"{get_column_letter(column)}{row}" in unknown:
        return FAILED
    return plain_lines(written(cell))


def plain_lines(text: str) -> str:
    """Return a cell's text with plain line ends, and its escaped characters as they are meant."""
    plain = CODED.sub(lambda match: "_" if match[1] else "", text)
    return NOT_TEXT.sub("", plain.replace("\r\n", "\n").replace("\r", "\n"))
