"""What a meeting decided: minuted actions, the meeting that closes them, resolutions, the committee's own rating."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from deliverables.models import Deliverable
from deliverables.standing import standings
from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.edits import afresh, change, create, held
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import assign, compare_and_set
from kpa_tracker.interfaces.scrutiny.actions.checks import (
    WITHDRAWN,
    refuse_blank,
    refuse_foreign,
    refuse_gone,
    refuse_idle_post,
    refuse_item_elsewhere,
    refuse_unheld,
)
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, OfMeeting, Resolution
from plans.models import Plan

RATED_STATES = (Plan.State.ADOPTED, Plan.State.CLOSED)
"""A plan's last meeting may be held after the plan is closed: the rating is the committee's record, not the plan's."""
CLOSED = "A meeting has closed this action. What was minuted stays."
NO_MINUTE = "Give the minute reference."


def _refuse_minute(minuted: OfMeeting) -> None:
    hold_chain(minuted.authority_id)
    refuse_gone(minuted.committee)
    refuse_unheld(minuted.meeting)
    refuse_item_elsewhere(minuted)
    refuse_foreign(minuted)


@transaction.atomic
def minute_action(action: MinutedAction, *, by: Any) -> MinutedAction:
    """Record what a meeting asked a post to do. Refuses a meeting that was not held, an item of another agenda, a day
    before the meeting, an archived post or a group, and whatever belongs to another authority."""
    _refuse_minute(action)
    _refuse_owing(action)
    return create(action, by=by)


def _refuse_owing(action: MinutedAction) -> None:
    refuse_idle_post(action.owner, field="owner")
    early = action.due_on is not None and action.due_on < afresh(action.meeting).held_on
    refuse_where((early, "This day is before the meeting.", "due_on"))


@transaction.atomic
def change_action(action: MinutedAction, *, seen: int, changes: Mapping[str, Any], by: Any) -> MinutedAction:
    """Change what is to be done, by whom or by when. Another owner has not answered: the answer of the one before stays
    in the history. Refuses what was taken back or closed, and as `minute_action`."""
    now = held(action, seen=seen)
    refuse_where((now.is_withdrawn, WITHDRAWN), (now.is_closed, CLOSED))
    fields, _ = assign(action, changes)
    if action.owner_id != now.owner_id:
        fields = [*fields, *_unanswered(action)]
    _refuse_owing(action)
    refuse_item_elsewhere(action)
    refuse_foreign(action)
    return change(action, seen=seen, fields=fields, by=by)


def _unanswered(action: MinutedAction) -> list[str]:
    action.answer, action.answered_by, action.answered_at = "", None, None
    return ["answer", "answered_by", "answered_at"]


@transaction.atomic
def close_action(action: MinutedAction, *, meeting: Meeting, minute: str, seen: int, by: Any) -> MinutedAction:
    """Record that a later meeting of the committee took the owner's answer and closed the action.

    Refuses an action without an answer, closed or taken back, a meeting that was not held, that was not after the
    one that minuted it or that is another committee's, and a missing minute reference.
    """
    now, closing = held(action, seen=seen), afresh(meeting)
    refuse_where(
        (now.is_withdrawn, WITHDRAWN),
        (now.is_closed, CLOSED),
        (not now.is_answered, "Its owner has not answered yet. A meeting closes it on the answer."),
        (closing.committee_id != now.meeting.committee_id, "This is a meeting of another committee.", "meeting"),
        (closing.held_on <= now.meeting.held_on, "A later meeting closes it.", "meeting"),
    )
    refuse_unheld(meeting)
    refuse_blank(minute, NO_MINUTE, field="minute")
    action.closed_meeting, action.closed_minute = meeting, minute
    action.closed_at, action.closed_by = clock.now(), by
    compare_and_set(action, seen=seen, fields=["closed_meeting", "closed_minute", "closed_at", "closed_by"])
    changes = {"closed_meeting": [None, str(meeting)], "closed_minute": [None, minute]}
    record("minutedaction closed", action, by=by, authority_id=action.authority_id, changes=changes)
    return action


@transaction.atomic
def resolve(resolution: Resolution, *, by: Any) -> Resolution:
    """Record what a meeting resolved. Refuses a meeting that was not held, and an item of another agenda."""
    _refuse_minute(resolution)
    return create(resolution, by=by)


@transaction.atomic
def rate_as_committee(rating: CommitteeRating, *, by: Any) -> CommitteeRating:
    """Record how a committee rated a deliverable, beside how its owner rated it at the end of the meeting's day.

    Refuses a meeting that was not held, a colour that the plan's scale does not have, a plan that was not adopted, an
    archived deliverable, and a second rating of one deliverable at one meeting (ValidationError).
    """
    hold_chain(rating.authority_id)
    deliverable = afresh(rating.deliverable)
    known = deliverable.plan.scale.points.filter(code=rating.rating).exists()
    refuse_where(
        (deliverable.is_archived, "This deliverable is archived."),
        (deliverable.plan.state not in RATED_STATES, "Only what an adopted plan promises is rated."),
        (not known, "The plan's scale does not have this rating.", "rating"),
    )
    _refuse_minute(rating)
    rating.owner_rating, rating.recorded_by = _owner_rating(deliverable, rating.meeting), by
    return create(rating, by=by)


def _owner_rating(deliverable: Deliverable, meeting: Meeting) -> str:
    """Return the owner's rating that the meeting had before it, from the history where the day is past."""
    if meeting.held_on >= clock.today():
        return deliverable.rating
    stood = standings(deliverable.plan, on=meeting.held_on)
    return next((one.rating for one in stood if one.pk == deliverable.pk), "")
