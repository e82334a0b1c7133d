"""What is asked before texts are approved, and before a plan is published."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kpa_tracker.base.toolkit.editing import EditForm, OnRecordForm
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, RecordsField, SeenRowsField
from kpa_tracker.interfaces.publication.models import Requirement, Wording
from kpa_tracker.interfaces.publication.models.moments import moment_at, read_time
from plans.models import Section

KEY = re.compile(rf"({'|'.join(Wording.Kind.values)})-([0-9]{{1,18}})")
NOW, LATER = "now", "later"
LOST = "What you chose got lost on the way. Go back to the list and choose again."


def keys_in(names: list[str]) -> set[tuple[str, int]]:
    """Return the texts that addresses and forms name: {("risk", 3)} for ["risk-3"]."""
    found = [KEY.fullmatch(name) for name in names]
    return {(one[1], int(one[2])) for one in found if one}


class SubmitForm(PlainForm):
    """Which texts are submitted."""

    chosen = forms.CharField(widget=forms.HiddenInput, error_messages={"required": LOST})

    def clean_chosen(self) -> set[tuple[str, int]]:
        keys = keys_in(self.cleaned_data["chosen"].split(","))
        if not keys:
            raise ValidationError(LOST)
        return keys


class ApproveForm(PlainForm):
    """Which wordings are approved, each as it was read."""

    seen = SeenRowsField(error_messages={"required": LOST})


class SendBackForm(OnRecordForm):
    """What is wrong with a text."""

    reason = forms.CharField(
        label="What has to be different",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Whoever submitted it reads this beside the text. It stays in the history.",
    )


class RevokeForm(OnRecordForm):
    """Why the approval of a text is taken back."""

    reason = forms.CharField(
        label="Why the approval is taken back",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="Whoever submitted it reads this beside the text. It stays in the history.",
    )


class PublishForm(PlainForm):
    """What is new, from when, and why past the checklist."""

    shown_when = {"day": ("when", LATER), "time": ("when", LATER)}

    note = forms.CharField(
        label="What is new, for the public",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text="In your words: it stands above what changed. It is public the moment the plan is.",
    )
    when = forms.ChoiceField(
        label="Public from",
        choices=[(NOW, "Now"), (LATER, "A day and time to come")],
        widget=forms.RadioSelect,
        initial=NOW,
    )
    day = DayField(label="Day", required=False)
    time = forms.CharField(
        label="Time",
        required=False,
        max_length=20,
        help_text="By the clock in London: 09:30. Until then nobody outside reads it.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    why = forms.CharField(
        label="Why it is published although something is missing",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    last = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**6)
    read = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, lacks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lacks:
            self.fields["why"].help_text = f"The plan lacks: {'; '.join(lacks)}. The reason is kept, and not public."
        else:
            del self.fields["why"]

    def clean_time(self) -> datetime.time | None:
        text = self.cleaned_data["time"]
        return read_time(text) if text else None

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["public_from"] = self._moment(said) if said.get("when") == LATER else None
        return said

    def _moment(self, said: dict[str, Any]) -> datetime.datetime | None:
        """The moment that was typed; what of it is missing or cannot be is said beside its field."""
        for name, sentence in (("day", "Say on which day."), ("time", "Say at what time.")):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        try:
            return None if self.errors else moment_at(said["day"], said["time"])
        except ValidationError as error:
            self.add_error("time", error)
            return None


class WithdrawForm(PlainForm):
    """Why a publication is taken back."""

    reason = forms.CharField(
        label="Why it is withdrawn",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="For the history. The public reads only that it was withdrawn, and on which day.",
    )
    confirm = forms.BooleanField(
        label="I want this publication to disappear from the public site at once, its files and the feed included"
    )


class RequirementForm(EditForm):
    """What a plan has to have, by what it is seen, and which sections answer it."""

    sections = RecordsField(
        queryset=Section.objects.none(),
        label="Sections that answer it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only asked where it is seen by a section. A section answers for the plan that it stands in.",
    )

    class Meta:
        model = Requirement
        fields = ("title", "source", "seen_by", "sections")
        widgets = {"seen_by": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen: Any = self.fields["seen_by"]
        seen.choices = Requirement.Seen.choices  # none of them is chosen for anybody
        sections = Section.objects.current().filter(
            plan__authority=self.instance.authority_id, plan__archived_at=None, is_public=True
        )
        field: Any = self.fields["sections"]
        field.queryset = sections.select_related("plan").order_by("-plan__starts_on", "plan", "position")
        field.label_from_instance = lambda section: f"{section.title} ({section.plan})"

    def chosen_sections(self) -> list[Section]:
        """The sections that were ticked, and those that answer it in plans whose sections are not offered any more."""
        offered: Any = self.fields["sections"]
        kept = self.instance.sections.exclude(pk__in=offered.queryset.values("pk"))
        return [*self.cleaned_data["sections"], *kept.select_related("plan")]
