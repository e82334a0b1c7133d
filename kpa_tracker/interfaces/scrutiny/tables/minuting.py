"""Questions, minuted actions and committees' ratings as tables."""

from __future__ import annotations

from typing import Any, ClassVar

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.html import format_html

from kpa_tracker.base.toolkit.tables import DayColumn, GapColumn, LinkColumn, RatingColumn
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question

WAITS, LATE = "Waits for an answer", "Overdue"
AGREES = "Agrees with the owner"


class SubjectColumn(tables.Column):
    """What something is about, and the way there."""

    empty_values = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("About", accessor="subject", orderable=False, **kwargs)

    def render(self, value: Any) -> Any:
        if value is None:
            return format_html('<span class="app-muted">{}</span>', "Nothing in particular")
        return format_html('<a class="govuk-link" href="{}">{}</a>', value.get_absolute_url(), value)

    def value(self, value: Any) -> str:
        return str(value or "")


class WhereColumn(tables.Column):
    """How far something has come; what is late stands out."""

    empty_values = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("Where it stands", orderable=False, accessor="pk", **kwargs)

    def render(self, record: Any) -> str:
        words = where(record)
        return render_to_string("components/flag.html", {"word": words, "look": "strong"}) if words == LATE else words

    def value(self, record: Any) -> str:
        return where(record)


def where(record: Any) -> str:
    """Return where a question, a minuted action or a committee's rating stands, in words."""
    if record.is_withdrawn:
        return "Taken back"
    if getattr(record, "is_closed", False):
        return f"Closed by minute {record.closed_minute}"
    if isinstance(record, CommitteeRating) and not record.differs:
        return AGREES
    if record.is_answered:
        return "Answered, to be closed" if isinstance(record, MinutedAction) else "Answered"
    return LATE if getattr(record, "is_overdue", False) else WAITS


class QuestionTable(tables.Table):
    """A question, what it is about, who answers, and the answer."""

    text = LinkColumn("Question", orderable=False)
    subject = SubjectColumn()
    committee = tables.Column("Asked by", order_by="committee__name")
    asked_on = DayColumn("Asked", order_by="asked_at")
    to = tables.Column("Who answers", order_by="to__title")
    where = WhereColumn()
    answer = GapColumn("Answer", gap="None yet", orderable=False)

    class Meta:
        model = Question
        fields = ("text", "subject", "committee", "asked_on", "to", "where", "answer")


class MinutedActionTable(tables.Table):
    """An action, whose it is, when it is due, and what became of it."""

    minute = tables.Column("Minute")
    text = LinkColumn("What is to be done", orderable=False)
    subject = SubjectColumn()
    meeting = tables.Column("Meeting", order_by="meeting__held_on")
    owner = tables.Column("Owner", order_by="owner__title")
    due_on = DayColumn("Due")
    where = WhereColumn()
    answer = GapColumn("Answer", gap="None yet", orderable=False)

    class Meta:
        model = MinutedAction
        fields = ("minute", "text", "subject", "meeting", "owner", "due_on", "where", "answer")


class SaidRatingColumn(RatingColumn):
    """A rating as it was recorded, in the words of the plan that is rated."""

    def __init__(self, label: str, *, code: str, word: str) -> None:
        self.code, self.word = code, word
        super().__init__(label, accessor="pk", orderable=False)

    def render(self, value: Any, record: Any) -> str:
        return super().render(getattr(record, self.code), record)

    def value(self, value: Any, record: Any) -> str:
        return super().value(getattr(record, self.code), record)

    def own_word(self, record: Any) -> str:
        return getattr(record, self.word, "") or ""


class CommitteeRatingTable(tables.Table):
    """A committee's rating beside its owner's then, why, and the owner's answer."""

    deliverable = LinkColumn(order_by="deliverable__reference", attrs={"td": {"class": "app-table__main"}})
    committee = tables.Column("Committee", accessor="meeting__committee", order_by="meeting__committee__name")
    held_on = DayColumn("Meeting", accessor="meeting__held_on")
    minute = tables.Column("Minute")
    rating = SaidRatingColumn("The committee", code="rating", word="rating_word")
    owner_rating = SaidRatingColumn("The owner then", code="owner_rating", word="owner_word")
    reason = tables.Column("Why", orderable=False)
    where = WhereColumn()
    answer = GapColumn("The owner's answer", gap="None yet", orderable=False)

    class Meta:
        model = CommitteeRating
        fields: ClassVar = ()
