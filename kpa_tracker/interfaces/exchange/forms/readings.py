"""What a kept reading of columns is called, and which one a file is read by."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.toolkit.editing import PressForm
from kpa_tracker.interfaces.exchange.models import LONGEST_NAME, ImportMapping


class ReadingForm(PressForm):
    """The name of a kept reading."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME)


class ReadingField(forms.ModelChoiceField):
    """Which kept reading a file is read by, if not by what its headings say."""

    def __init__(self) -> None:
        super().__init__(
            ImportMapping.objects.none(),
            label="How are its columns read?",
            help_text="A kept reading fits every table that has its headings, in whatever order.",
            empty_label="As the same headings were read last time, or by what they say",
            required=False,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.get_sort_display().lower()})"
