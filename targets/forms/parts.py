"""The forms of what measures and plans are told with: sources, sets, footnotes, scales, definitions, objectives,
comparators."""

from __future__ import annotations

from typing import Any

from django import forms

from kpa_tracker.base.toolkit.editing import EditForm
from kpa_tracker.base.toolkit.forms import DayField
from targets.forms.figures import FigureField
from targets.models import Comparator, Definition, Footnote, GradeScale, MeasureSet, Objective, Source


class SourceForm(EditForm):
    """Where figures come from."""

    class Meta:
        model = Source
        fields = ("name", "sort", "note")


class MeasureSetForm(EditForm):
    """Measures that are printed together."""

    markdown = ("introduction",)

    class Meta:
        model = MeasureSet
        fields = ("title", "introduction")


class FootnoteForm(EditForm):
    """A note under tables."""

    class Meta:
        model = Footnote
        fields = ("text", "mark")
        labels = {"mark": "Mark of its own"}


class DefinitionForm(EditForm):
    """What a measure counts from a day on."""

    applies_from = DayField(label="Counted in this way from")

    class Meta:
        model = Definition
        fields = ("text", "applies_from", "is_change")
        labels = {"text": "Definition"}
        help_texts = {"is_change": "Nothing is compared across a change."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        earlier = self.instance.measure.definitions.filter(applies_from__lt=self.instance.applies_from)
        if earlier.exists():
            del self.fields["is_change"]


class ObjectiveForm(EditForm):
    """An objective of a plan."""

    class Meta:
        model = Objective
        fields = ("priority", "title")
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["priority"].queryset = self.instance.plan.priorities.current()
        self.fields["priority"].help_text = "The priorities of a plan are kept under “Sections and glossary”."


class ComparatorForm(EditForm):
    """How others stood."""

    starts = DayField(label="From")
    ends = DayField(label="To")
    value = FigureField(label="Figure", required=True, help_text="An average in the measure's own unit, or a place.")

    class Meta:
        model = Comparator
        fields = ("sort", "starts", "ends", "value", "of")
        widgets = {"sort": forms.RadioSelect}


class GradeScaleForm(EditForm):
    """A scale with its grades."""

    grades = forms.CharField(
        label="Grades, one a line, the worst first",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="For example Poor, Fair, Good, Excellent. What a grade means may follow a colon.",
    )

    class Meta:
        model = GradeScale
        fields = ("name", "era")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["grades"] = written(self.instance)

    def clean_grades(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in str(self.cleaned_data["grades"]).split("\n") if line.strip()]
        parted = [line.partition(":") for line in lines]
        return [(word.strip(), meaning.strip()) for word, _, meaning in parted]

    def saved_value(self, current: Any, name: str) -> Any:
        return written(current) if name == "grades" else super().saved_value(current, name)

    def beside(self, current: Any) -> list[tuple[str, str, str]]:
        typed = "\n".join(as_line(*grade) for grade in self.cleaned_data["grades"])
        rows = super().beside(current)
        return [(label, typed if label == self["grades"].label else said, saved) for label, said, saved in rows]


def as_line(word: str, meaning: str) -> str:
    return f"{word}: {meaning}" if meaning else word


def written(scale: GradeScale) -> str:
    """Return a scale's grades as its form has them."""
    return "\n".join(as_line(grade.word, grade.meaning) for grade in scale.grades.all())
