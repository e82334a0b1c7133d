"""The form that makes a token."""

from __future__ import annotations

import datetime

from django import forms

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.forms import PlainForm

LASTS = (("30", "30 days"), ("90", "90 days"), ("365", "A year"))


class TokenForm(PlainForm):
    """What a token is for, and how long it lasts."""

    name = forms.CharField(
        label="What is it for?",
        max_length=80,
        help_text="For example: Monthly report in Excel.",
        error_messages={"required": "Say what the token is for."},
    )
    lasts = forms.ChoiceField(
        label="How long does it last?",
        choices=LASTS,
        initial="90",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long it lasts."},
    )

    @property
    def expires_on(self) -> datetime.date:
        return clock.today() + datetime.timedelta(days=int(self.cleaned_data["lasts"]))
