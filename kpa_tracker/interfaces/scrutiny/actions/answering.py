"""Answers to questions, to minuted actions and to a committee's rating."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.edits import held
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import refuse_where
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.scrutiny.actions.checks import WITHDRAWN, refuse_blank
from kpa_tracker.interfaces.scrutiny.actions.minuting import CLOSED
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question

A = TypeVar("A", Question, MinutedAction, CommitteeRating)

ANSWERED = "This is answered already. The answer stays as it was given."


@transaction.atomic
def answer(asked: A, *, text: str, seen: int, by: Any) -> A:
    """Answer a question, a minuted action or a committee's rating.

    Until a meeting closes it an action may be answered again, as the work goes on: the history keeps each answer.
    Refuses an empty answer, what was taken back, a closed action, and a second answer to anything else.
    """
    now = held(asked, seen=seen)
    again = now.is_answered and not isinstance(now, MinutedAction)
    refuse_where((now.is_withdrawn, WITHDRAWN), (getattr(now, "is_closed", False), CLOSED), (again, ANSWERED))
    refuse_blank(text, "Write the answer.", field="text")
    before = now.answer
    asked.answer, asked.answered_by, asked.answered_at = text, by, clock.now()
    compare_and_set(asked, seen=seen, fields=["answer", "answered_by", "answered_at"])
    verb = f"{asked._meta.model_name} answered"
    record(verb, asked, by=by, authority_id=asked.authority_id, changes={"answer": [before or None, text]})
    return asked
