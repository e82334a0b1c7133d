"""Forms of a person's own work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from deliverables.models.work import Item
from kpa_tracker.base.toolkit.forms import PlainForm


class NoChangeForm(PlainForm):
    """Which items are as green as they were."""

    items = forms.MultipleChoiceField(
        label="Still green, and nothing new to report",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one of them.",
            "invalid_choice": "One of these has been reported on meanwhile. Look at the list as it now is.",
        },
    )

    def __init__(self, *args: Any, offered: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(item.deliverable.pk): item for item in offered}
        self.fields["items"].choices = [(key, str(item.deliverable)) for key, item in self.offered.items()]
        self.fields["items"].option_hints = {key: hint(item) for key, item in self.offered.items()}

    @property
    def chosen(self) -> list[Item]:
        return [self.offered[key] for key in self.cleaned_data["items"]]


def hint(item: Item) -> str:
    """Say for which period the update is, and what the last one announced."""
    latest = item.deliverable.latest
    announced = f" What came next was: {latest.next_steps}" if latest and latest.next_steps else ""
    return f"{item.period}.{announced}"
