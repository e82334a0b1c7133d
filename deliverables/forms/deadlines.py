"""Forms about moving a deadline."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.toolkit.dates import PartialDate, Precision
from kpa_tracker.base.toolkit.forms import PartialDateFormField, PlainForm

APPROVE, REFUSE = "approve", "refuse"


class DeadlineRequestForm(PlainForm):
    """Asking for a new deadline."""

    new = PartialDateFormField(label="New deadline", error_messages={"required": "Give the new deadline."})
    reason = forms.CharField(
        label="Why should it move?",
        help_text="Whoever decides reads this, and it stays in the history.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why the deadline should move."},
    )

    effect = forms.CharField(
        label="What does that mean for others? (optional)",
        required=False,
        help_text="For example: who waits for it, and what else would move with it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_new(self) -> PartialDate:
        new: PartialDate = self.cleaned_data["new"]
        if new.precision in (Precision.NONE, Precision.UNKNOWN):
            raise forms.ValidationError(f"“{new.text}” is not understood as a date. Write it like June 2010.")
        return new


class DeadlineDecisionForm(PlainForm):
    """Deciding somebody else's request."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="Your decision",
        choices=[(APPROVE, "Move the deadline"), (REFUSE, "Leave it where it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the deadline moves."},
    )
    reason = forms.CharField(
        label="Why (needed if you leave it where it is)", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    minute = forms.CharField(
        label="Minute of the committee that agreed",
        required=False,
        max_length=200,
        help_text="From the third move on a committee has to agree. For example: Resources Committee, minute 12/10.",
    )

    marks_optional = False
    shown_when = {"minute": ("decision", APPROVE)}

    def __init__(self, *args: Any, takes_minute: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_minute:
            del self.fields["minute"]
        self.fields["decision"].option_hints = {
            APPROVE: "The first adopted deadline is kept, and the move is counted.",
            REFUSE: "Your reason stands beside the request, where the person who asked reads it.",
        }


class SeenForm(PlainForm):
    """A button that acts on what the person has seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
