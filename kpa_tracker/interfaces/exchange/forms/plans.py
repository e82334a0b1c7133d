"""The questions of an import of a plan: which file, into which plan, what to take over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings

from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.interfaces.exchange.forms.readings import ReadingField
from plans.models import Plan

READ_AT_MOST = settings.IMPORT_MAX_BYTES + 1  # one byte more tells that there is too much; no more of it is held
PASTED = "Pasted text.txt"
ACCEPTED_FILES = ".docx,.xlsx,.csv,.txt,.tsv"


class FileForm(PlainForm):
    """Which file, or which text instead of one."""

    marks_optional = False
    file = forms.FileField(
        label="The file",
        help_text="Word (.docx), Excel (.xlsx), CSV or tab-separated text, up to 20 MB. Nothing changes yet.",
        widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}),
        allow_empty_file=True,
        required=False,
    )
    pasted = forms.CharField(
        label="Or paste the table here",
        help_text="Copied from a PDF, a web page, Word or Excel, with its row of headings.",
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        max_length=1_000_000,
        required=False,
        strip=False,
    )

    reading = ReadingField()

    def __init__(self, *args: Any, readings: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if readings is None or not readings.exists():
            del self.fields["reading"]
        else:
            self.fields["reading"].queryset = readings

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file, pasted = cleaned.get("file"), cleaned.get("pasted", "").strip()
        if file is None and not pasted and not {"file", "pasted"} & set(self.errors):
            self.add_error("file", "Choose a file, or paste the table.")
        if file is not None and pasted:
            self.add_error("pasted", "Choose a file or paste the table, not both.")
        return cleaned

    def sent(self) -> tuple[str, bytes]:
        """Return the name and the content of what was sent, and never more of it than tells that it is too much."""
        file = self.cleaned_data["file"]
        return (file.name, file.read(READ_AT_MOST)) if file else (PASTED, self.cleaned_data["pasted"].encode())


class UploadForm(FileForm):
    """Which file goes into which plan."""

    plan = forms.ModelChoiceField(
        Plan.objects.none(), label="Which plan is it for?", help_text="Plans that are closed take nothing more."
    )
    field_order: Iterable[str] | None = ("plan", "file", "pasted", "reading")

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
