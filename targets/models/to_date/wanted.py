"""What is wanted of some periods together: of the year to date, by what the target says or by what it said when they
were closed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from targets.models.goals import Target, Tolerance
from targets.models.held import rule_held
from targets.models.judging import (
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
from targets.performance import Direction, Form, MeasuredIn, Rule, describe


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


def held_together(
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
