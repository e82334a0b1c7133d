"""The year to date of a series whose periods add up: what they came to together, and what was wanted of them together.

A year's target is the year's. A part of it is judged by its own share, which stays with the result; how the measure
stands is said of the year so far: April to December 2009: 264 of 258.75. With every period in, that is the year's
outcome. Where a period in between is missing or withheld there is no such sum, and it is said which one is missing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpa_tracker.base.toolkit.dates import format_date, format_months
from plans.periods import Frequency, Slot, slot_of, slots
from targets.models.goals import Target, Tolerance
from targets.models.held import kept_of, rule_from, rule_held
from targets.models.judging import (
    LONGEST_RULE,
    NOT_EXPECTED,
    Wanted,
    Yardstick,
    amount_of,
    definition_on,
    is_unexpected,
    months_of,
    parts_of,
    pattern_of,
    shown,
    shows,
    tolerance_on,
    upper_end,
    wanted_in,
    yardstick,
)
from targets.models.measures import Definition, Measure, Series
from targets.models.results import Result
from targets.models.spans import Span, unbroken
from targets.performance import (
    Direction,
    Form,
    Gathering,
    Kind,
    MeasuredIn,
    Rule,
    deciding,
    decimal_of,
    describe,
    judge,
    show,
    shown_exactly,
)
from targets.performance.figures import bare

A_YEAR = 12
OF_ONE_VALUE = (Form.ABSOLUTE, Form.RELATIVE, Form.FLOOR, Form.CEILING)
"""Sorts of target whose value a sum can be set beside: 264 of 258.75."""


@dataclass(frozen=True)
class YearToDate:
    """What the periods of a year from its first day on came to, and the rule that holds for them together."""

    series: Series
    starts: datetime.date
    ends: datetime.date
    value: Decimal
    held: Yardstick
    is_whole: bool

    @property
    def figure(self) -> str:
        return show(deciding(replace(pattern_of(self.series), value=self.value), self.held.rule))

    @property
    def status(self) -> str:
        return judge(self.value, self.held.rule)

    @property
    def period(self) -> str:
        return format_months(self.starts, self.ends)

    @property
    def words(self) -> str:
        """The sum beside what is wanted, and the rule: printed beside the figure."""
        return "; ".join(part for part in (self.compared, self.held.words) if part)[:LONGEST_RULE]

    @property
    def compared(self) -> str:
        """£1.53m of £1.5m for the year; April to December 2009: 264 of 258.75."""
        rule = self.held.rule
        if rule.wanted is None or not rule.is_judged or rule.form not in OF_ONE_VALUE:
            return ""
        plain = bare(pattern_of(self.series))
        figure = show(deciding(replace(plain, value=self.value), rule))
        of = f"{figure} of {shown_exactly(replace(plain, decimals=0))(rule.wanted)}"
        if not self.is_whole:
            return f"{self.period}: {of}"
        return f"{of} for the year" if months_of(self.starts, self.ends) == A_YEAR else f"{of} in all"

    def kept(self) -> dict[str, Any]:
        """What the series keeps of it, for lists."""
        return {
            "value": f"{self.value:f}",
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat(),
            "status": self.status,
            "held": kept_of(self.held.rule),
        }


@dataclass(frozen=True)
class InAList:
    """How a series stands, where there is room for a figure and its months alone."""

    figure: str
    months: str = ""
    status: str = ""


def in_a_list(series: Series) -> InAList:
    """How a series stands by what was kept with it: by its year to date, else by its latest result. No query where the
    measure and the latest result are loaded."""
    latest, kept = series.latest, series.to_date
    if latest is None:
        return InAList(shown(None))
    latest.series = series
    if not kept:
        return InAList(shown(latest), _months(latest, latest.starts, latest.ends), latest.shown_status)
    figure = replace(pattern_of(series), value=Decimal(kept["value"]))
    days = (datetime.date.fromisoformat(kept[name]) for name in ("starts", "ends"))
    status = latest.judged_status or kept["status"]
    return InAList(show(deciding(figure, rule_from(kept["held"]))), _months(latest, *days), status)


def _months(latest: Result, starts: datetime.date, ends: datetime.date) -> str:
    """The months that a figure is for; of the demonstration's own, that it is made up."""
    return f"{format_months(starts, ends)}{', made up' if latest.is_invented else ''}"


@dataclass(frozen=True)
class Gap:
    """Why there is no year to date although the periods add up."""

    why: str


def year_to_date(
    series: Series, latest: Result, target: Target | None, year: tuple[datetime.date, datetime.date], results: Any
) -> YearToDate | Gap | None:
    """Put the year's results together, up to the latest; None where there is nothing to add. No query where targets and
    definitions are loaded."""
    if series.measure.gathering != Gathering.SUM or Kind(series.measure.kind).is_words or latest.is_withheld:
        return None
    first, now = year[0], counted_as(series.measure, latest)
    within = [one for one in results if first <= one.starts and one.ends <= latest.ends]
    usable = [one for one in within if one.value is not None and counted_as(series.measure, one) == now]
    parts = unbroken(usable, first, latest.ends)
    if not parts:
        return Gap(_why_not(series.measure, first, latest, within))
    if len(parts) == 1:
        return None
    total = sum((exact_of(one) for one in parts), Fraction(0))
    held = _held(series, target, parts, (first, latest.ends))
    return YearToDate(series, first, latest.ends, decimal_of(total), held, latest.ends == year[1])


def counted_as(measure: Measure, span: Span) -> tuple[Definition | None, Definition | None]:
    """The definitions by which a period was counted on its first and its last day: two where it straddles a new one,
    which makes it like no other."""
    return definition_on(measure, span.starts), definition_on(measure, span.ends)


def exact_of(result: Result) -> Fraction:
    """The value of a result to add, exact where its numerator and denominator are known."""
    parts = parts_of(result)
    return Fraction(parts[0]) / Fraction(parts[1]) if parts else Fraction(amount_of(result) or 0)


# --- Results of several periods in one --------------------------------------------------------------------------------


def spread(found: list[Result | None], year: Sequence[Slot], results: Iterable[Result]) -> list[Result | None]:
    """Let a result of several of the year's periods stand in each of them, so that a quarter weighs as three months;
    where each of them has its own result, those stand."""
    own = [
        one is not None and (one.starts, one.ends) == (at.starts, at.ends) for one, at in zip(found, year, strict=True)
    ]
    spread_out = list(found)
    for one in results:
        within = [place for place, at in enumerate(year) if one.starts <= at.starts and at.ends <= one.ends]
        is_part = 1 < len(within) < len(year) and not all(own[place] for place in within)
        if is_part and (year[within[0]].starts, year[within[-1]].ends) == (one.starts, one.ends):
            spread_out[within[0] : within[-1] + 1] = [one] * len(within)
    return spread_out


def shares_of(found: Sequence[Result | None]) -> list[Decimal | Fraction | None]:
    """What each place of a year has of what stands there: of a result in three places a third."""
    times = [sum(other is one for other in found) for one in found]
    return [
        None if one is None or one.value is None else amount_of(one) if count == 1 else exact_of(one) / count
        for one, count in zip(found, times, strict=True)
    ]


def shares_of_parts(found: Sequence[Result | None]) -> list[tuple[Fraction, Fraction] | None]:
    """The numerators and denominators, of a result in three places a third in each."""
    pairs = [parts_of(one) if one else None for one in found]
    times = [sum(other is one for other in found) for one in found]
    return [
        (Fraction(pair[0]) / count, Fraction(pair[1]) / count) if pair else None
        for pair, count in zip(pairs, times, strict=True)
    ]


# --- What is wanted of them -------------------------------------------------------------------------------------------


def wanted_to_date(target: Target, parts: Sequence[Span]) -> Wanted:
    """What is wanted of periods that follow one another from the first day of the target's year: of all of them the
    year's value, else the profile's values added up, else the share by months. An empty box of the profile adds
    nothing; a period within a box takes its own share."""
    first, last = parts[0].starts, parts[-1].ends
    months, year = months_of(first, last), months_of(target.starts, target.ends)
    steps = [step for step in target.expected_values.all() if step.ends <= last]
    if months >= year or not steps:
        return wanted_in(target, first, last)
    after = max(step.ends for step in steps)
    rest = [wanted_in(target, one.starts, one.ends).value for one in parts if one.starts > after]
    value = sum([*(step.value for step in steps), *(one for one in rest if one is not None)], Decimal(0))
    share = Decimal(months) / year
    return Wanted(value, upper_end(target, value, share), share, why="as the profile expects")


def _held(
    series: Series, target: Target | None, parts: Sequence[Result], days: tuple[datetime.date, datetime.date]
) -> Yardstick:
    """The rule for some periods together: what the target says of them; where it says something else by now of one than
    when that was closed, what was wanted of the closed ones then, and of the open ones what it says now."""
    if any(one.is_closed and rule_held(one) != _rule_now(series, target, one) for one in parts):
        return _as_closed(series, target, parts)
    wanted = wanted_to_date(target, parts) if target else None
    return yardstick(series, target, _tolerance(target, parts[-1]), starts=days[0], ends=days[1], wanted=wanted)


def _tolerance(target: Target | None, latest: Result) -> Tolerance | None:
    """The tolerance in force on the last day; of what is closed the one that it had."""
    if target is None or not latest.is_closed:
        return tolerance_on(target, latest.ends)
    return next((one for one in target.tolerances.all() if one.pk == latest.tolerance_id), None)


def _rule_now(series: Series, target: Target | None, one: Result) -> Rule:
    """What a period would be judged by today; a rule that judges nothing is like any other."""
    found = yardstick(series, target, _tolerance(target, one), starts=one.starts, ends=one.ends).rule
    return found if found.is_judged else Rule(Direction.NONE)


def _as_closed(series: Series, target: Target | None, parts: Sequence[Result]) -> Yardstick:
    """What was wanted of the closed periods when each was judged, and of the open ones what is wanted now, added up. A
    period of which nothing was expected adds nothing."""
    found = [(one, rule_held(one) if one.is_closed else _rule_now(series, target, one)) for one in parts]
    rules = [rule for one, rule in found if rule.is_judged or not _is_unexpected(target, one)]
    wanted = _added(rule.wanted for rule in rules) if rules else None
    if wanted is None:
        return Yardstick(Rule(Direction.NONE), "not each of its periods was held against a value")
    last = rules[-1]
    is_share = last.measured_in is MeasuredIn.UNITS
    within = _added(rule.amber_within for rule in rules) if is_share else last.amber_within
    second = _added(rule.second for rule in rules) if last.form is Form.RANGE else last.second
    rule = replace(last, wanted=wanted, second=second, amber_within=within)
    of = "its closed periods" if not all(one.is_closed for one in parts) else "its periods"
    return Yardstick(rule, f"{describe(rule, shows(series))}; by the rules that {of} were closed with")


def _is_unexpected(target: Target | None, one: Result) -> bool:
    """Whether the profile had nothing for a period: of what is closed, as it was said then."""
    if one.is_closed or target is None:
        return one.rule == NOT_EXPECTED
    return is_unexpected(target, one.starts, one.ends)


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; none where one is missing."""
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(found) else None


# --- What is missing --------------------------------------------------------------------------------------------------


def _why_not(measure: Measure, first: datetime.date, latest: Result, within: Sequence[Result]) -> str:
    """Which period is missing, in words."""
    now = counted_as(measure, latest)
    every = Frequency(measure.frequency)
    for slot in slots(slot_of(first, every=every).starts, latest.ends, every=every):
        covering = [one for one in within if one.starts <= slot.ends and slot.starts <= one.ends]
        months = format_months(slot.starts, slot.ends)
        if not covering and slot.starts < first:
            return f"{months} began before the target's first day, {format_date(first)}"
        if not covering:
            return f"{months} is missing"
        if any(one.is_withheld for one in covering):
            return f"{months} is withheld"
        if any(counted_as(measure, one) != now for one in covering):
            return f"{months} was counted by another definition"
    return "its periods do not follow one another"
