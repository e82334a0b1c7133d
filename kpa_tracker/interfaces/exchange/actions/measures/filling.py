"""Putting a file's figures into the boxes of a person's own measures. Nothing is saved: the boxes are the preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.grids import UnreadableFile
from kpa_tracker.base.toolkit.uploads import in_megabytes
from kpa_tracker.interfaces.exchange.actions.measures.known import plain
from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from targets.forms.cells import read_cell
from targets.forms.entry import Cell, Grid

NO_TABLE = "No table with results was found in the file: what is measured, and beside it a column for each period."
ELSEWHERE = "{}: “{}” for {} has no box here: it is another measure, or of another year."
CLOSED = "{}: “{}” for {} is closed. Correct it on its own page."
NOT_READ = "{}: “{}”, “{}”: {}"


@dataclass
class Filled:
    """What a file put into the boxes, what was there already, and what of it found no place."""

    name: str
    count: int = 0
    same: int = 0
    left: list[str] = field(default_factory=list)


def read_file(*, name: str, content: bytes) -> ReadMeasures:
    """Read the results of a file. Refuses one that is too large, that cannot be read, or that holds no results. Costs
    one child process; the file is not kept."""
    if len(content) > settings.IMPORT_MAX_BYTES:
        raise Refused(f"The file is larger than {in_megabytes(settings.IMPORT_MAX_BYTES)}.")
    try:
        read = read_results(read_bounded(name, content))
    except UnreadableFile as error:
        raise Refused(str(error)) from error
    if not read.tables:
        raise Refused(NO_TABLE)
    return read


def fill(grids: Sequence[Grid], read: ReadMeasures, *, name: str) -> Filled:
    """Put each figure into the box of its measure, series and period. What is saved already is left alone; what has no
    box, is closed or is not understood is said."""
    filled = Filled(name, left=[one.line for one in read.problems])
    boxes = {key: cell for grid in grids for cell in grid.cells for key in _keys(cell)}
    for row in read.rows:
        cell = boxes.get((plain(row.reference or row.title), plain(row.series), row.period))
        problem = _put(cell, row, filled) if cell else ELSEWHERE.format(row.place, _named(row), _period(row))
        filled.left += [problem] if problem else []
    return filled


def _keys(cell: Cell) -> list[tuple[str, str, object]]:
    """A box is found by its measure's reference or by its title, in one series and one period."""
    measure, days = cell.series.measure, (cell.slot.starts, cell.slot.ends)
    names = {plain(measure.reference or measure.title), plain(measure.title)}
    return [(name, plain(cell.series.name), days) for name in names]


def _put(cell: Cell, row: ResultRow, filled: Filled) -> str:
    """Put a figure into its box; return why it cannot be, or nothing."""
    try:
        said = read_cell(cell.series, row.text)
    except ValidationError as error:
        return NOT_READ.format(row.place, _named(row), row.text, " ".join(error.messages))
    if _says(cell, said):
        filled.same += 1
        return ""
    if cell.is_locked:
        return CLOSED.format(row.place, _named(row), cell.slot.name)
    cell.text, cell.is_filled = row.text, True
    filled.count += 1
    return ""


def _says(cell: Cell, said: dict[str, object]) -> bool:
    """Whether this is what is saved for the box's period."""
    if cell.saved is None:
        return False
    if "words" in said:
        return plain(cell.saved.words) == plain(str(said["words"]))
    return all(getattr(cell.saved, name) == value for name, value in said.items())


def _named(row: ResultRow) -> str:
    series = f": {row.series}" if row.series else ""
    return f"{row.reference} {row.title}".strip() + series


def _period(row: ResultRow) -> str:
    return format_months(*row.period)
