"""A plan's table of targets as the plan prints it: cells that span rows, and footnotes under it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kpa_tracker.base.toolkit.dates import format_date, format_months
from kpa_tracker.base.toolkit.dates.partial import end_of_month
from plans.periods import years_name
from targets.models import Baseline, Target, Tolerance
from targets.models.judging import pattern_of, shows, tolerance_on, yardstick
from targets.performance import Form, decimals_of, show
from targets.performance.footnotes import Footnotes

ON_EVIDENCE = "Judged on evidence"
COLUMNS = ("Priority", "Objective", "Measure", "Series", "Target", "Baseline", "Tolerance")


@dataclass(frozen=True)
class Cell:
    """A cell: its text, the marks of its footnotes, how many rows it spans, where it leads."""

    text: str
    marks: tuple[str, ...] = ()
    span: int = 1
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A target as a row. A cell that the row above spans is None."""

    target: Target
    priority: Cell | None
    objective: Cell | None
    measure: Cell | None
    measure_marks: tuple[str, ...]
    series: Cell
    wanted: Cell
    baseline: Cell
    tolerance: Cell
    is_first: bool = False
    is_last: bool = False


@dataclass
class Goals:
    """The table of a plan. Columns that no row fills are left away: a plan in words is as complete."""

    rows: list[Row] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    has_objectives: bool = False
    has_series: bool = False
    has_figures: bool = False
    year: str = ""

    @property
    def columns(self) -> list[str]:
        """The columns that some row fills."""
        kept = {"Objective": self.has_objectives, "Priority": self.has_objectives, "Series": self.has_series}
        return [name for name in COLUMNS if {**kept, "Baseline": self.has_figures}.get(name, True)]

    @property
    def target_heading(self) -> str:
        """What stands over the targets: with their year, where it is the same for all."""
        return f"Target {self.year}".strip()

    @property
    def judged_heading(self) -> str:
        return "Tolerance" if self.has_figures else "How it is judged"

    @property
    def headings(self) -> list[str]:
        said = {"Target": self.target_heading, "Tolerance": self.judged_heading}
        return [said.get(name, name) for name in self.columns]

    def as_values(self) -> Iterator[list[str]]:
        """Yield the table as a file has it: every cell filled in, marks in square brackets, footnotes last."""
        yield self.headings
        for row in self.rows:
            values = dict(zip(COLUMNS, texts_of(row.target, row), strict=True))
            yield [values[name] for name in self.columns]
        yield from ([f"[{mark}] {text}"] for mark, text in self.notes)


def texts_of(target: Target, row: Row) -> list[str]:
    priority, objective, measure = above(target)
    marked = [plain(cell) for cell in (row.series, row.wanted, row.baseline, row.tolerance)]
    return [priority, objective, plain(Cell(measure, row.measure_marks)), *marked]


def plain(cell: Cell) -> str:
    marks = "".join(f" [{mark}]" for mark in cell.marks)
    return f"{cell.text}{marks}{f' ({cell.note})' if cell.note else ''}"


def above(target: Target) -> tuple[str, str, str]:
    """Return the words of what a target stands under: priority, objective, measure."""
    objective = target.objective
    priority = objective.priority if objective else None
    return str(priority or "No priority"), str(objective or "No objective"), str(target.series.measure)


def goals_of(targets: Iterable[Target]) -> Goals:
    """Build the table from targets in the plan's order, loaded by `for_table`. No query."""
    loaded = list(targets)
    notes = Footnotes()
    years = {year_of(one) for one in loaded}
    table = Goals(
        year=years.pop() if len(years) == 1 else "",
        has_objectives=any(one.objective_id for one in loaded),
        has_series=any(one.series.name for one in loaded),
        has_figures=any(one.form != Form.WORDS or one.baseline_id for one in loaded),
    )
    for place, target in enumerate(loaded):
        table.rows.append(_row(loaded, place, target, notes, table.year))
    table.notes = notes.listed
    return table


def _row(loaded: Sequence[Target], place: int, target: Target, notes: Footnotes, year: str) -> Row:
    measure = target.series.measure
    marks = _marks(notes, measure.footnotes.all())
    return Row(
        target,
        priority=_spanning(loaded, place, 1, Cell(above(target)[0])),
        objective=_spanning(loaded, place, 2, Cell(above(target)[1])),
        measure=_spanning(loaded, place, 3, Cell(str(measure), marks, url=measure.get_absolute_url())),
        measure_marks=marks,
        series=Cell(target.series.name),
        wanted=Cell(target.text, _marks(notes, target.footnotes.all()), note="" if year else year_of(target)),
        baseline=_baseline(target, notes),
        tolerance=_tolerance(target),
        is_first=place == 0 or loaded[place - 1].objective_id != target.objective_id,
        is_last=place + 1 == len(loaded) or loaded[place + 1].objective_id != target.objective_id,
    )


def _spanning(loaded: Sequence[Target], place: int, depth: int, cell: Cell) -> Cell | None:
    """The cell with the rows that it spans; None where the row above has it."""
    own = _key(loaded[place], depth)
    if place and _key(loaded[place - 1], depth) == own:
        return None
    span = 1
    while place + span < len(loaded) and _key(loaded[place + span], depth) == own:
        span += 1
    return Cell(cell.text, cell.marks, span, cell.url)


def _key(target: Target, depth: int) -> tuple[int | None, ...]:
    """What a row shares with its neighbours: its priority; with it the objective; with both the measure."""
    objective = target.objective
    return (objective.priority_id if objective else None, target.objective_id, target.series.measure_id)[:depth]


def _marks(notes: Footnotes, of: Iterable[Any]) -> tuple[str, ...]:
    return tuple(notes.marks(of))


def _baseline(target: Target, notes: Footnotes) -> Cell:
    baseline = target.baseline
    if baseline is None:
        return Cell(ON_EVIDENCE if target.form == Form.WORDS else "No baseline")
    projected = "a projection" if baseline.is_projected else ""
    said = ", ".join(filter(None, (period_of(baseline.starts, baseline.ends), projected)))
    return Cell(written(baseline, target), _marks(notes, baseline.footnotes.all()), note=said)


def written(baseline: Baseline, target: Target) -> str:
    """A baseline as the plan writes it, else its figure with the unit of its series."""
    if baseline.text or baseline.value is None:
        return baseline.text
    if baseline.second is None:
        return shows(target.series)(baseline.value)
    both = (baseline.value.normalize(), baseline.second.normalize())
    pattern = pattern_of(target.series)
    decimals = max(pattern.decimals, *map(decimals_of, both))
    return show(replace(pattern, value=both[0], second=both[1], decimals=decimals))


def _tolerance(target: Target) -> Cell:
    """The rule as it is printed beside results: what is green, what amber, and who set it."""
    if target.form == Form.WORDS:
        return Cell(ON_EVIDENCE)
    rule = yardstick(target.series, target, last_tolerance(target), starts=target.starts, ends=target.ends).words
    return Cell(sentence(rule), note="" if last_tolerance(target) else "no tolerance set")


def last_tolerance(target: Target) -> Tolerance | None:
    """The tolerance that the end of the year is held against."""
    return tolerance_on(target, target.ends)


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def year_of(target: Target) -> str:
    """The days of a target as people say them: 2009/10."""
    return years_name(target.starts, target.ends)


def period_of(starts: datetime.date | None, ends: datetime.date | None) -> str:
    """A baseline's period as people say it: its months, its days, or the day on which it was counted."""
    if ends is None:
        return ""
    if starts is None or starts == ends:
        return f"at {format_date(ends)}"
    if starts.day == 1 and ends == end_of_month(ends.year, ends.month):
        return format_months(starts, ends)
    return f"{format_date(starts)} to {format_date(ends)}"
