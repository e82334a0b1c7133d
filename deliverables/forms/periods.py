"""Forms on reporting periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from deliverables.models import ReportingPeriod
from kpa_tracker.base.toolkit.editing import EditForm, version_field
from kpa_tracker.base.toolkit.forms import DayField, PlainForm


class PeriodForm(EditForm):
    """What is reported on, and when it is reported: two windows, apart."""

    fieldsets = (
        ("What is reported on", ["name", "observed_from", "observed_to"]),
        ("When officers report it", ["opens_on", "due_on"]),
    )
    observed_from = DayField(label="From")
    observed_to = DayField(label="To")
    opens_on = DayField(label="Updates open on", help_text="Usually the day after the months reported on have ended.")
    due_on = DayField(label="Updates are due on", help_text="Later ones are still taken until you close the period.")

    class Meta:
        model = ReportingPeriod
        fields = ("name", "observed_from", "observed_to", "opens_on", "due_on")


class OpenForm(PeriodForm):
    """A new period; where an earlier one is not closed, with the reason why this one opens all the same."""

    reason = forms.CharField(
        label="Why it opens before the earlier period is closed",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="It stays in the history, beside your name and the date.",
    )

    def __init__(self, *args: Any, unclosed: Sequence[ReportingPeriod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unclosed:
            del self.fields["reason"]

    @property
    def why(self) -> str:
        return str(self.cleaned_data.get("reason", ""))


class CloseForm(PlainForm):
    """Closing a period, knowing what stays unfinished."""

    version = version_field()
    knowing = forms.BooleanField(label="Close it although some updates are unfinished", required=False)

    def __init__(self, *args: object, unfinished: int, has_opened: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not has_opened:
            self.fields["knowing"].label = "Close it although it has not opened: nobody reports in it"
        elif not unfinished:
            del self.fields["knowing"]
