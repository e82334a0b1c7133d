"""Forms on reporting periods."""

from __future__ import annotations

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


class CloseForm(PlainForm):
    """Closing a period, knowing what stays unfinished."""

    version = version_field()
    knowing = forms.BooleanField(label="Close it although some updates are unfinished", required=False)

    def __init__(self, *args: object, unfinished: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not unfinished:
            del self.fields["knowing"]
