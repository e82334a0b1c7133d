"""What taking over a table of results would do, figure by figure; nothing is changed here.

The versions of a result remember what was ever said. A figure that is one of the older versions was corrected here
since, and stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.exchange.actions.measures.beside import Compared, fraction_problem
from kpa_tracker.interfaces.exchange.actions.measures.known import KnownMeasures, series_of
from kpa_tracker.interfaces.exchange.actions.measures.owners import Owners
from kpa_tracker.interfaces.exchange.actions.measures.result_steps import ResultProposal, ResultStep, key_of
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow
from kpa_tracker.interfaces.exchange.reading.measures.kinds import kind_in_title
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.models import Measure, Result
from targets.performance import Kind

OTHER_KIND = "The measure is here already, as “{}”; this is a figure of the kind “{}”: “{}”."
OTHER_UNIT = "The measure is “{}”; this figure is “{}”: “{}”."
NO_SCALE = "A grade is given on a scale. Add the measure with its scale first, then import again: “{}”."
NO_KIND = (
    "The measure is not here and has no result in the file, and its title does not say what sort of figure it is. It is"
    " not made; add it by hand: “{}”."
)
UNKNOWN = "No measure here has this reference, and the row has no title: “{}”."
SEVERAL = "The measure has several series here. Say which one this is: “{}”."
NOT_OVER = "This period ends on {}. Its result is entered after that: “{}”."
WITHHELD = "The result is withheld here, so the file's figure is not taken: “{}”."
ARCHIVED = "The measure is archived here: “{}”."


def propose_results(authority: Authority, read: ReadMeasures, names: Mapping[str, Any] | None = None) -> ResultProposal:
    """Compare what was read with what is held. A few queries, whatever the number of rows. `names` says what is done
    with owners who are not known here."""
    known, held, compared = KnownMeasures(authority.pk), _held(authority), Compared(authority, read.rows)
    proposal = ResultProposal(authority, read, owners=Owners(authority.pk, names or {}, read.rows))
    for row in read.rows:
        step = _step(row, known, held)
        problem = _problem(step)
        if problem:
            proposal.problems.append(Problem(row.place, problem))
        else:
            problem = fraction_problem(row, step.series, step.measure, authority)
            step.row = replace(row, numerator=None, denominator=None) if problem else row
            said = [*([problem] if problem else []), *compared.staying(row, step.series)]
            step.row = replace(step.row, remarks=[*row.remarks, *step.remarks, *said])
            step.compared = compared.new(row, step.series)
            proposal.steps.append(step)
    _add_bare(proposal, known)
    return proposal


def _add_bare(proposal: ResultProposal, known: KnownMeasures) -> None:
    """A measure without any result is made too, where its title says what its figures are: its gap is to be seen."""
    made = {key_of(step.row) for step in proposal.steps}
    for row in proposal.read.without_figures:
        if key_of(row) in made or known.find(row.reference, row.title):
            continue
        made.add(key_of(row))
        if kind_in_title(row.title):
            proposal.bare.append(row)
        else:
            name = f"{row.reference} {row.title}".strip()
            proposal.problems.append(Problem(row.place, NO_KIND.format(name)))


def _step(row: ResultRow, known: KnownMeasures, held: Mapping[tuple[Any, ...], list[Result]]) -> ResultStep:
    measure = known.find(row.reference, row.title)
    series = series_of(measure, row.series) if measure else None
    if series is None:
        return ResultStep(row, measure)
    versions = held.get((series.pk, *row.period), [])
    for result in versions:
        result.series = series
    return ResultStep(row, measure, series, versions[-1] if versions else None, versions[:-1])


def _held(authority: Authority) -> dict[tuple[Any, ...], list[Result]]:
    found: dict[tuple[Any, ...], list[Result]] = defaultdict(list)
    for result in Result.objects.filter(series__measure__authority=authority).order_by("number"):
        found[result.series_id, result.starts, result.ends].append(result)
    return found


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
    is_said = row.figure.per is not None or (step.series is not None and row.kind is not Kind.MONEY)
    if is_said and row.unit not in unit and unit not in row.unit:
        return OTHER_UNIT.format(unit, row.unit, row.text)
    return ""
