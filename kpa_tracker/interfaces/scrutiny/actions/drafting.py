"""A minute-taker's draft of a meeting's minutes, as a Word document to go on with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from deliverables.models import Comment
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.past import end_of, events_since
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.documents import Block, Bullets, Heading, Sheet, Table, Text, write_document
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.interfaces.scrutiny.actions.checks import NOT_HELD
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question
from kpa_tracker.interfaces.scrutiny.models.drafts import changes_in, put_under
from kpa_tracker.interfaces.scrutiny.models.meetings import Said, marking_of_minutes, minutes_of, outstanding_for

ACTION_HEAD = ("Minute", "Action", "Owner", "Due")
COMMENTS_HEAD = ("Comment", "On", "From", "Response")
MATTERS_HEAD = ("Minute", "Action", "Owner", "Answer", "Outcome")


def draft_minutes(meeting: Meeting, *, reader: Any) -> bytes:
    """Return the minutes of a meeting as far as they are recorded: who was there, the actions of earlier meetings, each
    item of the agenda in the order in which a panel works, and all actions in one table.

    Of a draft plan it has what the agenda's page has: how it differs from the plan before, and what was said of it
    where the reader may read that. Names are those of posts. Writes nothing, and leaves no event. Refuses a meeting
    that was not held.
    """
    refuse_where((not meeting.is_held, NOT_HELD))
    found, outstanding = minutes_of(meeting), outstanding_for(meeting)
    sheet = Sheet(marking_of_minutes(found, outstanding), f"{meeting.committee.name}, {format_date(meeting.held_on)}")
    blocks = _blocks(meeting, found, outstanding, reader)
    return write_document(f"Draft minutes: {meeting.committee.name}", blocks, sheet)


def _blocks(meeting: Meeting, found: dict[str, Any], outstanding: list[MinutedAction], reader: Any) -> Iterator[Block]:
    place = f", {meeting.place}" if meeting.place else ""
    yield Text(f"Meeting of {format_date(meeting.held_on)}{place}")
    yield from _posts("Present", found["present"], "Who was there is not recorded yet.")
    yield from _posts("Apologies", found["apologies"], "None.")
    yield from _matters(meeting, outstanding)
    for number, said in enumerate(found["agenda"], start=1):
        yield from _item(number, said, reader)
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
        since = _since(meeting)
        yield Heading("Actions of earlier meetings")
        yield Table(MATTERS_HEAD, [_matter(meeting, one, since[one.pk]) for one in actions])


def _since(meeting: Meeting) -> dict[int, list[Event]]:
    """Return what happened to each minuted action after the day of a meeting, in its order. One query."""
    found: dict[int, list[Event]] = defaultdict(list)
    later = events_since(end_of(meeting.held_on), authorities=[meeting.authority_id], kinds=[MinutedAction])
    for event in later.order_by("pk"):
        found[event.subject_id].append(event)
    return found


def _matter(meeting: Meeting, action: MinutedAction, since: list[Event]) -> list[str]:
    """What the meeting had before it, and what it made of it: what came or was closed later is a later meeting's."""
    if action.closed_meeting_id == meeting.pk:
        outcome = f"Closed, minute {action.closed_minute}"
        return [action.minute, action.text, str(action.owner), action.answer, outcome]
    minute, text, owner, answer = (_then(action, name, since) for name in ("minute", "text", "owner", "answer"))
    return [minute, text, owner, answer or "None yet", "Outstanding"]


def _then(action: MinutedAction, name: str, since: list[Event]) -> str:
    """Return what stood there: what the first event since took away, or what is there still."""
    before = [event.changes[name][0] for event in since if name in event.changes]
    return str((before[0] if before else getattr(action, name)) or "")


def _item(number: int, said: Said, reader: Any) -> Iterator[Block]:
    item: Any = said.item
    yield Heading(f"{number}. {item.title}")
    if item.presented_by:
        yield Text(f"{item.presented_by}.", "Presented by")
    if item.presented:
        yield Text(item.presented)
    yield from _changes(item)
    if item.plan and reader.has_perm("deliverables.view_comment", item.plan):
        yield from _comments(item)
    yield from _said(said)


def _changes(item: Any) -> Iterator[Block]:
    """Yield what somebody wrote of the changes, and how many there are of each kind."""
    counted = [f"{label}: {number}" for number, label, _ in changes_in(item)]
    if item.differences or counted:
        yield Heading("What has changed", 2)
    if item.differences:
        yield Text(item.differences)
    if counted:
        yield Text(f"{item.plan} beside {item.plan.previous}, counted on {format_date(clock.today())}:")
        yield Bullets(counted)


def _comments(item: Any) -> Iterator[Block]:
    """Yield what was said of a draft that was put to the committee, each with its response."""
    for put in put_under(item):
        yield Heading("What was said of the draft", 2)
        between = f"from {format_date(put.opens_on)} to {format_date(put.closes_on)}"
        yield Text(f"{item.plan} was put to {put.committee.name} for comments {between}.")
        said = [_comment(one) for one in put.said]
        yield Table(COMMENTS_HEAD, said) if said else Text("Nobody has said anything yet.")


def _comment(comment: Comment) -> list[str]:
    answer = f"{comment.standing_word}. {comment.response_text}".strip()
    part = str(comment.part or "The plan as a whole")
    return [comment.text, part, comment.comes_from or "A reader of the draft", answer]


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
