"""Forms about evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import lazy

from deliverables.actions.evidence import NewEvidence
from kpa_tracker.base.toolkit.editing import AS_AROUND
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.base.toolkit.markings import OFFERED
from kpa_tracker.base.toolkit.uploads import ACCEPT, KINDS_IN_WORDS, in_megabytes, inspect_upload


def what_may_be_kept() -> str:
    return f"{KINDS_IN_WORDS}, up to {in_megabytes(settings.EVIDENCE_MAX_BYTES)}."


class EvidenceFields(PlainForm):
    """A file or a link, and what it is called: on a form of their own, and in the update's."""

    evidence = forms.FileField(
        label="A file",
        required=False,
        allow_empty_file=True,
        help_text=lazy(what_may_be_kept, str)(),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    evidence_link = forms.URLField(
        label="Or a link",
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text="The address of a page or document, such as the published minutes.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    evidence_title = forms.CharField(
        label="What it is", required=False, max_length=200, help_text="For example, Minutes of 5 May, item 4."
    )

    evidence_marking = forms.ChoiceField(
        label="Protective marking",
        required=False,
        choices=[("", AS_AROUND), *((one, one) for one in OFFERED)],
        help_text="Of the file, where it is higher than that of what it belongs to.",
    )

    marks_optional = False

    def clean_evidence(self) -> Any:
        """Refuse beside the field what the action would refuse."""
        file = self.cleaned_data["evidence"]
        if file:
            try:
                inspect_upload(file, limit=settings.EVIDENCE_MAX_BYTES)
            except Refused as refused:
                raise ValidationError(refused.message) from None
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("evidence") and cleaned.get("evidence_link"):
            self.add_error("evidence_link", "Give a file or a link. Add the other one afterwards.")
        return cleaned

    def brought(self) -> NewEvidence | None:
        """What the person brings, if anything."""
        names = ("evidence_title", "evidence_link", "evidence", "evidence_marking")
        title, link, file, marking = (self.cleaned_data[name] for name in names)
        return NewEvidence(title, link, file, marking) if file or link else None


class EvidenceForm(EvidenceFields):
    """Adding evidence to a deliverable."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("evidence") and not cleaned.get("evidence_link"):
            self.add_error("evidence", "Choose a file, or give a link.")
        return cleaned


class WithdrawalForm(PlainForm):
    """Taking evidence back."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why do you withdraw it?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why it is withdrawn."},
    )
