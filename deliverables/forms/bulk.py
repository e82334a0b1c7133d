"""What is asked before several deliverables are changed at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from deliverables.actions.bulk import ARCHIVE, COMMITTEE, KINDS, LEAD, MOST
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.forms import PlainForm

SEEN = re.compile(r"[0-9]{1,18}:[0-9]{1,9}(,[0-9]{1,18}:[0-9]{1,9})*")
LONGEST = 2 * MOST
"""Records that a form may name: more than can be changed, so that too many are told from none."""


def versions_in(text: str) -> dict[int, int]:
    """Return {12: 1, 14: 3} for "12:1,14:3", and nothing for what cannot be read or no database could look up."""
    pairs = [pair.split(":") for pair in text.split(",")] if text.count(",") < LONGEST and SEEN.fullmatch(text) else []
    return {int(pk): int(version) for pk, version in pairs}


def versions_of(records: Iterable[Any]) -> str:
    """Return the records with their versions as one text: a form takes at most a thousand fields."""
    return ",".join(f"{record.pk}:{record.version}" for record in records)


class SeenField(forms.CharField):
    """Which records were shown, each with its version."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> dict[int, int]:
        seen = versions_in(super().clean(value))
        if not seen or len(seen) > MOST:
            raise ValidationError("The chosen rows got lost on the way. Go back to the list and choose them again.")
        return seen


class BulkForm(PlainForm):
    """What to do to them, and why."""

    shown_when: ClassVar = {"committee": ("kind", COMMITTEE), "lead": ("kind", LEAD)}

    kind = forms.ChoiceField(label="What to change", choices=list(KINDS.items()), widget=forms.RadioSelect)
    committee = forms.ModelChoiceField(Committee.objects.none(), required=False, empty_label="No committee")
    lead = forms.ModelChoiceField(Post.objects.none(), required=False, label="Lead post", empty_label="No lead post")
    reason = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=2000, help_text="Kept in the history of each of them."
    )
    seen = SeenField()
    list = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, authority: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("committee", Committee), ("lead", Post)):
            self.fields[name].queryset = model.objects.current().filter(authority=authority)

    @property
    def says_what(self) -> bool:
        """Whether it is clear what to do, so that a preview can be shown even where something else is wrong."""
        kind = self.cleaned_data.get("kind")
        return kind == ARCHIVE or (kind is not None and kind in self.cleaned_data)

    @property
    def to(self) -> Any:
        """The record to set; None where it is to be emptied, or for an archiving."""
        kind = self.cleaned_data["kind"]
        return None if kind == ARCHIVE else self.cleaned_data[kind]
