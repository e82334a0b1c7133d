"""How far a measure has come from its baseline to its target, whichever way that lies."""

from __future__ import annotations

from decimal import Decimal

from targets.performance.kinds import Direction, Form

HUNDRED = Decimal(100)


def wanted_value(
    form: Form,
    *,
    value: Decimal | None = None,
    change_percent: Decimal | None = None,
    change_by: Decimal | None = None,
    baseline: Decimal | None = None,
) -> Decimal | None:
    """The value that a target comes to. A change counts from the baseline, signed: "reduce by 10%" is a
    `change_percent` of -10, "up by 2 percentage points" a `change_by` of 2 in the measure's own unit. Per cent are of
    the baseline's size, so that a reduction goes down from a negative baseline too. None where there is no such value:
    a target in words, or a change without a baseline."""
    if form is Form.WORDS:
        return None
    return _changed(baseline, change_percent, change_by) if form is Form.RELATIVE else value


def progress(baseline: Decimal | None, wanted: Decimal | None, actual: Decimal | None) -> Decimal | None:
    """Per cent of the way from baseline (0) to target (100). Below 0 is a step back, above 100 is beyond the target.
    None where there is no way to go, because the target is the baseline, or where one of the three is missing."""
    if baseline is None or wanted is None or actual is None or baseline == wanted:
        return None
    return (actual - baseline) / (wanted - baseline) * HUNDRED


def implied_direction(baseline: Decimal | None, wanted: Decimal | None) -> Direction:
    """Which way a target asks to go when its words do not say. NONE where it cannot be known."""
    if baseline is None or wanted is None:
        return Direction.NONE
    if wanted == baseline:
        return Direction.HOLD
    return Direction.UP if wanted > baseline else Direction.DOWN


def _changed(baseline: Decimal | None, percent: Decimal | None, by: Decimal | None) -> Decimal | None:
    if baseline is None:
        return None
    if percent is not None:
        return baseline + abs(baseline) * percent / HUNDRED
    return None if by is None else baseline + by
