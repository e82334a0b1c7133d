"""A minute-taker's draft of a meeting's minutes, as a Word document to go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.documents import Block, Bullets, Heading, Table, Text, write_document
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.interfaces.scrutiny.actions.checks import NOT_HELD
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question
from kpa_tracker.interfaces.scrutiny.models.meetings import Said, minutes_of, outstanding_for

ACTION_HEAD = ("Minute", "Action", "Owner", "Due")
MATTERS_HEAD = ("Minute", "Action", "Owner", "Answer", "Outcome")


def draft_minutes(meeting: Meeting) -> bytes:
    """Return the minutes of a meeting as far as they are recorded: who was there, the actions of earlier meetings, each
    item of the agenda in the order in which a panel works, and all actions in one table.

    Names are those of posts. Writes nothing, and leaves no event. Refuses a meeting that was not held.
    """
    refuse_where((not meeting.is_held, NOT_HELD))
    found = minutes_of(meeting)
    return write_document(f"Draft minutes: {meeting.committee.name}", _blocks(meeting, found))


def _blocks(meeting: Meeting, found: dict[str, Any]) -> Iterator[Block]:
    place = f", {meeting.place}" if meeting.place else ""
    yield Text(f"Meeting of {format_date(meeting.held_on)}{place}")
    yield from _posts("Present", found["present"], "Who was there is not recorded yet.")
    yield from _posts("Apologies", found["apologies"], "None.")
    yield from _matters(meeting, outstanding_for(meeting))
    for number, said in enumerate(found["agenda"], start=1):
        yield from _item(number, said)
    if found["apart"]:
        yield Heading("Other matters")
        yield from _said(found["apart"])
    yield from _actions([*found["agenda"], found["apart"]])


def _posts(name: str, posts: Iterable[Any], nobody: str) -> Iterator[Block]:
    listed = [str(post) for post in posts]
    yield Heading(name)
    yield Bullets(listed) if listed else Text(nobody)


def _matters(meeting: Meeting, actions: list[MinutedAction]) -> Iterator[Block]:
    if actions:
        yield Heading("Actions of earlier meetings")
        yield Table(MATTERS_HEAD, [_matter(meeting, one) for one in actions])


def _matter(meeting: Meeting, action: MinutedAction) -> list[str]:
    """What the meeting had before it, and what it made of it: what came or was closed later is a later meeting's."""
    closed_here = action.closed_meeting_id == meeting.pk
    came = closed_here or (action.answered_at and timezone.localdate(action.answered_at) <= meeting.held_on)
    outcome = f"Closed, minute {action.closed_minute}" if closed_here else "Outstanding"
    return [action.minute, action.text, str(action.owner), action.answer if came else "None yet", outcome]


def _item(number: int, said: Said) -> Iterator[Block]:
    item: Any = said.item
    yield Heading(f"{number}. {item.title}")
    if item.presented_by:
        yield Text(f"{item.presented_by}.", "Presented by")
    if item.presented:
        yield Text(item.presented)
    if item.differences:
        yield Heading("What has changed", 2)
        yield Text(item.differences)
    yield from _said(said)


def _said(said: Said) -> Iterator[Block]:
    """Yield questions with their answers, ratings, actions and what was resolved, as far as there is any."""
    if said.questions:
        yield Heading("Questions and answers", 2)
        for question in said.questions:
            yield from _question(question)
    if said.ratings:
        yield Heading("Ratings of the committee", 2)
        yield Bullets([_rating(one) for one in said.ratings])
    for action in said.actions:
        yield Text(f"{action.text} {action.owner} to act{_by(action)}. (Minute {action.minute})", "Action:")
    for one in said.resolutions:
        yield Text(f"{one.text} (Minute {one.minute})", "RESOLVED that")


def _question(question: Question) -> Iterator[Block]:
    asker = str(question.asked_for or "A member")
    about = f" on {question.subject}" if question.subject else ""
    yield Text(question.text, f"{asker} asked{about}:")
    yield Text(question.answer or "No answer yet.", f"{question.to} answered:" if question.is_answered else "Answer:")


def _rating(rating: CommitteeRating) -> str:
    word = rating_of(rating.rating, getattr(rating, "rating_word", "") or "").word
    owners = rating_of(rating.owner_rating, getattr(rating, "owner_word", "") or "").word
    return (
        f"{rating.deliverable}: the committee rated it {word}; its owner rated it {owners}. {rating.reason} "
        f"(Minute {rating.minute})"
    )


def _by(action: MinutedAction) -> str:
    return f" by {format_date(action.due_on)}" if action.due_on else ""


def _actions(parts: list[Said]) -> Iterator[Block]:
    actions = [action for said in parts for action in said.actions]
    if actions:
        yield Heading("Actions")
        rows = [[a.minute, a.text, str(a.owner), format_date(a.due_on) if a.due_on else "Not set"] for a in actions]
        yield Table(ACTION_HEAD, rows)
