"""The forms on recommendations: what is asked for, how it stands, and its steps to the end."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.editing import EditForm, version_field
from kpa_tracker.base.toolkit.forms import PartialDateFormField, PlainForm
from targets.forms.inspections import reason_field
from targets.models import Recommendation


class RecommendationForm(EditForm):
    """What a report asks for, who answers for it and by when."""

    due = PartialDateFormField(label="Due", required=False)
    fieldsets = (
        ("What is asked for", ["reference", "kind", "text", "judgement"]),
        ("Who answers for it", ["owner", "committee", "due"]),
        ("How it stands", ["remains", "comment"]),
    )

    class Meta:
        model = Recommendation
        fields = ("reference", "kind", "text", "judgement", "owner", "committee", "remains", "comment")
        widgets = {"comment": forms.Textarea(attrs={"rows": 3}), "remains": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reference": "As the report numbers it, or R1, R2 and so on."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        authority = self.instance.authority_id
        self.fields["judgement"].queryset = self.instance.inspection.judgements.all()
        self.fields["judgement"].empty_label = "Of the report as a whole"
        self.fields["owner"].queryset = Post.objects.filter(authority=authority).current()
        self.fields["owner"].empty_label = "Nobody yet: it awaits allocation"
        self.fields["committee"].queryset = Committee.objects.filter(authority=authority).current()
        if self.instance.pk:
            self.initial["due"] = self.instance.due
        drop_published_line(self)


class ReportForm(EditForm):
    """What its owner says of a recommendation."""

    class Meta:
        model = Recommendation
        fields = ("remains", "comment")
        widgets = {"comment": forms.Textarea(attrs={"rows": 3}), "remains": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_settled:
            del self.fields["remains"]
        drop_published_line(self)


def drop_published_line(form: EditForm) -> None:
    """A line that is published is not changed in passing: it has a page of its own."""
    if form.instance.pk and form.instance.is_line_published:
        del form.fields["comment"]


class LineForm(PlainForm):
    """A published line as it should read, and why."""

    version = version_field()
    comment = forms.CharField(label="The office’s comment", widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)
    reason = reason_field()

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("version") or 0


class StepForm(PlainForm):
    """A step to the end that needs words: evidence or a reason."""

    version = version_field()
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=5000)

    def __init__(self, *args: Any, label: str, hint: str, needed: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text, field.error_messages["required"] = label, hint, needed

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("version") or 0
