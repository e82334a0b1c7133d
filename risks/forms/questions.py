"""Questions that the forms of the register share."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Post


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
