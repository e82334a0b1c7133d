"""Results of a year put together: a sum beside what was wanted of it, or what is missing for one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpa_tracker.base.toolkit.dates import format_date, format_months
from plans.periods import Frequency, slot_of, slots
from targets.models.counted import counted_as, exact_of
from targets.models.goals import Target
from targets.models.held import kept_of
from targets.models.judging import LONGEST_RULE, Yardstick, months_of, pattern_of
from targets.models.measures import Measure, Series
from targets.models.results import Result
from targets.models.spans import unbroken
from targets.models.to_date.wanted import held_together
from targets.performance import Form, Gathering, Kind, deciding, decimal_of, judge, show, shown_exactly
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
    held = held_together(series, target, parts, (first, latest.ends))
    return YearToDate(series, first, latest.ends, decimal_of(total), held, latest.ends == year[1])


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
