"""What a target is held against over the year: its tolerance, never changed but followed by another; its profile."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.people.actions import refuse_other_authorities
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from targets.actions import keeping
from targets.actions.judging import rejudge_open_results
from targets.actions.profiles import refuse_other_sum, step_told
from targets.models import Closing, ExpectedValue, Target, Tolerance
from targets.performance import Form


@dataclass(frozen=True)
class Step:
    """One step of a profile: a period of the year, and what is expected by its end."""

    starts: datetime.date
    ends: datetime.date
    value: Decimal


def last_closed(target: Target) -> datetime.date | None:
    """Return the last day up to which the authority's results are closed, whether this series has any or not. One
    query."""
    last: datetime.date | None = Closing.objects.last_day(target.authority_id)
    return last


@transaction.atomic
def set_tolerance(tolerance: Tolerance, *, seen: int, by: Any) -> Tolerance:
    """Set how far short of a target is amber, from a day on, as an event of the target. The tolerance before it stays
    and goes on holding for the days before.

    Refuses a target in words, a closed plan, a day up to which the authority's results are closed (a closed period is
    never recoloured, nor prepared for what comes late), a decision of the future, another authority's committee, and
    (Conflict) a target that somebody else has changed since.
    """
    target = tolerance.target
    keeping.refuse_settled(target)
    keeping.refuse_archived(target)
    hold_chain(target.authority_id)
    refuse_other_authorities(target.authority_id, {"committee": tolerance.committee})
    _refuse_when(tolerance, last_closed(target))
    before = target.tolerances.filter(applies_from__lte=tolerance.applies_from).last()
    tolerance.full_clean()
    tolerance.save(force_insert=True)
    also = {"tolerance": [_told(before) if before else None, _told(tolerance)]}
    edits.change(target, seen=seen, fields=[], also=also, reason=tolerance.reason, by=by)
    rejudge_open_results(target, by=by)
    return tolerance


def _refuse_when(tolerance: Tolerance, closed: datetime.date | None) -> None:
    target = tolerance.target
    is_closed = closed is not None and tolerance.applies_from <= closed
    to = format_date(closed) if closed else ""
    refuse_where(
        (target.form == Form.WORDS, "A target in words has no tolerance: it is judged on evidence."),
        (tolerance.set_on > clock.today(), "This day is still to come.", "set_on"),
        (is_closed, f"Results up to {to} are closed and keep their colour. Choose a later day.", "applies_from"),
        (tolerance.applies_from > target.ends, "The target's year is over by then.", "applies_from"),
    )


def _told(tolerance: Tolerance) -> str:
    """A tolerance as the history tells it."""
    who = tolerance.committee or tolerance.set_by
    measured = "" if tolerance.measured_in == "units" else "% of the target"
    within = f"{tolerance.amber_within.normalize():f}{measured}"
    return f"{within} from {format_date(tolerance.applies_from)}, set by {who} on {format_date(tolerance.set_on)}"


@transaction.atomic
def set_profile(target: Target, *, steps: Sequence[Step], seen: int, by: Any) -> Target:
    """Set what a year should have come to by the end of each of its periods, as one event; no steps clear it. A period
    left out expects nothing. Refuses a closed plan, a target in words, days outside the target's year, periods that
    overlap, and (Conflict) a target that somebody else has changed since."""
    keeping.refuse_settled(target)
    keeping.refuse_archived(target)
    refuse_where((target.form == Form.WORDS, "A target in words has no profile."))
    _refuse_steps(target, steps)
    hold_chain(target.authority_id)
    before = [step_told(step) for step in target.expected_values.all()]
    now = [step_told(step) for step in steps]
    if before == now:
        return target
    changed = edits.change(target, seen=seen, fields=[], also={"profile": [before, now]}, by=by)
    target.expected_values.all().delete()
    ExpectedValue.objects.bulk_create(_rows(target, steps))
    rejudge_open_results(target, by=by)
    return changed


def _rows(target: Target, steps: Sequence[Step]) -> list[ExpectedValue]:
    rows = [ExpectedValue(target=target, starts=step.starts, ends=step.ends, value=step.value) for step in steps]
    for row in rows:
        row.clean_fields()
    return rows


def _refuse_steps(target: Target, steps: Sequence[Step]) -> None:
    for step in steps:
        if step.starts < target.starts or step.ends > target.ends or step.ends < step.starts:
            raise Refused("A step of the profile lies outside the target's year.")
    for first, second in pairwise(steps):
        refuse_where((second.starts <= first.ends, "Two periods of the profile overlap."))
    refuse_other_sum(target, [step.value for step in steps])


def steps_of(values: Mapping[tuple[datetime.date, datetime.date], Decimal | None]) -> list[Step]:
    """Return the steps that a grid says, {(first day, last day): value}; an empty box expects nothing."""
    return [Step(starts, ends, value) for (starts, ends), value in sorted(values.items()) if value is not None]
