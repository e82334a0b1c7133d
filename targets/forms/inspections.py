"""The forms on inspections, what they judged, and the office's comments."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.toolkit.editing import EditForm, version_field
from kpa_tracker.base.toolkit.forms import DayField, PlainForm
from targets.models import Grade, GradeScale, Inspection, Judgement


class InspectionForm(EditForm):
    """An inspectorate's report."""

    markdown = ("summary",)
    fieldsets = (
        ("The report", ["title", "inspectorate", "published_on", "looked_from", "looked_to", "summary"]),
        ("How it judges", ["scale", "forces"]),
        ("The office's comments", ["needs_comments"]),
    )
    published_on = DayField(label="Published")
    looked_from = DayField(label="Looks at the time from", required=False)
    looked_to = DayField(label="to", required=False)

    class Meta:
        model = Inspection
        fields = (
            *("title", "inspectorate", "published_on", "looked_from", "looked_to", "summary"),
            *("scale", "forces", "needs_comments"),
        )
        help_texts = {"summary": "In your own words. A line that starts with - becomes a bullet."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scales = GradeScale.objects.filter(authority=self.instance.authority_id).current()
        self.fields["scale"].queryset = scales
        self.fields["scale"].empty_label = "It gives no grades"


class CommentsForm(PlainForm):
    """The day on which the office's comments were published."""

    version = version_field()
    on = DayField(label="When were the comments published?")
    comments = forms.CharField(
        label="The comments as a whole",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20000,
        help_text="What goes for all of the report. Each recommendation has a line of its own.",
    )

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("version") or 0


def reason_field() -> forms.CharField:
    """Ask why something published is corrected."""
    return forms.CharField(
        label="Why is it corrected?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text="Everybody can read it, beside the first day of publication, which stays.",
        error_messages={"required": "Say why what was published is corrected. Everybody can read it."},
    )


class CorrectionForm(PlainForm):
    """The published comments as they should read, and why."""

    version = version_field()
    comments = forms.CharField(
        label="The comments as a whole", required=False, widget=forms.Textarea(attrs={"rows": 5}), max_length=20000
    )
    reason = reason_field()

    @property
    def seen(self) -> int:
        return self.cleaned_data.get("version") or 0


class JudgementForm(EditForm):
    """The grade of one area, and how many forces of the country got which."""

    markdown = ("strengths", "in_progress")

    class Meta:
        model = Judgement
        fields = ("domain", "reference", "area", "grade", "travel", "strengths", "in_progress")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grades = list(Grade.objects.filter(scale=self.instance.inspection.scale_id).order_by("rank"))
        self.fields["grade"].queryset = Grade.objects.filter(scale=self.instance.inspection.scale_id).order_by("rank")
        self.fields["grade"].empty_label = "Not graded"
        known = self._known()
        for grade in self.grades:
            self.fields[self._name(grade)] = forms.IntegerField(
                label=f"Forces graded {grade}", min_value=0, max_value=1000, required=False
            )
            self.initial[self._name(grade)] = known.get(grade.pk)
        forces = self.instance.inspection.forces
        self.fieldsets = (  # type: ignore[misc]
            ("The judgement", ["domain", "reference", "area", "grade", "travel"]),
            (
                f"How the country stood, {forces} forces in all" if forces else "How the country stood",
                [self._name(grade) for grade in self.grades],
            ),
            ("What the report says", ["strengths", "in_progress"]),
        )

    def _known(self) -> dict[int, int]:
        return dict(self.instance.distribution.values_list("grade", "forces")) if self.instance.pk else {}

    @staticmethod
    def _name(grade: Grade) -> str:
        return f"forces_{grade.pk}"

    @property
    def distribution(self) -> dict[Grade, int]:
        """What was typed, by grade; nothing where all of it was left empty, else an empty number is none."""
        typed = {grade: self.cleaned_data.get(self._name(grade)) for grade in self.grades}
        known = any(number is not None for number in typed.values())
        return {grade: number or 0 for grade, number in typed.items()} if known else {}

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}
