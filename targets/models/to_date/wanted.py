"""What is wanted of some periods together: of the year to date, by what the target says or by what it said when they
were closed. Where periods are averaged, a result of several of them is given once for each, and weighs as many."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from targets.models.goals import Target, Tolerance
from targets.models.held import rule_held
from targets.models.judging import (
    KEPT,
    NOT_EXPECTED,
    Wanted,
    Yardstick,
    is_unexpected,
    months_of,
    shows,
    tolerance_on,
    upper_end,
    wanted_in,
    yardstick,
)
from targets.models.measures import Series
from targets.models.results import Result
from targets.models.spans import Span
from targets.performance import Direction, Form, Gathering, MeasuredIn, Rule, describe

Values = Iterable[Decimal | None]
Put = Callable[[Values], Decimal | None]
"""How the values of some periods make one: none where one of them has none."""


def wanted_to_date(target: Target, parts: Sequence[Span]) -> Wanted:
    """What is wanted of periods that add up and follow one another from the first day of the target's year: of all of
    them the year's value, else the profile's values added up, else the share by months. An empty box of the profile
    adds nothing; a period within a box takes its own share."""
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


def wanted_on_average(target: Target, parts: Sequence[Span]) -> Wanted:
    """What is wanted of periods that are averaged: the year's value, or the average of what the profile has for each.
    A period of which nothing is expected is left out."""
    each = [wanted_in(target, one.starts, one.ends) for one in parts]
    expected = [one for one in each if one.why != NOT_EXPECTED]
    if not expected:
        return each[-1]
    value, second = _mean(one.value for one in expected), _mean(one.second for one in expected)
    return Wanted(value, second, why=next((one.why for one in expected if one.why), ""))


def held_together(
    series: Series,
    target: Target | None,
    parts: Sequence[Result],
    days: tuple[datetime.date, datetime.date],
    *,
    is_whole: bool,
) -> Yardstick:
    """The rule for some periods together: what the target says of them; where it says something else by now of one than
    when that was closed, what was wanted of the closed ones then, and of the open ones what it says now. A whole year's
    average is held against what its last period is: the year's own value."""
    is_sum = series.measure.gathering == Gathering.SUM
    telling = parts if is_sum or not is_whole else parts[-1:]
    if any(one.is_closed and rule_held(one) != _rule_now(series, target, one) for one in telling):
        return _as_closed(series, target, telling, _added if is_sum else _mean)
    wanted_of = wanted_to_date if is_sum else wanted_on_average
    wanted = wanted_of(target, telling) if target else None
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


def _as_closed(series: Series, target: Target | None, parts: Sequence[Result], put: Put) -> Yardstick:
    """What was wanted of the closed periods when each was judged, and of the open ones what is wanted now, together."""
    rule = _one_rule(_rules_of(series, target, parts), put)
    if rule is None:
        return Yardstick(Rule(Direction.NONE), "not each of its periods was held against a value")
    of = "its periods" if all(one.is_closed for one in parts) else "its closed periods"
    return Yardstick(rule, f"{describe(rule, shows(series))}; by the rules that {of} were closed with")


def _rules_of(series: Series, target: Target | None, parts: Sequence[Result]) -> list[Rule]:
    """The rule of each period. One of which nothing was expected has none, and is left out."""
    found = [(one, rule_held(one) if one.is_closed else _rule_now(series, target, one)) for one in parts]
    return [rule for one, rule in found if rule.is_judged or not _is_unexpected(target, one)]


def _one_rule(rules: Sequence[Rule], put: Put) -> Rule | None:
    """The rules of some periods as one; None where one of them holds nothing."""
    wanted = put(rule.wanted for rule in rules)
    if wanted is None:
        return None
    last = rules[-1]
    is_share = last.measured_in is MeasuredIn.UNITS
    within = put(rule.amber_within for rule in rules) if is_share else last.amber_within
    second = put(rule.second for rule in rules) if last.form is Form.RANGE else last.second
    return replace(last, wanted=wanted, second=second, amber_within=within)


def _is_unexpected(target: Target | None, one: Result) -> bool:
    """Whether the profile had nothing for a period: of what is closed, as it was said then."""
    if one.is_closed or target is None:
        return one.rule == NOT_EXPECTED
    return is_unexpected(target, one.starts, one.ends)


def _added(values: Values) -> Decimal | None:
    known = _known(values)
    return sum(known, Decimal(0)) if known else None


def _mean(values: Values) -> Decimal | None:
    known = _known(values)
    if len(set(known)) < 2:
        return known[0] if known else None
    return (sum(known, Decimal(0)) / len(known)).quantize(KEPT)


def _known(values: Values) -> list[Decimal]:
    """All of some values; nothing where one is missing."""
    found = list(values)
    return [value for value in found if value is not None] if None not in found else []
