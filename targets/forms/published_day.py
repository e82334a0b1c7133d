"""The form by which a report's facts are corrected: its day of publication moves for a reason alone."""

from __future__ import annotations

from typing import Any

from django import forms

from targets.forms.inspections import InspectionForm


class InspectionCorrectionForm(InspectionForm):
    """An inspectorate's report as it should read, and why the day moves from which the 56 days count."""

    fieldsets = (*InspectionForm.fieldsets, ("Where the day of publication moves", ["reason"]))  # type: ignore[assignment]
    reason = forms.CharField(
        label="Why does it move?",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Needed while the office’s comments are due: their 56 days count from this day, and the reason stays "
        "in the history. Where no comments are due, nothing counts from it.",
    )

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed of the report itself."""
        return {name: value for name, value in super().changes.items() if name != "reason"}
