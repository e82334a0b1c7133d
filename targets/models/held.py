"""The rule that a result was held against, as it is kept with the result: every value in its exact digits.

What a target, its tolerance or its measure says later is not asked any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from targets.models.results import Result
from targets.performance import Direction, Form, Kind, MeasuredIn, Rule

FIGURES = ("wanted", "second", "amber_within")


def kept_of(rule: Rule) -> dict[str, Any]:
    """Return a rule as it is kept; nothing where it judges nothing."""
    if not rule.is_judged:
        return {}
    figures = {name: None if (value := getattr(rule, name)) is None else f"{value:f}" for name in FIGURES}
    return {
        **figures,
        "direction": rule.direction.value,
        "form": rule.form.value,
        "measured_in": rule.measured_in.value,
        "kind": rule.kind.value,
        "strict": rule.strict,
        "among": rule.among,
    }


def rule_held(result: Result) -> Rule:
    """Return the rule that a result was held against, to the last digit; one that judges nothing where it was none."""
    return rule_from(result.held)


def rule_from(held: Mapping[str, Any]) -> Rule:
    """Return a rule that was kept."""
    if not held:
        return Rule(Direction.NONE)
    figures = {name: None if held[name] is None else Decimal(held[name]) for name in FIGURES}
    return Rule(
        direction=Direction(held["direction"]),
        form=Form(held["form"]),
        measured_in=MeasuredIn(held["measured_in"]),
        kind=Kind(held["kind"]),
        strict=held["strict"],
        among=held["among"],
        **figures,
    )
