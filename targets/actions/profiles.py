"""A year's profile and the target that it is made for: neither changes without the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused
from targets.models import Target
from targets.models.judging import pattern_of, shows, wanted_of
from targets.performance import Form, Gathering


@dataclass(frozen=True)
class MadeFor:
    """The steps of a profile, and what its target wants of which days."""

    steps: tuple[Any, ...]
    wanted: tuple[Any, ...]


def profiled(target: Target) -> MadeFor:
    """Return a target's profile and what it is made for, as they are saved. Two queries, and one for a baseline."""
    saved = Target.objects.select_related("series__measure", "baseline").get(pk=target.pk)
    return MadeFor(tuple(saved.expected_values.all()), _wants(saved))


def refuse_left_behind(target: Target, made_for: MadeFor) -> None:
    """Refuse a change of what a target wants, or of its days, under a profile that stays as it was."""
    now = profiled(target)
    if now.steps and now.wanted != made_for.wanted:
        raise Refused(
            "The year’s profile was made for the target as it was. Drop the profile with this change and set another "
            "afterwards, or leave the figure and the days.",
            field="drop_profile",
        )


def refuse_other_sum(target: Target, values: Sequence[Decimal]) -> None:
    """Refuse a profile of what adds up that comes to another sum than its target, by one of the last place shown or
    more. An empty box adds nothing."""
    wanted = wanted_of(target)
    if not values or wanted is None or target.series.measure.gathering != Gathering.SUM:
        return
    most = target.second if target.form == Form.RANGE and target.second is not None else wanted
    total = sum(values, Decimal(0))
    differs = min(total - wanted, Decimal(0)) or max(total - most, Decimal(0))
    if abs(differs) >= Decimal(1).scaleb(-pattern_of(target.series).decimals):
        shown, much = shows(target.series), "much" if differs > 0 else "little"
        told = f"The profile adds up to {shown(total)}, and the target is {shown(wanted)}"
        raise Refused(f"{told}: {shown(abs(differs))} too {much}.")


def step_told(step: Any) -> str:
    """A step of a profile as the history tells it."""
    return f"{step.value.normalize():f} by {format_date(step.ends)}"


def _wants(target: Target) -> tuple[Any, ...]:
    second = target.second if target.form == Form.RANGE else None
    return wanted_of(target), second, target.starts, target.ends
