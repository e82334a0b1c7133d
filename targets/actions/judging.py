"""What a result is judged by, written down with it; and judging open results again when that changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record, snapshot
from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.base.toolkit.ratings import RATINGS
from targets.actions.standing import keep_standing
from targets.models import Result, Series, Target
from targets.models.held import rule_held
from targets.models.judging import Yardstick, hold_against, judge_by, target_on
from targets.performance import unplaced

FROZEN = ("target", "tolerance", "status", "rule", "held")
"""What is written down when a result is judged."""


def freeze(result: Result, target: Target | None, after: Result | None = None) -> None:
    """Judge a result, and write down by what: after a closed one, by the very rule that was kept with that."""
    if not after or not after.is_closed:
        hold_against(result, target)
        return
    result.target, result.tolerance, result.held = after.target, after.tolerance, after.held
    held = rule_held(after)
    judge_by(result, Yardstick(held, after.rule.removesuffix(f"; {unplaced(held, after.second)}")))


def rejudge_open_results(target: Target, *, by: Any) -> int:
    """Judge again what a target may hold: after it, its tolerance or its profile changed, or it came or went."""
    return rejudge_series(target.series_id, by=by)


@transaction.atomic
def rejudge_series(series_id: int, *, by: Any) -> int:
    """Judge the open results of a series again, by what holds now. What is closed is never touched. Return how many
    have another status or rule; their changes are one event."""
    series = Series.objects.select_related("measure__scale").get(pk=series_id)
    hold_chain(series.authority_id)
    targets = list(
        series.targets.current().select_related("baseline").prefetch_related("expected_values", "tolerances__committee")
    )
    changes: dict[str, list[Any]] = {}
    for result in series.results.current().filter(closed_at=None):
        result.series = series
        before = snapshot(result, FROZEN)
        freeze(result, target_on(targets, result.ends))
        if before != snapshot(result, FROZEN):
            Result.objects.filter(pk=result.pk).update(**{name: getattr(result, name) for name in FROZEN})
            changes[period_of(result)] = [judged(before["status"], before["rule"]), judged(result.status, result.rule)]
    keep_standing(series)
    if changes:
        record(
            "result judged again",
            series.measure,
            by=by,
            authority_id=series.authority_id,
            changes=changes,
            name=str(series),
        )
    return len(changes)


def judged(status: str, rule: str) -> str:
    """A status and its rule as the history tells them."""
    word = RATINGS[status].word.lower() if status else "not judged"
    return f"{word} ({rule})" if rule else word


def period_of(result: Result) -> str:
    return format_months(result.starts, result.ends)
