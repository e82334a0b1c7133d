"""What is worked out of results, as it is compared and as it is shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from targets.models.judging import amount_of, pattern_of, shown, shows
from targets.models.measures import Series
from targets.models.results import Result
from targets.performance import Kind, Rule, deciding, show

WHOLE = (Kind.RANK, Kind.LEVEL)
"""Kinds whose figures are whole: places and levels."""


def value_of(result: Result | None) -> Decimal | None:
    """What is compared: the exact value, and of a ratio its first number over its second. Missing is None, not zero."""
    return amount_of(result) if result is not None else None


def shows_rounded(series: Series, value: Decimal) -> str:
    """A worked-out value with the measure's own precision."""
    return worked_out(series, value)


def worked_out(series: Series, value: Decimal, rule: Rule | None = None) -> str:
    """A worked-out value with the measure's own precision, or with the digits that decide under a rule. A ratio is one
    number; between two places or levels there is a tenth."""
    pattern = pattern_of(series)
    if pattern.kind is Kind.RATIO:
        return shows(series)(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
    if pattern.kind is Kind.GRADE:
        return shown(Result(series=series, value=value))
    if pattern.kind in WHOLE:
        tenth = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
        return show(replace(pattern, value=tenth, decimals=1 if tenth % 1 else 0))
    return show(deciding(replace(pattern, value=value), rule))
