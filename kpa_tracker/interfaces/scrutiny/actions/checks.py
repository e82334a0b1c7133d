"""What the actions of scrutiny refuse alike. Each reads anew what it judges: an action has held the history before, so
that nobody changes it meanwhile."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.audit.edits import afresh
from kpa_tracker.base.people.actions import linked_records, refuse_other_authorities
from kpa_tracker.base.people.models import Committee, Meeting, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where

WITHDRAWN = "This was taken back. Record it anew, if it stands after all."
NOT_HELD = "This meeting has not been held yet. What it decides is recorded after it."


def refuse_foreign(record: Any) -> None:
    """Refuse a record that points at something of another authority."""
    refuse_other_authorities(record.authority_id, linked_records(record))


def refuse_gone(committee: Committee) -> None:
    refuse_where((afresh(committee).is_archived, "This committee is archived. It asks and records nothing any more."))


def refuse_unheld(meeting: Meeting) -> None:
    """Refuse to minute what a meeting said before it was held."""
    refuse_where((afresh(meeting).held_on > clock.today(), NOT_HELD, "meeting"))


def refuse_item_elsewhere(record: Any) -> None:
    """Refuse an item of another meeting's agenda, and one that was taken off it."""
    if record.item is None:
        return
    item = afresh(record.item)
    refuse_where(
        (item.meeting_id != record.meeting_id, "This item stands on another agenda.", "item"),
        (item.is_withdrawn, "This item was taken off the agenda.", "item"),
    )


def refuse_idle_post(post: Post, *, field: str) -> None:
    """Refuse a post that answers for nothing any more, and a group: one post answers."""
    refuse_where(
        (afresh(post).is_archived, "This post is archived. Choose one that is in use.", field),
        (post.kind != Post.Kind.POST, "A group answers nothing. Choose the post of one person.", field),
    )


def refuse_blank(text: str, sentence: str, *, field: str) -> None:
    refuse_where((not text.strip(), sentence, field))
