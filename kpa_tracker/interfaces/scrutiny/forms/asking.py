"""Questions of members, and answers to whatever is asked."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.editing import OnRecordForm
from kpa_tracker.interfaces.scrutiny.forms.questions import OfferingForm, members_of, words
from kpa_tracker.interfaces.scrutiny.models import Question, owner_of


class QuestionForm(OfferingForm):
    """A question: of whom, by whom, at which meeting. What it is about stands in the address of the page.

    `committees` are those for which the person may ask; where there is one, or the address names it, nothing is asked.
    """

    class Meta:
        model = Question
        fields = ("text", "to", "committee", "meeting", "asked_for", "minute")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        labels = {"committee": "Which committee asks?", "meeting": "For which meeting?", "to": "Who answers?"}

    def __init__(self, *args: Any, committees: Any, **kwargs: Any) -> None:
        self.committees = committees
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["to"].required = False
        fields["committee"].empty_label = "Choose a committee"
        self._ask_only_what_is_open()
        owner = owner_of(self.instance.subject)
        fields["to"].empty_label = f"{owner}, who answers for it" if owner else "Choose a post"

    def _ask_only_what_is_open(self) -> None:
        known = self.instance.committee_id is not None
        if known:
            del self.fields["committee"]
        if self.instance.meeting_id or not known:
            del self.fields["meeting"]
        if not self.instance.meeting_id or self.instance.meeting.held_on > clock.today():
            del self.fields["minute"]
        if not known:
            del self.fields["asked_for"]

    def offers(self) -> dict[str, Any]:
        committee = self.instance.committee if self.instance.committee_id else None
        coming = Meeting.objects.filter(committee=committee).coming() if committee else Meeting.objects.none()
        offered = {"committee": self.committees, "meeting": coming.select_related("committee")}
        if committee:
            return super().offers() | offered | {"asked_for": members_of(committee)}
        return offered | {"to": self.posts()}

    def posts(self) -> Any:
        """Return who may be asked where the committee is still to be chosen: the posts of its authority."""
        to: Any = self.fields["to"]
        within = to.queryset.filter(authority__in=self.committees.values("authority"), kind="post")
        subject = self.instance.subject
        return (within.filter(authority=subject.authority_id) if subject else within).current()


class AnswerForm(OnRecordForm):
    """An answer."""

    text = words("Your answer", needed="Write the answer.", rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text", self.instance.answer)

    def saved_value(self, current: Any, name: str) -> Any:
        return current.answer


class TakeBackForm(OnRecordForm):
    """Why something is taken back."""

    reason = words(
        "Why is it taken back?", needed="Say why you take it back.", hint="It stays in the history, with your name."
    )

    def saved_value(self, current: Any, name: str) -> Any:
        return current.withdrawn_reason
