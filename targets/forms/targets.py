"""The forms of targets: what is wanted of a series, and where it starts from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from kpa_tracker.base.toolkit.editing import EditForm, in_words
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, RecordsField
from targets.actions.goals import BASELINE_FIELDS, FIGURES, forms_of
from targets.forms.figures import FigureField
from targets.models import Baseline, Footnote, Measure, Series, Target
from targets.performance import Form, Kind, read_figures
from targets.performance.numbers import number_as_it_is

FORM_HINTS = {
    Form.ABSOLUTE: "Increase to 52%. Reduce to 668.",
    Form.RELATIVE: "Reduce by 10%. It counts from the baseline.",
    Form.FLOOR: "No less than 32%.",
    Form.CEILING: "No more than 5 days.",
    Form.RANGE: "Between 85% and 90%.",
    Form.LEVEL: "Achieve Level 3.",
    Form.GRADE: "Achieve Good.",
    Form.RANK: "In the top ten nationally, the top two of the most similar group.",
    Form.WORDS: "No figure: it is judged on evidence.",
}
WITH_VALUE = "absolute floor ceiling range level grade rank"
SECOND_LABELS = {Kind.RANK: "Place in the second field", Kind.RATIO: "Second figure of the ratio"}
SECOND_WITH = {Kind.RANK: "rank", Kind.RATIO: "absolute floor ceiling"}
TARGET_FIELDS = ("objective", "text", "form", *FIGURES, "is_strict", "starts", "ends", "footnotes")


class ChooseSeriesForm(PlainForm):
    """Which series a target is for."""

    series = forms.ModelChoiceField(
        Series.objects.none(),
        label="Measure",
        empty_label="Choose a measure",
        help_text="Each of its series can have a target.",
    )

    def __init__(self, *args: Any, series: QuerySet[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = series


class TargetForm(EditForm):
    """A target and its baseline. The sorts of target offered are those that its measure can have."""

    fieldsets = (
        ("The target", ["objective", "text"]),
        ("Its parts", ["form", *FIGURES, "is_strict", "starts", "ends", "drop_profile"]),
        (
            "The baseline: where it starts from",
            [f"baseline_{name}" for name in (*BASELINE_FIELDS, "footnotes")] + ["new_footnote"],
        ),
        ("Notes under the table", ["footnotes"]),
    )
    starts = DayField(label="From")
    ends = DayField(label="To")
    value = FigureField(label="Figure")
    second = FigureField(label="Upper end")
    change_percent = FigureField(
        label="Change, per cent of the baseline",
        kind=Kind.PERCENTAGE,
        help_text="With its sign: -10 for “reduce by 10%”.",
    )
    change_by = FigureField(
        label="Or change in the measure's own unit", help_text="With its sign: 2 for “two percentage points more”."
    )
    drop_profile = forms.BooleanField(
        label="Drop the year’s profile",
        required=False,
        help_text="It was made for the target as it is. Where the figure or the days change, drop it and set another.",
    )
    baseline_text = forms.CharField(
        label="Baseline as the plan says it", required=False, max_length=200, help_text="For example 46.4% or Level 3."
    )
    baseline_value = FigureField(label="Its figure")
    baseline_second = FigureField(label="Its second figure")
    baseline_starts = DayField(label="Counted from", required=False)
    baseline_ends = DayField(
        label="Counted to", required=False, help_text="Only this day, where it was counted on one: 31/3/2009."
    )
    baseline_is_projected = forms.BooleanField(
        label="It is a projection, worked out from part of a period", required=False
    )
    baseline_footnotes = RecordsField(
        Footnote.objects.none(),
        label="Footnotes of the baseline",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    new_footnote = forms.CharField(
        label="A new footnote of the baseline",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )

    class Meta:
        model = Target
        fields = TARGET_FIELDS
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "form": forms.RadioSelect,
            "footnotes": forms.CheckboxSelectMultiple,
        }
        field_classes: ClassVar = {"footnotes": RecordsField}
        labels = {"text": "Target as the plan says it", "footnotes": "Footnotes of the target"}
        help_texts = {
            "text": "For example “Increase to 52%” or “Reduce by 10%”. "
            "It is printed exactly like this, and its parts can be read from it."
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure: Measure = self.instance.series.measure
        self.kind = Kind(self.measure.kind)
        self.fields["objective"].queryset = self.instance.plan.objectives.current().select_related("priority")
        self._offer_footnotes(Footnote.objects.offered(self.instance.authority_id, kept=self._footnotes_kept()))
        self._offer_forms()
        self._ask_in_own_terms()
        if self.instance.pk is None or not self.instance.expected_values.exists():
            del self.fields["drop_profile"]
        if self.instance.baseline is not None:
            self.initial.update(said_of(self.instance.baseline))

    def _footnotes_kept(self) -> set[int]:
        """The footnotes that the target and its baseline refer to."""
        named = [one for one in (self.instance, self.instance.baseline) if one is not None and one.pk]
        return {note.pk for one in named for note in one.footnotes.all()}

    def _offer_footnotes(self, offered: QuerySet[Footnote]) -> None:
        for name in ("footnotes", "baseline_footnotes"):
            self.fields[name].queryset = offered
            if not offered:
                del self.fields[name]

    def _offer_forms(self) -> None:
        offered = [form for form in Form if form in forms_of(self.kind)]
        self.fields["form"].choices = [(form.value, form.word) for form in offered]
        self.fields["form"].option_hints = {form.value: FORM_HINTS[form] for form in offered}
        self.shown_when = {  # type: ignore[misc]
            "value": ("form", WITH_VALUE),
            "second": ("form", SECOND_WITH.get(self.kind, "range")),
            "change_percent": ("form", "relative"),
            "change_by": ("form", "relative"),
            "is_strict": ("form", "floor ceiling"),
        }

    def _ask_in_own_terms(self) -> None:
        """Ask for figures of the measure's kind: grades by their words, and no second figure where there is none."""
        for name in ("value", "second", "change_by", "baseline_value", "baseline_second"):
            self.fields[name].kind = self.kind
        self.fields["second"].label = SECOND_LABELS.get(self.kind, "Upper end")
        if self.kind not in SECOND_LABELS:
            del self.fields["baseline_second"]
        if self.kind is Kind.GRADE:
            grades = list(self.measure.scale.grades.all()) if self.measure.scale else []
            for name, label in (("value", "Grade"), ("baseline_value", "Its grade")):
                self.fields[name] = grade_field(grades, label)

    # --- What was typed -----------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Leave out the figures that the sort of target does not have: their boxes were not shown."""
        cleaned = super().clean()
        chosen = cleaned.get("form", "")
        for name, (_, answers) in self.shown_when.items():
            if chosen not in answers.split() and name not in self.errors:
                cleaned[name] = False if name == "is_strict" else None
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes.items() if name in TARGET_FIELDS}

    @property
    def baseline(self) -> dict[str, Any]:
        """What is said of the baseline, by its own columns."""
        lead = "baseline_"
        said = {name: value for name, value in self.cleaned_data.items() if name.startswith(lead)}
        return {name.removeprefix(lead): value for name, value in said.items()}

    def beside(self, current: Any) -> list[tuple[str, str, str]]:
        saved = said_of(current.baseline) if current.baseline else {}
        typed = {f"baseline_{name}": value for name, value in self.baseline.items()}
        rows = [(self[name].label, value, saved.get(name)) for name, value in typed.items()]
        return [*super().beside(current), *((str(label), in_words(one), in_words(two)) for label, one, two in rows)]


def said_of(baseline: Baseline) -> dict[str, Any]:
    """Return what a form shows of a baseline, by its fields' names."""
    said = {f"baseline_{name}": getattr(baseline, name) for name in BASELINE_FIELDS}
    return {**said, "baseline_footnotes": list(baseline.footnotes.all())}


def grade_field(grades: Iterable[Any], label: str) -> forms.TypedChoiceField:
    """Return a choice of a scale's grades, best first, that gives the grade's place."""
    offered = [(str(grade.rank), grade.word) for grade in reversed(list(grades))]
    return forms.TypedChoiceField(
        choices=[("", "Choose a grade"), *offered], label=label, required=False, coerce=Decimal, empty_value=None
    )


# --- Reading the wording ----------------------------------------------------------------------------------------------


def baseline_read(text: str, kind: Kind) -> dict[str, str]:
    """Return what a baseline's words fill in; nothing where they are not one figure of the measure's kind."""
    figure = read_figures(text, None if kind.is_words else kind).figure
    if figure is None or figure.value is None or figure.kind is not kind:
        return {}
    second = {"baseline_second": number_as_it_is(figure.second)} if figure.second is not None else {}
    return {"baseline_value": number_as_it_is(figure.value), **second}
