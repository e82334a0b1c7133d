"""What the forms share that act on a risk without editing its words: the version that was seen, and two answers side by
side where somebody else was faster."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.editing import VERSION, in_words, version_field, with_version
from kpa_tracker.base.toolkit.forms import PlainForm


def words(label: str, *, hint: str = "", needed: str = "", rows: int = 3, required: bool = True) -> forms.CharField:
    """Return a question that is answered in a few lines."""
    box = forms.Textarea(attrs={"rows": rows})
    said = {"required": needed} if needed else {}
    return forms.CharField(
        label=label, help_text=hint, widget=box, max_length=5000, required=required, error_messages=said
    )


def posts_of(authority_id: int) -> Any:
    """Return the posts that may be named in an authority's register."""
    return Post.objects.filter(authority=authority_id).current()


class OnRecordForm(PlainForm):
    """A form that acts on a risk, a control or an action. It carries the version that was seen."""

    version = version_field()

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = instance
        self.initial.setdefault(VERSION, instance.version)

    @property
    def seen(self) -> int:
        return self.cleaned_data.get(VERSION) or 0

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name != VERSION}

    def saved_value(self, current: Any, name: str) -> Any:
        """What the record as it is saved now has in place of a field of the form."""
        return getattr(current, name, "")

    def beside(self, current: Any) -> list[tuple[str, str, str]]:
        """Return (label, typed, saved) of each field, for a comparison."""
        rows = [(self[name], value, self.saved_value(current, name)) for name, value in self.said.items()]
        return [(str(field.label), in_words(value), in_words(saved)) for field, value, saved in rows]

    def has_now_seen(self, current: Any) -> None:
        """Let the next sending count: whoever sends it has both texts before them."""
        self.data = with_version(self, current)
