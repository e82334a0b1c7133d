"""What taking over results would do, and doing it: new figures are recorded, other figures correct those that are held.

The versions of a result remember what was ever said. A figure that is one of the older versions was corrected here
since, and stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date, format_months, months_later
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures.known import KnownMeasures, Words, plain, series_of
from kpa_tracker.interfaces.exchange.actions.measures.targets import at_its_row
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from plans.periods import FREQUENCIES, Frequency
from targets.actions import keeping
from targets.actions.measures import Parts, SeriesWords, add_measure, add_series
from targets.actions.results import correct_result, place_of, record_result
from targets.models import Measure, MeasureSet, Result, Series
from targets.performance import Direction, Kind

EMPTY = "No result was understood in the file. Look at how its columns are read."
WHY = "Another figure in the file {}."
OTHER_KIND = "The measure is here already, as “{}”; this is a figure of the kind “{}”: “{}”."
OTHER_UNIT = "The measure is “{}”; this figure is “{}”: “{}”."
NO_SCALE = "A grade is given on a scale. Add the measure with its scale first, then import again: “{}”."
UNKNOWN = "No measure here has this reference, and the row has no title: “{}”."
SEVERAL = "The measure has several series here. Say which one this is: “{}”."
NOT_OVER = "This period ends on {}. Its result is entered after that: “{}”."
WITHHELD = "The result is withheld here, so the file's figure is not taken: “{}”."
ARCHIVED = "The measure is archived here: “{}”."


@dataclass
class ResultStep:
    """One figure of the file, and the result that is held for its period."""

    row: ResultRow
    measure: Measure | None = None
    series: Series | None = None
    held: Result | None = None
    older: list[Result] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.held is None

    @property
    def is_same(self) -> bool:
        return self.held is not None and _says(self.held, self.row)

    @property
    def is_corrected_here(self) -> bool:
        return not self.is_same and any(_says(result, self.row) for result in self.older)

    @property
    def title(self) -> str:
        name = f"{self.row.reference} {self.row.title}".strip()
        series = f": {self.row.series}" if self.row.series else ""
        return f"{name}{series}, {format_months(*self.row.period)}"


@dataclass
class ResultProposal:
    """All that an import of results would do."""

    authority: Authority
    read: ReadMeasures
    steps: list[ResultStep] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[ResultStep]:
        return [step for step in self.steps if step.is_new]

    @property
    def kept(self) -> list[ResultStep]:
        return [step for step in self.steps if step.is_corrected_here]

    @property
    def changed(self) -> list[ResultStep]:
        return [step for step in self.steps if not step.is_new and not step.is_same and not step.is_corrected_here]

    @property
    def same(self) -> list[ResultStep]:
        return [step for step in self.steps if step.is_same]

    @property
    def measures(self) -> list[str]:
        return list(dict.fromkeys(f"{step.row.reference} {step.row.title}".strip() for step in self.steps))

    @property
    def series(self) -> set[tuple[str, str, str]]:
        return {(*_key(step.row), plain(step.row.series)) for step in self.steps}

    @property
    def new_measures(self) -> list[str]:
        """The measures that would be made: nothing in the file says which way they are better."""
        names = (f"{step.row.reference} {step.row.title}".strip() for step in self.steps if step.measure is None)
        return list(dict.fromkeys(names))


def propose_results(authority: Authority, read: ReadMeasures) -> ResultProposal:
    """Compare what was read with what is held. A few queries, whatever the number of rows."""
    known, held = KnownMeasures(authority.pk), _held(authority)
    proposal = ResultProposal(authority, read)
    for row in read.rows:
        measure = known.find(row.reference, row.title)
        series = series_of(measure, row.series) if measure else None
        versions = held.get((series.pk, *row.period), []) if series else []
        step = ResultStep(row, measure, series, versions[-1] if versions else None, versions[:-1])
        problem = _problem(step)
        if problem:
            proposal.problems.append(Problem(row.place, problem))
        else:
            proposal.steps.append(step)
    return proposal


def _held(authority: Authority) -> dict[tuple[Any, ...], list[Result]]:
    found: dict[tuple[Any, ...], list[Result]] = defaultdict(list)
    for result in Result.objects.filter(series__measure__authority=authority).order_by("number"):
        found[result.series_id, result.starts, result.ends].append(result)
    return found


def _says(result: Result, row: ResultRow) -> bool:
    figure = row.figure
    if figure.kind is Kind.GRADE:
        return plain(result.words) == plain(figure.words)
    return (result.value, result.second) == (figure.value, figure.second)


def _problem(step: ResultStep) -> str:
    """Say why a figure cannot be taken over here; nothing where it can."""
    row, ends = step.row, step.row.period[1]
    if ends > clock.today():
        return NOT_OVER.format(format_date(ends), row.text)
    return _unplaced(step, step.measure) or _misfit(step, step.measure) if step.measure else _unmade(row)


def _unmade(row: ResultRow) -> str:
    if row.kind is Kind.GRADE:
        return NO_SCALE.format(row.text)
    return "" if row.title else UNKNOWN.format(row.text)


def _unplaced(step: ResultStep, measure: Measure) -> str:
    row = step.row
    if step.held and step.held.is_withheld:
        return WITHHELD.format(row.text)
    if measure.is_archived or (step.series and step.series.is_archived):
        return ARCHIVED.format(row.text)
    if step.series is None and not row.series and measure.series.all():
        return SEVERAL.format(row.text)
    return ""


def _misfit(step: ResultStep, measure: Measure) -> str:
    """Say why a figure is not one of the measure's; a bare number is of whatever kind the measure is."""
    row = step.row
    is_bare = row.kind is Kind.COUNT and not row.unit and measure.kind in (Kind.PERCENTAGE, Kind.RATE, Kind.HOURS)
    if measure.kind != row.kind and not is_bare:
        return OTHER_KIND.format(Kind(measure.kind).word, row.kind.word, row.text)
    unit = (step.series.unit if step.series else "") or measure.unit
    if row.figure.per is not None and row.unit not in unit and unit not in row.unit:
        return OTHER_UNIT.format(unit, row.unit, row.text)
    return ""


# --- Doing it -----------------------------------------------------------------------------------------------------


def take_over_results(authority: Authority, read: ReadMeasures, *, by: Any, name: str) -> ResultProposal:
    """Record what was read: all of it or nothing.

    A figure that is held already is left alone, so the same file twice changes nothing; another one is a correction.
    Refuses a file without results and what the targets' own actions refuse (naming the row). Leaves one event on the
    authority, and one for each record.
    """
    with through("import"), transaction.atomic():
        hold_chain(authority.pk)
        proposal = propose_results(authority, read)
        if not proposal.steps:
            raise Refused(EMPTY)
        taking = Taking(proposal, by=by, why=WHY.format(name))
        for step in [*proposal.new, *proposal.changed]:
            at_its_row(step.row.place, step.title, lambda step=step: taking.take(step))
        counts = {"made": len(taking.made), "changed": len(taking.corrected), "unchanged": len(proposal.same)}
        changes = {name: [None, number] for name, number in counts.items()}
        record("results imported", authority, by=by, authority_id=authority.pk, changes=changes, name=name)
        return proposal


class Taking:
    """Takes the steps of one proposal, as one person."""

    def __init__(self, proposal: ResultProposal, *, by: Any, why: str) -> None:
        self.authority, self.by, self.why = proposal.authority, by, why
        self.words = Words(proposal.authority, by=by)
        self.measures: dict[tuple[str, str], Measure] = {}
        self.sets = {plain(one.title): one for one in MeasureSet.objects.filter(authority=proposal.authority)}
        self.rows: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
        self.made: list[Result] = []
        self.corrected: list[Result] = []
        for step in proposal.steps:
            self.rows[_key(step.row)].append(step.row)

    def take(self, step: ResultStep) -> None:
        row, (starts, ends) = step.row, step.row.period
        content = {
            "value": row.figure.value,
            "second": row.figure.second,
            "words": row.figure.words,
            "standing": row.standing,
            "footnotes": self.words.footnotes(row.figure_notes),
        }
        if step.held:
            result, seen = step.held, place_of(step.held)
            self.corrected.append(correct_result(result, content=content, reason=self.why, seen=seen, by=self.by))
            return
        series = self._series(step)
        self.made.append(record_result(series, starts=starts, ends=ends, content=content, by=self.by))

    def _series(self, step: ResultStep) -> Series:
        row = step.row
        measure = step.measure or self.measures.get(_key(row)) or self._measure(row)
        self.measures[_key(row)] = measure
        found = step.series or measure.series.filter(name__iexact=row.series).first()
        return found or add_series(Series(measure=measure, name=row.series, unit=_own_unit(row, measure)), by=self.by)

    def _measure(self, row: ResultRow) -> Measure:
        """Make a measure with a series for every name in the file. Nothing in a table of results says which way is
        better, so it is for information until somebody says."""
        rows = self.rows[_key(row)]
        units = {one.unit for one in rows}
        measure = Measure(
            authority=self.authority,
            set=self._set(row.set_title),
            title=row.title,
            reference=row.reference,
            kind=row.kind.value,
            unit=units.pop() if len(units) == 1 else "",
            decimals=max(one.decimals for one in rows),
            direction=Direction.NONE.value,
            gathering=row.kind.gathering.value,
            frequency=_frequency(rows),
        )
        names = {plain(one.series): one for one in rows}.values()
        series = [SeriesWords({"name": one.series, "unit": _own_unit(one, measure)}) for one in names]
        links = {"footnotes": self.words.footnotes(row.notes)}
        return add_measure(measure, links=links, parts=Parts(series=series), by=self.by)

    def _set(self, title: str) -> MeasureSet | None:
        if not title:
            return None
        if plain(title) not in self.sets:
            made = MeasureSet(authority=self.authority, title=title)
            self.sets[plain(title)] = keeping.add(made, by=self.by)
        return self.sets[plain(title)]


def _own_unit(row: ResultRow, measure: Measure) -> str:
    return row.unit if row.unit != measure.unit else ""


def _key(row: ResultRow) -> tuple[str, str]:
    return (plain(row.reference), "") if row.reference else ("", plain(row.title))


def _frequency(rows: Iterable[ResultRow]) -> str:
    """How often results come: as often as the shortest period of the file."""
    lengths = [
        frequency
        for row in rows
        for frequency, (months, *_) in FREQUENCIES.items()
        if months_later(row.period[0], months) > row.period[1]
    ]
    return min(lengths, key=lambda one: one.months, default=Frequency.YEAR).value
