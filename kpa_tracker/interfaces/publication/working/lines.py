"""How a series stands, in the words and figures of the performance report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kpa_tracker.base.toolkit.dates import format_date, format_months
from kpa_tracker.base.toolkit.lines import LineChart, Reading, drawn, line_chart
from kpa_tracker.interfaces.publication.content import Note, Notes
from kpa_tracker.interfaces.publication.content.lines import (
    MISSING,
    NO_STATUS,
    WITHHELD,
    Fact,
    Judged,
    Line,
    Outlook,
    PeriodRow,
    Sheet,
    Way,
)
from kpa_tracker.interfaces.publication.working.targets import baseline_period
from kpa_tracker.interfaces.publication.working.targets import notes as given_notes
from plans.periods import Frequency
from targets.models import Measure, Result, Series, Target
from targets.models.judging import pattern_of, rule_held, shows, wanted_of
from targets.models.standing import Period, Standing
from targets.performance import Direction, Kind, Travel, deciding, show, shown_exactly
from targets.performance.figures import SCALES
from targets.tables.charts import SHORT, axis, reading_of
from targets.tables.drawn import how_much
from targets.tables.goals import sentence, written, year_of
from targets.views.records import HELD, compared

PERIODS_SHOWN = 13
"""How many periods the report shows, in the chart and beside it: a month stands with the same one a year before."""


def sheet_of(measure: Measure, standings: Iterable[tuple[Standing, Target | None]]) -> Sheet:
    """Put a measure together. Its footnotes are numbered as its title, facts and figures refer to them. No query."""
    notes = Notes(f"measure-{measure.pk}")
    marks = notes.marks(given_notes(measure.footnotes.all()))
    rows = list(standings)
    charts = charts_of([standing for standing, _ in rows])
    lines = tuple(line_of(standing, target, notes, charts.get(standing.series.pk)) for standing, target in rows)
    return Sheet(
        anchor=f"measure-{measure.pk}",
        title=str(measure),
        marks=marks,
        owner=str(measure.owner or ""),
        about=tuple(about(measure, any(standing.series.source for standing, _ in rows))),
        definition=definition_of(measure),
        lines=lines,
        notes=tuple(notes.listed),
    )


def about(measure: Measure, has_own_sources: bool) -> Iterator[str]:
    """What a reader has to know of a measure: who oversees it, where its figures come from, which way is better."""
    if measure.committee:
        yield f"Overseen by {measure.committee.name}"
    if measure.source or not has_own_sources:
        yield f"Source: {measure.source}" if measure.source else "No source is named"
    direction = Direction(measure.direction)
    yield HELD if direction is Direction.HOLD else direction.word
    yield measure.get_frequency_display()


def definition_of(measure: Measure) -> str:
    """The definition in force, and from when."""
    found = list(measure.definitions.all())
    if not found:
        return ""
    is_broken = len(found) > 1 or found[0].is_change
    broken = " Earlier results were counted otherwise and are not compared." if is_broken else ""
    return f"{found[-1].text} (From {format_date(found[-1].applies_from)}.){broken}"


def line_of(standing: Standing, target: Target | None, notes: Notes, chart: LineChart | None) -> Line:
    series, latest = standing.series, standing.latest
    facts = tuple(facts_of(standing, target, notes))
    marks = notes.marks(notes_of(latest))
    shown = shown_of(standing)
    return Line(
        anchor=f"series-{series.pk}",
        measure=str(series.measure),
        series=series.name,
        owner=str(series.measure.owner or ""),
        figure=standing.figure,
        marks=marks,
        period=standing.period,
        standing=how_final(standing),
        outcome=outcome_of(standing),
        status=standing.status,
        rule=sentence(standing.rule),
        judged=judged(latest),
        target=target.text if target else "",
        facts=facts,
        ways=tuple(ways(standing)),
        outlook=outlook(standing),
        why_withheld=latest.withheld_reason if latest else "",
        overdue=overdue(standing),
        lacks_target=standing.lacks_target,
        is_in_words=series.measure.is_judged_in_words,
        chart=chart,
        unit=unit_apart(series),
        rows=tuple(row(standing, period, notes) for period in reversed(shown)),
        left_out=len(standing.periods) - len(shown),
    )


def outcome_of(standing: Standing) -> str:
    if standing.latest is None:
        return MISSING
    return WITHHELD if standing.latest.is_withheld else standing.shown_status or NO_STATUS


def facts_of(standing: Standing, target: Target | None, notes: Notes) -> Iterator[Fact]:
    """The latest period beside the year to date; targets and baseline; how far it is between them; how others stand."""
    yield from of_the_latest(standing)
    if standing.series.source:
        yield Fact("Source", str(standing.series.source))
    for one in dict.fromkeys(filter(None, (standing.target, target))):
        marks = notes.marks(given_notes(one.footnotes.all()))
        yield Fact(f"Target {year_of(one)}", one.text, marks, wanted_by(standing, one))
    start = standing.target.baseline if standing.target else None
    if standing.target and start:
        marks = notes.marks(given_notes(start.footnotes.all()))
        yield Fact("Baseline", written(start, standing.target), marks, baseline_period(start))
    if standing.progress is not None:
        yield Fact("From baseline to target", f"{standing.progress:.0f}% of the way")
    elif standing.was_recounted:
        yield Fact("From baseline to target", "not compared: the definition changed after the baseline")
    for other in standing.series.current_comparators:  # type: ignore[attr-defined]
        months = format_months(other.starts, other.ends)
        yield Fact(other.get_sort_display(), compared(standing.series, other), aside=months)


def of_the_latest(standing: Standing) -> Iterator[Fact]:
    """Its latest period where the year to date stands first; why there is none; what waits for a new judgement."""
    latest = standing.latest
    if latest and standing.to_date:
        aside = ", ".join(how_final_of(latest))
        yield Fact("Its latest period", f"{standing.latest_period}: {standing.latest_figure}", aside=aside)
    if standing.gap:
        yield Fact("The year to date", f"not known: {standing.gap}. This is {standing.latest_period} alone")
    if latest and latest.judged_before:
        was = latest.get_judged_before_display().lower()
        yield Fact("By its owner", f"to be judged again. It was judged {was} before the correction")


def wanted_by(standing: Standing, target: Target) -> str:
    """What a target comes to, where it is said as a change from the baseline."""
    value = wanted_of(target)
    if value is None or (target.change_percent is None and target.change_by is None):
        return ""
    return shows(standing.series, target)(value)


def notes_of(result: Result | None) -> list[Note]:
    """What a reader has to know of a figure: its footnotes, its note, why it is withheld."""
    if result is None:
        return []
    withheld = f"Withheld: {result.withheld_reason}" if result.is_withheld else ""
    return [*given_notes(result.footnotes.all()), *(Note(text) for text in (withheld, result.note) if text)]


def how_final(standing: Standing) -> str:
    """The year to date or the whole year; of a period provisional, audited, closed or late; what is made up."""
    result = standing.latest
    if result is None:
        return ""
    if result.is_withheld:
        said: list[str] = []
    elif standing.to_date:
        said = [standing.to_date.name]
    else:
        said = how_final_of(result)
    return ", ".join([*said, *(["made up for the demonstration"] if result.is_invented else [])])


def how_final_of(result: Result) -> list[str]:
    said = [result.get_standing_display().lower()] if result.standing != Result.Standing.FINAL else []
    said += ["closed"] if result.is_closed else []
    return [*said, *(["came after the period closed"] if result.is_late else [])]


def judged(result: Result | None) -> Judged | None:
    if result is None or not result.judged_status:
        return None
    when = format_date(timezone.localdate(result.judged_at)) if result.judged_at else ""
    return Judged(
        result.judged_status, result.judged_reason, ", ".join(filter(None, (str(result.judged_by or ""), when)))
    )


def way(since: str, standing: Standing, found: Travel) -> Way:
    by = how_much(standing.series, abs(found.change)) if found.change else ""
    return Way(since, found.word, found.arrow, by, found.reason)


def ways(standing: Standing) -> Iterator[Way]:
    """Since the last period and since a year before, which of yearly results are the same."""
    if standing.measure.frequency != Frequency.YEAR:
        yield way("the last period", standing, standing.since_last_period)
    yield way("the same period a year before", standing, standing.since_last_year)


def outlook(standing: Standing) -> Outlook | None:
    """What the year comes to; nothing of words and grades, nor where the one result of a year is the year."""
    found = standing.forecast
    if found is None or (found.is_outcome and standing.measure.frequency == Frequency.YEAR):
        return None
    return Outlook(found.name, standing.forecast_figure, standing.forecast_status, sentence(found.made))


def overdue(standing: Standing) -> str:
    """Which result should be there; nothing where none is missing."""
    if not standing.is_overdue:
        return ""
    return f"The result of {standing.due.name} was due by {format_date(standing.due.closes)}."


def charts_of(standings: Sequence[Standing]) -> dict[int, LineChart]:
    """Draw the periods shown of a measure's series, by their keys, those of one unit with the same axis. What a drawing
    shows is its text; a single figure makes no line and is not drawn."""
    readings = {one.series.pk: [reading_of(one, period) for period in shown_of(one)] for one in standings}
    found = {}
    for standing in standings:
        own, unit = readings[standing.series.pk], standing.series.unit
        beside = [value for one in standings if one.series.unit == unit for value in drawn(readings[one.series.pk])]
        chart = drawing(standing, own, beside) if sum(one.value is not None for one in own) > 1 else None
        if chart:
            found[standing.series.pk] = replace(chart, title=f"{chart.title}. {chart.description}", description="")
    return found


def drawing(standing: Standing, readings: Sequence[Reading], beside: Sequence[Decimal]) -> LineChart | None:
    kind = Kind(standing.measure.kind)
    is_whole = kind in (Kind.LEVEL, Kind.GRADE)
    is_rank, write = kind is Kind.RANK, axis(standing)
    return line_chart(str(standing.series), readings, write=write, is_rank=is_rank, is_whole=is_whole, beside=beside)


def shown_of(standing: Standing) -> list[Period]:
    return standing.periods[-PERIODS_SHOWN:]


def unit_apart(series: Series) -> str:
    """The words after a number, where a table says them once; nothing where they say how the number is written."""
    pattern = pattern_of(series)
    said = pattern.unit.split(" ")[0]
    return pattern.unit if pattern.kind in SHORT and said not in SCALES else ""


def row(standing: Standing, period: Period, notes: Notes) -> PeriodRow:
    """A period beside the drawing; its numbers without the unit that stands over them, with the digits that decide."""
    result: Any = period.result
    wanted = reading_of(standing, period).wanted
    bare = replace(pattern_of(standing.series), unit="") if unit_apart(standing.series) else None
    write = shown_exactly(replace(bare, decimals=0)) if bare else shows(standing.series, standing.target)
    figure = period.figure
    if bare and period.value is not None:
        figure = show(deciding(replace(bare, value=period.value), rule_held(result)))
    return PeriodRow(
        period=period.name,
        figure=figure,
        is_missing=result is None or result.is_withheld,
        wanted=write(wanted) if wanted is not None else "",
        status=result.status if result else "",
        judged=result.judged_status if result else "",
        standing=result.get_standing_display() if result and result.standing == Result.Standing.PROVISIONAL else "",
        marks=notes.marks(notes_of(result)),
    )
