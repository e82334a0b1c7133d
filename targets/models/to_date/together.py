"""Results of a year put together: a sum or an average beside what was wanted of it, or what is missing for one."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kpa_tracker.base.toolkit.dates import format_months
from targets.models.counted import YearsResults, counted_as, exact_of
from targets.models.goals import Target
from targets.models.held import kept_of
from targets.models.judging import LONGEST_RULE, Yardstick, months_of, pattern_of
from targets.models.measures import Series
from targets.models.results import Result
from targets.models.spans import unbroken
from targets.models.to_date.missing import missing_from, named
from targets.models.to_date.wanted import held_together
from targets.models.workings import worked_out
from targets.performance import (
    Form,
    Gathering,
    Kind,
    deciding,
    decimal_of,
    gathered_in_words,
    judge,
    show,
    shown_exactly,
)
from targets.performance.figures import bare

A_YEAR = 12
NOT_TOGETHER = (Kind.QUALITATIVE, Kind.GRADE, Kind.RANK)
"""Kinds of which several periods make no figure: words, grades and places."""
OF_ONE_VALUE = (Form.ABSOLUTE, Form.RELATIVE, Form.FLOOR, Form.CEILING)
"""Sorts of target whose value a figure can be set beside: 264 of 258.75, 46.2% against 52%."""


@dataclass(frozen=True)
class YearToDate:
    """What the periods of a year from its first day on came to, and the rule that holds for them together. `made` says
    how an average was taken, and what it leaves out."""

    series: Series
    starts: datetime.date
    ends: datetime.date
    value: Decimal
    held: Yardstick
    is_whole: bool
    made: str = ""

    @property
    def figure(self) -> str:
        return worked_out(self.series, self.value, self.held.rule)

    @property
    def status(self) -> str:
        return judge(self.value, self.held.rule)

    @property
    def period(self) -> str:
        return format_months(self.starts, self.ends)

    @property
    def name(self) -> str:
        """What the figure is: the whole year; the year to date, the plain average of its 3 periods."""
        name = "the whole year" if self.is_whole else "the year to date"
        return f"{name}, {self.made}" if self.made else name

    @property
    def words(self) -> str:
        """The figure beside what is wanted, and the rule: printed beside the figure."""
        return "; ".join(part for part in (self.compared, self.held.words) if part)[:LONGEST_RULE]

    @property
    def compared(self) -> str:
        """£1.53m of £1.5m for the year; April to December 2009: 264 of 258.75, 46.2% against 52%."""
        rule = self.held.rule
        if rule.wanted is None or not rule.is_judged or rule.form not in OF_ONE_VALUE:
            return ""
        plain = bare(pattern_of(self.series))
        figure = show(deciding(replace(plain, value=self.value), rule))
        beside = "of" if self.series.measure.gathering == Gathering.SUM else "against"
        of = f"{figure} {beside} {shown_exactly(replace(plain, decimals=0))(rule.wanted)}"
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
    """Why there is no year to date although the periods add up or are averaged."""

    why: str


@dataclass(frozen=True)
class Gathered:
    """The results of a year so far that count, in order, what they come to, and in words how, where that is not plain
    to see."""

    parts: Sequence[Result]
    value: Fraction
    how: str = ""


def year_to_date(
    series: Series, latest: Result, target: Target | None, results: YearsResults
) -> YearToDate | Gap | None:
    """Put the year's results together, up to the latest; None where there is nothing to put together. No query where
    targets and definitions are loaded."""
    stands_alone = latest.is_withheld or (latest.starts, latest.ends) == (results.starts, results.ends)
    if results.gathering is Gathering.LAST or Kind(series.measure.kind) in NOT_TOGETHER or stands_alone:
        return None
    so_far = results.up_to(latest.ends)
    found = added(so_far) if results.gathering is Gathering.SUM else averaged(so_far, latest)
    if not isinstance(found, Gathered):
        return found
    is_whole = latest.ends == results.ends
    held = held_together(series, target, found.parts, (so_far.starts, latest.ends), is_whole=is_whole)
    return YearToDate(series, so_far.starts, latest.ends, decimal_of(found.value), held, is_whole, found.how)


def added(so_far: YearsResults) -> Gathered | Gap | None:
    """The sum of what follows one another without a gap."""
    within = [one for one in so_far.results if so_far.starts <= one.starts]
    usable = [one for one in within if one.value is not None and counted_as(so_far.measure, one) == so_far.now]
    parts = unbroken(usable, so_far.starts, so_far.ends)
    if not parts:
        return Gap([*missing_from(so_far, so_far.slots), "its periods do not follow one another"][0])
    return Gathered(parts, sum((exact_of(one) for one in parts), Fraction(0))) if len(parts) > 1 else None


def averaged(so_far: YearsResults, latest: Result) -> Gathered | Gap | None:
    """The average of the periods that have a result, by numerators and denominators where all of them have theirs. It
    says which have none; of one alone there is none."""
    missing = missing_from(so_far, so_far.empty)
    parts = [one for one in so_far.found if one is not None and one.value is not None]
    if latest not in parts or len(set(parts)) == 1:
        return Gap(missing[0]) if missing else None
    return Gathered(parts, so_far.year.so_far, "; ".join([gathered_in_words(so_far.year), *named(missing)]))
