"""What becomes of a risk."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Meeting, Post
from kpa_tracker.base.toolkit.editing import OnRecordForm
from kpa_tracker.base.toolkit.forms import DayField
from risks.forms.questions import posts_of, words
from risks.models import Acceptance, Risk

WHAT_IT_MEANS = {
    Risk.Status.OPEN: "Nothing is decided yet.",
    Risk.Status.TREATED: "Controls, actions or deliverables are to bring it down.",
    Risk.Status.TOLERATED: "It is borne as it is. Beyond appetite somebody accepts it first.",
    Risk.Status.TRANSFERRED: "Somebody else bears it: an insurer, a partner, a contractor. Say who.",
    Risk.Status.TERMINATED: "What gave rise to it has been stopped.",
    Risk.Status.CLOSED: "It cannot happen any more, or it has happened.",
}


class StatusForm(OnRecordForm):
    """What becomes of a risk, and why."""

    status = forms.ChoiceField(
        label="What becomes of it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it."},
    )
    reason = words("Why?", needed="Say why. The reason is part of the register.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [Risk.Status.OPEN] if self.instance.is_ended else list(Risk.Status)
        field: Any = self.fields["status"]
        field.choices = [(one.value, one.label) for one in offered if one != self.instance.status]
        field.option_hints = {one.value: WHAT_IT_MEANS[one] for one in offered}

    def saved_value(self, current: Any, name: str) -> Any:
        return current.get_status_display() if name == "status" else current.status_reason


class AcceptForm(OnRecordForm):
    """Who bears a risk beyond appetite, until when and why."""

    approver = forms.ModelChoiceField(
        label="Who accepts it?", queryset=Post.objects.none(), empty_label="Choose a post",
        error_messages={"required": "Choose who accepts it."},
    )  # fmt: skip
    meeting = forms.ModelChoiceField(
        label="At which meeting?", queryset=Meeting.objects.none(), required=False, empty_label="At no meeting"
    )
    until = DayField(
        label="Until when?",
        help_text="A year at most. After this day it is back on the agenda.",
        error_messages={"required": "Say until when it is accepted."},
    )
    reason = words("Why is it borne?", needed="Say why. The reason is part of the register.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        risk = self.instance
        fields: Any = self.fields
        fields["approver"].queryset = posts_of(risk.authority_id).held().exclude(pk=risk.owner_id)
        meetings = Meeting.objects.filter(committee__authority=risk.authority_id).select_related("committee")
        fields["meeting"].queryset = meetings.order_by("-held_on")
        if risk.committee and risk.committee.chair_id:
            self.initial.setdefault("approver", risk.committee.chair_id)

    @property
    def acceptance(self) -> Acceptance:
        """The acceptance that was asked for, not saved."""
        return Acceptance(risk=self.instance, **self.changes)

    def saved_value(self, current: Any, name: str) -> Any:
        standing = current.acceptances.filter(ended_at=None).first()
        return getattr(standing, name) if standing else ""


class ReasonForm(OnRecordForm):
    """Why an acceptance is taken back."""

    reason = words("Why is it no longer accepted?", needed="Say why. The reason is part of the register.")

    def saved_value(self, current: Any, name: str) -> Any:
        return current.status_reason
