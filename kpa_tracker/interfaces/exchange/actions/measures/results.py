"""Taking results over: new figures are recorded, other figures correct those that are held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.dates import months_later
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures.known import Words, plain
from kpa_tracker.interfaces.exchange.actions.measures.made import Gatherings, gathered_as
from kpa_tracker.interfaces.exchange.actions.measures.proposing_results import propose_results
from kpa_tracker.interfaces.exchange.actions.measures.result_steps import ResultProposal, ResultStep, key_of
from kpa_tracker.interfaces.exchange.actions.rows import as_changes, at_its_row
from kpa_tracker.interfaces.exchange.progress import told
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow
from plans.periods import Frequency
from targets.actions import keeping
from targets.actions.measures import Parts, SeriesWords, add_measure, add_series, change_measure
from targets.actions.results import correct_result, place_of, record_result
from targets.models import Comparator, Measure, MeasureSet, Result, Series
from targets.performance import Kind

EMPTY = "No result was understood in the file. Look at how its columns are read."
WHY = "Another figure in the file {}."


def take_over_results(
    authority: Authority,
    read: ReadMeasures,
    *,
    by: Any,
    name: str,
    names: Mapping[str, Any] | None = None,
    gatherings: Gatherings | None = None,
) -> ResultProposal:
    """Record what was read: all of it or nothing.

    A figure that is held already is left alone, so the same file twice changes nothing; another one is a correction.
    `gatherings` says how the periods of new measures make their year.
    Refuses a file without results and what the targets' own actions refuse (naming the row). Leaves one event on the
    authority, and one for each record.
    """
    with through("import"), transaction.atomic():
        hold_chain(authority.pk)
        proposal = propose_results(authority, read, names)
        if not proposal.steps and not proposal.bare:
            raise Refused(EMPTY)
        taking = Taking(proposal, by=by, why=WHY.format(name), gatherings=gatherings or {})
        proposal.owners.make(authority, by=by)
        _take_all(proposal, taking)
        counts = {"made": len(taking.made), "changed": len(taking.corrected), "unchanged": len(proposal.same)}
        changes = as_changes(counts)
        record("results imported", authority, by=by, authority_id=authority.pk, changes=changes, name=name)
        return proposal


def _take_all(proposal: ResultProposal, taking: Taking) -> None:
    """Take every row, then look at what all of them say beside their figures, then make what has none."""
    for step in told([*proposal.new, *proposal.changed]):
        with at_its_row(step.row.place, step.title):
            taking.take(step)
    for step in proposal.steps:
        with at_its_row(step.row.place, step.title):
            taking.compare(step)
    for row in proposal.bare:
        with at_its_row(row.place, row.title):
            taking.make_bare(row)
    taking.own()


class Taking:
    """Takes the steps of one proposal, as one person."""

    def __init__(self, proposal: ResultProposal, *, by: Any, why: str, gatherings: Gatherings) -> None:
        self.gatherings = gatherings
        self.authority, self.by, self.why = proposal.authority, by, why
        self.owners, self.owned = proposal.owners, proposal.owned
        self.words = Words(proposal.authority, by=by)
        self.measures: dict[tuple[str, str], Measure] = {}
        self.sets = {plain(one.title): one for one in MeasureSet.objects.filter(authority=proposal.authority)}
        self.rows: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
        self.made: list[Result] = []
        self.corrected: list[Result] = []
        for step in proposal.steps:
            self.rows[key_of(step.row)].append(step.row)

    def take(self, step: ResultStep) -> None:
        row, (starts, ends) = step.row, step.row.period
        content = {
            "value": row.figure.value,
            "second": row.figure.second,
            "words": row.figure.words,
            "standing": row.standing,
            **step.fraction,
            "footnotes": self.words.footnotes(row.figure_notes),
        }
        if step.held:
            result, seen, content = step.held, place_of(step.held), content | step.stays
            self.corrected.append(correct_result(result, content=content, reason=self.why, seen=seen, by=self.by))
            return
        series = self._series(step)
        self.made.append(record_result(series, starts=starts, ends=ends, content=content, by=self.by))

    def compare(self, step: ResultStep) -> None:
        """Enter how others stood in the period of a result, where nothing here says it."""
        starts, ends = step.row.period
        for one in step.compared:
            of = {"sort": one.sort, "value": one.stood.value, "of": one.stood.of}
            keeping.add(Comparator(series=self._series(step), starts=starts, ends=ends, **of), by=self.by)

    def make_bare(self, row: ResultRow) -> None:
        """Make a measure that has no result in the file."""
        self.rows[key_of(row)].append(row)
        self._measure(row)

    def own(self) -> None:
        """Give the measures that are here without an owner the one whom the file names."""
        for measure, row in self.owned.values():
            measure.refresh_from_db(fields=["version"])
            change_measure(measure, seen=measure.version, changes={"owner": self.owners.post_of(row)}, by=self.by)

    def _series(self, step: ResultStep) -> Series:
        row = step.row
        measure = step.measure or self.measures.get(key_of(row)) or self._measure(row)
        self.measures[key_of(row)] = measure
        found = step.series or measure.series.filter(name__iexact=row.series).first()
        unit = _own_unit(self.rows[key_of(row)], row.series, measure)
        return found or add_series(Series(measure=measure, name=row.series, unit=unit), by=self.by)

    def _measure(self, row: ResultRow) -> Measure:
        """Make a measure with a series for every name in the file. Where nothing in the table says which way is better,
        it is for information until somebody says."""
        rows = self.rows[key_of(row)]
        units = {one.unit for one in rows}
        measure = Measure(
            authority=self.authority,
            set=self._set(row.set_title),
            title=row.title,
            reference=row.reference,
            kind=row.kind.value,
            unit=units.pop() if len(units) == 1 else "",
            decimals=max(one.decimals for one in rows),
            direction=row.direction.value,
            owner=self.owners.post_of(row),
            gathering=gathered_as(key_of(row), rows, self.gatherings),
            frequency=_frequency(rows),
        )
        names = {plain(one.series): one.series for one in rows}.values()
        series = [SeriesWords({"name": name, "unit": _own_unit(rows, name, measure)}) for name in names]
        links = {"footnotes": self.words.footnotes(row.notes)}
        return add_measure(measure, links=links, parts=Parts(series=series), by=self.by)

    def _set(self, title: str) -> MeasureSet | None:
        if not title:
            return None
        if plain(title) not in self.sets:
            made = MeasureSet(authority=self.authority, title=title)
            self.sets[plain(title)] = keeping.add(made, by=self.by)
        return self.sets[plain(title)]


def _own_unit(rows: Iterable[ResultRow], series: str, measure: Measure) -> str:
    """The unit of a series where it is not the measure's: what its figures are in, plain pounds where some are in
    thousands and some in millions."""
    units = list(dict.fromkeys(row.unit for row in rows if plain(row.series) == plain(series)))
    if len(units) > 1:
        units = [""] if measure.kind == Kind.MONEY else [unit for unit in units if unit]
    return units[0] if units and units[0] != measure.unit else ""


def _frequency(rows: Iterable[ResultRow]) -> str:
    """How often results come: as often as the shortest period of the file."""
    lengths = [
        frequency
        for row in rows
        if row.text
        for frequency in Frequency
        if months_later(row.period[0], frequency.months) > row.period[1]
    ]
    return min(lengths, key=lambda one: one.months, default=Frequency.YEAR).value
