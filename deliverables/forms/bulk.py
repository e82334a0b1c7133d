"""What is asked before several deliverables are changed at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from deliverables.actions.bulk import ARCHIVE, COMMITTEE, KINDS, LEAD
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.forms import PlainForm, SeenRowsField


class BulkForm(PlainForm):
    """What to do to them, and why."""

    shown_when: ClassVar = {"committee": ("kind", COMMITTEE), "lead": ("kind", LEAD)}

    kind = forms.ChoiceField(label="What to change", choices=list(KINDS.items()), widget=forms.RadioSelect)
    committee = forms.ModelChoiceField(Committee.objects.none(), required=False, empty_label="No committee")
    lead = forms.ModelChoiceField(Post.objects.none(), required=False, label="Lead post", empty_label="No lead post")
    reason = forms.CharField(
        label="Why", widget=forms.Textarea, max_length=2000, help_text="Kept in the history of each of them."
    )
    seen = SeenRowsField()
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
