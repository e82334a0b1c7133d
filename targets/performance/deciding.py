"""How many digits a figure needs, so that what is shown does not contradict the rule that is printed beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from targets.performance.figures import Figure, rounded
from targets.performance.status import Rule, judge

MOST = 12


def deciding(figure: Figure, rule: Rule | None) -> Figure:
    """The figure with the digits that decide: 89.96% under "90% or more" is not shown as 90.0%. Judged by what is
    shown, it has the status that it has by what it is."""
    if rule is None or figure.value is None or not rule.is_judged:
        return figure
    status = _judged(figure, rule)
    for decimals in range(figure.decimals, max(MOST, figure.decimals)):
        precise = replace(figure, decimals=decimals)
        if _judged(rounded(precise), rule) == status:
            return precise
    return replace(figure, decimals=MOST)


def _judged(figure: Figure, rule: Rule) -> str:
    amount: Decimal | None = figure.amount
    return judge(amount, rule, figure.second)
