"""Forms on when reminders go out."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.toolkit.editing import EditForm
from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.interfaces.notifications.models import Preference, Schedule
from kpa_tracker.interfaces.notifications.models.schedules import AT_MOST

AS_SET, YES, NO = "", "yes", "no"
NARROW = {"class": "govuk-input--width-3"}


class ScheduleForm(EditForm):
    """When an authority's people are reminded, and what of it nobody may turn off."""

    fieldsets = (
        ("Before the day", ("days_before", "must_before")),
        ("On the day", ("on_the_day", "must_on_the_day")),
        ("While it is late", ("days_after", "must_after", "days_to_escalation")),
    )

    class Meta:
        model = Schedule
        fields = (
            *("days_before", "must_before", "on_the_day", "must_on_the_day"),
            *("days_after", "must_after", "days_to_escalation"),
        )
        widgets = dict.fromkeys(("days_before", "days_after", "days_to_escalation"), forms.TextInput(NARROW))


class PreferenceForm(PlainForm):
    """What a person wishes for their own reminders. What is left empty is as their authority has set it."""

    days_before = forms.IntegerField(
        label="How many days before", required=False, min_value=0, validators=AT_MOST, widget=forms.TextInput(NARROW)
    )
    on_the_day = forms.ChoiceField(label="On the day itself", required=False, widget=forms.RadioSelect)
    days_after = forms.IntegerField(
        label="Every how many days while it is late",
        required=False,
        min_value=0,
        validators=AT_MOST,
        widget=forms.TextInput(NARROW),
    )
    marks_optional = False

    def __init__(self, *args: Any, preference: Preference, schedules: list[Schedule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "days_before": preference.days_before,
            "on_the_day": {True: YES, False: NO, None: AS_SET}[preference.on_the_day],
            "days_after": preference.days_after,
        }
        self.fields["on_the_day"].choices = [(AS_SET, "As it is set"), (YES, "Yes"), (NO, "No")]
        for name, hint in hints(schedules).items():
            self.fields[name].help_text = hint

    @property
    def wishes(self) -> dict[str, Any]:
        """What was chosen, as an action takes it: None where it is left as it is set."""
        day = {YES: True, NO: False}.get(self.cleaned_data["on_the_day"])
        return {**self.cleaned_data, "on_the_day": day}


def hints(schedules: list[Schedule]) -> dict[str, str]:
    """Say beside each question what each authority has set, and what a person may choose beside it."""
    before = [hint(one, days(one.days_before), one.must_before) for one in schedules]
    on_the_day = [hint(one, "yes" if one.on_the_day else "no", one.must_on_the_day) for one in schedules]
    after = [hint(one, days(one.days_after), one.must_after) for one in schedules]
    return {
        "days_before": " ".join([*before, left_free([one.must_before for one in schedules], "more days")]),
        "on_the_day": " ".join(on_the_day),
        "days_after": " ".join([*after, left_free([one.must_after for one in schedules], "fewer days")]),
    }


def left_free(musts: list[bool], more: str) -> str:
    """Say what may be typed: more of what one must have, anything of the rest."""
    return f"Leave it empty to keep to that, or type {more if any(musts) else 'a number; 0 is not at all'}."


def days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}" if number else "not at all"


def hint(schedule: Schedule, what: str, must: bool) -> str:
    name = schedule.authority.short_name
    return f"{name} has set: {what}{', which nobody may turn off' if must else ''}."
