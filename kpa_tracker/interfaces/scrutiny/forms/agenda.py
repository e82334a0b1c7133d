"""The agenda of a meeting, and who was there."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.editing import VERSION, OnRecordForm
from kpa_tracker.base.toolkit.forms import RecordsField
from kpa_tracker.interfaces.scrutiny.forms.questions import OfferingForm, members_of, posts_of, with_kept
from kpa_tracker.interfaces.scrutiny.models import AgendaItem


class ItemForm(OfferingForm):
    """An item of an agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "kind", "plan", "presented_by", "presented", "differences")
        widgets = {
            "presented": forms.Textarea(attrs={"rows": 4}),
            "differences": forms.Textarea(attrs={"rows": 4}),
        }
        help_texts = {
            "plan": "Where the item is about one: its draft, or its progress.",
            "presented": "In a few sentences. It can wait until the meeting.",
        }


class AttendanceForm(OnRecordForm):
    """Who was at a meeting, and who sent apologies."""

    present = RecordsField(
        label="Who was there?", queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    apologies = RecordsField(
        label="Who sent apologies?", queryset=Post.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting, kept = self.instance, getattr(self.instance, "attendance", None)
        self.initial[VERSION] = kept.version if kept else 0
        fields: Any = self.fields
        offered = {"present": posts_of(meeting.authority_id), "apologies": members_of(meeting.committee)}
        for name, posts in offered.items():
            self.initial[name] = list(getattr(kept, name).all()) if kept else []
            fields[name].queryset = with_kept(posts, self.initial[name])
