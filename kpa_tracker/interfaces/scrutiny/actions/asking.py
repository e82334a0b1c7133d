"""Questions of members."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.audit.edits import create
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.interfaces.scrutiny.actions.checks import (
    refuse_foreign,
    refuse_gone,
    refuse_idle_post,
    refuse_item_elsewhere,
    refuse_unheld,
)
from kpa_tracker.interfaces.scrutiny.models import Question, owner_of

NOBODY = "Nobody answers for this yet. Choose the post that answers."


@transaction.atomic
def ask_question(question: Question, *, by: Any) -> Question:
    """Ask a question, of whoever answers for what it is about unless it names another post.

    It may be asked before a meeting; a minute reference only of one that was held. Refuses an archived committee, a
    meeting of another committee, an item of another agenda, a question that no post would answer, an archived post or
    a group, and whatever belongs to another authority.
    """
    hold_chain(question.authority_id)
    refuse_gone(question.committee)
    if question.to_id is None:
        refuse_where((owner_of(question.subject) is None, NOBODY, "to"))
        question.to = owner_of(question.subject)
    refuse_foreign(question)
    refuse_idle_post(question.to, field="to")
    _refuse_other_meeting(question)
    question.asked_by, question.asked_at = by, clock.now()
    return create(question, by=by)


def _refuse_other_meeting(question: Question) -> None:
    meeting = question.meeting
    other = meeting is not None and meeting.committee_id != question.committee_id
    refuse_where((other, "This is a meeting of another committee.", "meeting"))
    refuse_item_elsewhere(question)
    if meeting is not None and question.minute:
        refuse_unheld(meeting)
