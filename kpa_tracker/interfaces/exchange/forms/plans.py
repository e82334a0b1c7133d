"""The questions of an import of a plan: which file, into which plan, what to take over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from kpa_tracker.base.toolkit.forms import PlainForm
from plans.models import Plan

ACCEPTED_FILES = ".docx,.xlsx,.csv,.txt,.tsv"


class FileForm(PlainForm):
    """Which file."""

    file = forms.FileField(
        label="The file",
        help_text="Word (.docx), Excel (.xlsx), CSV or tab-separated text, up to 20 MB. Nothing changes yet.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}),
        allow_empty_file=True,
    )


class UploadForm(FileForm):
    """Which file goes into which plan."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="Which plan is it for?", help_text="Plans that are closed take nothing more."
    )
    field_order: Iterable[str] | None = ("plan", "file")

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans


class SeenForm(PlainForm):
    """A form that only asks to be sent, and says which reading of the file was looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ConfirmForm(SeenForm):
    """What to take over besides the plan's table."""

    with_text = forms.BooleanField(
        label="Take over the vision, the values, the glossary and the text around the table",
        help_text="Only what the plan does not have yet.",
        required=False,
        initial=True,
    )
    with_risks = forms.BooleanField(
        label="Link the risks, and enter those that the register does not have yet",
        help_text="A risk is entered by its reference; the plan does not give its title.",
        required=False,
        initial=True,
    )


class NothingToSay(PlainForm):
    """A form that only asks to be sent."""
