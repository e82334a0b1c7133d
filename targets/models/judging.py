"""What a result is held against: its figure, the rule of its target, and the words in which that rule is printed.

Nothing here asks the database for what was loaded: tolerances, profile and grades come from the records' own relations.

A target is for a year. Where a year's periods add up, a part of the year is held against the profile's value for that
part, and without a profile against the part's share of the year by months; the rule says which. Where they do not add
up, every period is held against the profile's value for it, else against the year's own. A target that is a change from
a baseline holds nothing that is counted by another definition than the baseline was.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from targets.models.goals import Target, Tolerance
from targets.models.held import kept_of, rule_held
from targets.models.measures import Definition, Measure, Series
from targets.models.results import Result
from targets.performance import (
    Direction,
    Figure,
    Form,
    Gathering,
    Kind,
    MeasuredIn,
    Rule,
    deciding,
    describe,
    judge,
    per_of,
    show,
    shown_exactly,
    unplaced,
    wanted_value,
)

KEPT = Decimal("0.0001")
LONGEST_RULE = 400
NOT_EXPECTED = "nothing is expected of this period by the year's profile"
RECOUNTED = "the baseline was counted by another definition, so that no change from it can be judged"


@dataclass(frozen=True)
class Yardstick:
    """The rule that a result is judged by, as it is printed beside it."""

    rule: Rule
    words: str

    def status(self, result: Result) -> str:
        """The code of a rating; nothing where the result says nothing to judge. Exact values decide."""
        return judge(amount_of(result), self.rule, result.second)

    def said_of(self, result: Result) -> str:
        """The rule as it is printed beside a result: with why that is not judged, where it lacks a place."""
        words, why = self.words, unplaced(self.rule, result.second)
        return f"{words}; {why}"[:LONGEST_RULE] if why and not result.is_withheld else words


@dataclass(frozen=True)
class Wanted:
    """The value wanted of a period. `share` is the part of the year that it is for where the year's is shared out."""

    value: Decimal | None
    second: Decimal | None = None
    share: Decimal = Decimal(1)
    why: str = ""


def pattern_of(series: Series) -> Figure:
    """A figure of this series without a value: its kind, unit and precision."""
    return _figure(series, None)


def figure_of(result: Result) -> Figure:
    """The figure of a result, in the measure's own terms."""
    words = result.words or _grade_word(result.series.measure, result.value)
    return _figure(result.series, result.value, second=result.second, words=words)


def _figure(series: Series, value: Decimal | None, **said: Any) -> Figure:
    measure = series.measure
    decimals = measure.decimals if series.decimals is None else series.decimals
    return Figure(Kind(measure.kind), value, unit=series.unit or measure.unit, decimals=decimals, **said)


def shown(result: Result | None) -> str:
    """What a reader sees for a period: the figure, "withheld", or "no data". Where rounding would contradict the rule
    that is kept with the result, the figure has the digits that decide."""
    if result is None:
        return "no data"
    if result.is_withheld:
        return "withheld"
    figure = figure_of(result)
    exact = figure if parts_of(result) is None else replace(figure, value=amount_of(result))
    return show(deciding(exact, rule_held(result)))


def amount_of(result: Result) -> Decimal | None:
    """What is compared: the value, exact where its numerator and denominator are known; of a ratio its first number
    over its second. Missing is None, not zero."""
    parts = parts_of(result)
    return parts[0] / parts[1] if parts else figure_of(result).amount


def parts_of(result: Result) -> tuple[Decimal, Decimal] | None:
    """The numerator in the measure's own terms, a hundredfold for per cent, and the denominator, where both are known
    and the unit says what they make."""
    if result.numerator is None or not result.denominator:
        return None
    times = times_of(result.series)
    return None if times is None else (result.numerator * times, result.denominator)


def times_of(series: Series) -> int | None:
    """What a fraction is multiplied by: 100 for a percentage, 1,000 for a rate per 1,000, 1 for hours per person."""
    kind, unit = Kind(series.measure.kind), series.unit or series.measure.unit
    if kind is Kind.PERCENTAGE:
        return 100
    if kind is Kind.HOURS and "per " not in unit:
        return 1
    return per_of(unit) if kind in (Kind.RATE, Kind.HOURS) else None


def shows(series: Series, target: Target | None = None) -> Callable[[Decimal], str]:
    """Return what writes a value of this series without hiding a digit of it; a grade by its word."""
    pattern = pattern_of(series)
    if pattern.kind is Kind.GRADE:
        return lambda value: _grade_word(series.measure, value) or f"{value.normalize():f}"
    if pattern.kind is Kind.RATIO:
        return lambda value: _ratio(pattern, value, target)
    return shown_exactly(pattern if pattern.kind is Kind.MONEY else replace(pattern, decimals=0))


def tolerance_on(target: Target | None, day: datetime.date) -> Tolerance | None:
    """The tolerance in force on a day: the last that applies from then or before."""
    found = [one for one in target.tolerances.all() if one.applies_from <= day] if target else []
    return max(found, key=lambda one: (one.applies_from, one.pk), default=None)


def target_on(targets: Any, day: datetime.date) -> Target | None:
    """Of some targets of a series, the one whose year a day lies in."""
    found = [one for one in targets if one.starts <= day <= one.ends and not one.is_archived]
    return max(found, key=lambda one: one.starts, default=None)


def wanted_of(target: Target) -> Decimal | None:
    """The value that a target comes to at the end of its year."""
    start = target.baseline
    value = _amount(target.series, target.value, target.second) if target.form != Form.RANGE else target.value
    return wanted_value(
        Form(target.form),
        value=value,
        change_percent=target.change_percent,
        change_by=target.change_by,
        baseline=_amount(target.series, start.value, start.second) if start else None,
    )


def wanted_in(target: Target, starts: datetime.date, ends: datetime.date) -> Wanted:
    """The value that is wanted of a period of the target's year."""
    if is_unexpected(target, starts, ends):
        return Wanted(None, why=NOT_EXPECTED)
    months, year = months_of(starts, ends), months_of(target.starts, target.ends)
    is_part, adds_up = months < year, target.series.measure.gathering == Gathering.SUM
    expected = expected_in(target, starts, ends) if is_part and (adds_up or ends != target.ends) else None
    share = Decimal(months) / year if is_part and adds_up else Decimal(1)
    if expected is not None:
        return Wanted(expected, upper_end(target, expected, share), share, why="as the profile expects")
    whole = wanted_of(target)
    if share == 1 or whole is None:
        return Wanted(whole, target.second)
    why = f"{months} of the {year} months of a target of {shows(target.series, target)(whole)}"
    return Wanted(_kept(whole * share), _kept(target.second * share) if target.second else None, share, why)


def upper_end(target: Target, value: Decimal, share: Decimal) -> Decimal | None:
    """The upper end of a range above a value of its profile, which is for the lower end: as far above it as in the
    year, and where periods add up by their share of that."""
    if target.form != Form.RANGE or target.second is None or target.value is None:
        return None
    return _kept(value + (target.second - target.value) * share)


def expected_in(target: Target, starts: datetime.date, ends: datetime.date) -> Decimal | None:
    """The profile's value for a period; where periods do not add up, for one that ends on the same day."""
    adds_up = target.series.measure.gathering == Gathering.SUM
    steps = (step for step in target.expected_values.all() if step.ends == ends)
    return next((step.value for step in steps if step.starts == starts or not adds_up), None)


def is_unexpected(target: Target, starts: datetime.date, ends: datetime.date) -> bool:
    """Whether the year's profile leaves the box of a part of the year empty: nothing is expected of it."""
    steps = list(target.expected_values.all())
    if not steps or months_of(starts, ends) >= months_of(target.starts, target.ends):
        return False
    is_year_end = ends == target.ends and target.series.measure.gathering != Gathering.SUM
    return not is_year_end and not any(step.starts <= ends and starts <= step.ends for step in steps)


def yardstick(
    series: Series,
    target: Target | None,
    tolerance: Tolerance | None,
    *,
    starts: datetime.date,
    ends: datetime.date,
    wanted: Wanted | None = None,
) -> Yardstick:
    """What a result of these days is held against; `wanted` where several periods are put together."""
    if target is None:
        no_target = "" if series.measure.direction == Direction.NONE else "there is no target"
        return Yardstick(Rule(Direction.NONE), no_target)
    if is_recounted(series, target, ends):
        return Yardstick(Rule(Direction.NONE), RECOUNTED)
    wanted = wanted or wanted_in(target, starts, ends)
    rule = rule_of(series, target, tolerance, wanted)
    if wanted.why == NOT_EXPECTED:
        return Yardstick(rule, NOT_EXPECTED)
    said = _described(rule, series, target, tolerance)
    return Yardstick(rule, "; ".join(part for part in (said, rule.is_judged and wanted.why) if part)[:LONGEST_RULE])


def rule_of(series: Series, target: Target, tolerance: Tolerance | None, wanted: Wanted) -> Rule:
    """The rule of a target for what is wanted of a period."""
    measure = series.measure
    return Rule(
        direction=Direction(measure.direction),
        form=Form(target.form),
        wanted=wanted.value,
        second=wanted.second if target.form in (Form.RANGE, Form.RANK) else None,
        amber_within=_within(tolerance, wanted),
        measured_in=MeasuredIn(tolerance.measured_in) if tolerance else MeasuredIn.UNITS,
        kind=Kind(measure.kind),
        strict=target.is_strict,
        among=series.unit or measure.unit,
    )


def hold_against(result: Result, target: Target | None) -> None:
    """Judge a result by a target, by what is loaded, and write down with it by what: not saved yet."""
    result.target, result.tolerance = target, tolerance_on(target, result.ends)
    if target is not None:
        target.series = result.series
    found = yardstick(result.series, target, result.tolerance, starts=result.starts, ends=result.ends)
    result.held = kept_of(found.rule)
    judge_by(result, found)


def judge_by(result: Result, found: Yardstick) -> None:
    result.rule, result.status = found.said_of(result), "" if result.is_withheld else found.status(result)


def tolerated(rule: Rule) -> Decimal | None:
    """Up to where a miss is amber: the far end of the tolerance. None without one, and where both sides are judged."""
    if rule.wanted is None or rule.amber_within is None or rule.better not in (Direction.UP, Direction.DOWN):
        return None
    is_part = rule.measured_in is MeasuredIn.PERCENT
    within = abs(rule.wanted) * rule.amber_within / 100 if is_part else rule.amber_within
    return rule.wanted - within if rule.better is Direction.UP else rule.wanted + within


def definition_on(measure: Measure, day: datetime.date) -> Definition | None:
    """The definition by which something was counted on a day."""
    return applying(measure.definitions.all(), day)


def applying(definitions: Iterable[Definition], day: datetime.date) -> Definition | None:
    """Of a measure's definitions, the earliest first, the one for a day. The first one goes for the days before it too,
    unless it says that it is a change."""
    known = list(definitions)
    found = [one for one in known if one.applies_from <= day]
    if found:
        return found[-1]
    return known[0] if known and not known[0].is_change else None


def is_recounted(series: Series, target: Target, day: datetime.date) -> bool:
    """Whether a target is a change from a baseline that was counted by another definition than holds on a day."""
    if target.form != Form.RELATIVE or target.baseline is None:
        return False
    return definition_on(series.measure, last_day_of(target)) != definition_on(series.measure, day)


def last_day_of(target: Target) -> datetime.date:
    """The last day that a target's baseline looks at; where that is not written down, the one before the target's."""
    known = target.baseline.ends if target.baseline else None
    return known or target.starts - datetime.timedelta(days=1)


def months_of(starts: datetime.date, ends: datetime.date) -> int:
    """How many months a period touches."""
    return (ends.year - starts.year) * 12 + ends.month - starts.month + 1


def _described(rule: Rule, series: Series, target: Target, tolerance: Tolerance | None) -> str:
    set_by = str(tolerance.committee.name if tolerance.committee else tolerance.set_by) if tolerance else ""
    return describe(rule, shows(series, target), set_by=set_by, set_on=tolerance.set_on if tolerance else None)


def _within(tolerance: Tolerance | None, wanted: Wanted) -> Decimal | None:
    """The tolerance, which for a part of a year that adds up is the same part of the year's."""
    if tolerance is None:
        return None
    is_share = tolerance.measured_in == MeasuredIn.UNITS and wanted.share != 1
    return _kept(tolerance.amber_within * wanted.share) if is_share else tolerance.amber_within


def _kept(value: Decimal) -> Decimal:
    """With the digits that the database keeps, so that what is printed is what judges."""
    return value.quantize(KEPT)


def _amount(series: Series, value: Decimal | None, second: Decimal | None) -> Decimal | None:
    return replace(pattern_of(series), value=value, second=second).amount


def _ratio(pattern: Figure, value: Decimal, target: Target | None) -> str:
    """A ratio as it was written where the target says it, else so many to one."""
    if target and target.value is not None and target.second and target.value / target.second == value:
        return show(replace(pattern, value=target.value, second=target.second))
    return f"{_kept(value).normalize():f} to 1"


def _grade_word(measure: Measure, value: Decimal | None) -> str:
    if measure.kind != Kind.GRADE or measure.scale is None or value is None:
        return ""
    return next((grade.word for grade in measure.scale.grades.all() if grade.rank == value), "")
