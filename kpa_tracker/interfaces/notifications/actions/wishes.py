"""Changing when reminders go out: for an authority, and for oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.audit.edits import change, create
from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.toolkit.errors import Conflict, refuse_where
from kpa_tracker.base.toolkit.models import assign
from kpa_tracker.interfaces.notifications.models import Preference, Schedule


@transaction.atomic
def set_schedule(authority: Authority, *, seen: int, changes: Mapping[str, Any], by: Person) -> Schedule:
    """Say when an authority's people are reminded. `seen` is 0 where nothing was set when the page was opened."""
    hold_chain(authority.pk)
    schedule = Schedule.objects.of(authority)
    fields, _ = assign(schedule, changes)
    if schedule.pk is None:
        return create(schedule, by=by)
    if not seen:
        raise Conflict(Schedule.objects.get(pk=schedule.pk))
    return change(schedule, seen=seen, fields=fields, by=by)


@transaction.atomic
def set_preference(person: Person, *, wishes: Mapping[str, Any]) -> Preference:
    """Keep what somebody wishes for their own reminders; no wish is what the authority has set.

    Refuses to turn off, or to make rarer, what an authority that they work for says nobody may turn off. Their own last
    word counts.
    """
    hold_chain(None)
    for authority in Authority.objects.visible_to(person):
        refuse_against(Schedule.objects.of(authority), wishes)
    preference = Preference.objects.of(person)
    fields, _ = assign(preference, wishes)
    if preference.pk is None:
        return create(preference, by=person)
    return change(preference, seen=preference.version, fields=fields, by=person)


def refuse_against(schedule: Schedule, wishes: Mapping[str, Any]) -> None:
    """Refuse what a schedule does not leave to its people."""
    before, day, after = (wishes.get(name) for name in ("days_before", "on_the_day", "days_after"))
    name = schedule.authority.short_name
    refuse_where(
        (
            schedule.must_before and before is not None and before < schedule.days_before,
            f"{name} reminds everybody {schedule.days_before} days before. Choose that or more days.",
            "days_before",
        ),
        (
            schedule.must_on_the_day and schedule.on_the_day and day is False,
            f"{name} reminds everybody on the day itself. It cannot be turned off.",
            "on_the_day",
        ),
        (
            schedule.must_after and schedule.days_after and after is not None and not 0 < after <= schedule.days_after,
            f"{name} reminds everybody every {schedule.days_after} days. Choose that or fewer days.",
            "days_after",
        ),
    )
