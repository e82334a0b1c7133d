"""The form of a measure: the measure, its series and what it counts, in one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.editing import EditForm
from kpa_tracker.base.toolkit.forms import DayField, RecordsField
from targets.actions.measures import Parts, SeriesWords
from targets.models import Footnote, GradeScale, Measure, MeasureSet, Series, Source
from targets.performance import Direction, Kind

SERIES_FIELDS = ("name", "unit", "decimals", "source", "version")
DIRECTION_HINTS = {
    Direction.UP: "Satisfaction, detections.",
    Direction.DOWN: "Crimes, complaints, days lost to sickness.",
    Direction.HOLD: "To be kept: no less than the target is green. Where less is better, choose “Lower is better”.",
    Direction.NONE: "It gives context. It has no target and no colour.",
}
KIND_HINTS = {
    Kind.PERCENTAGE: "46.4%",
    Kind.COUNT: "21,609",
    Kind.RATE: "73.5 per 1,000 population. The words after the number are its unit.",
    Kind.RATIO: "15.4% : 3.6%",
    Kind.MONEY: "£1.5m. The unit £m says how it is written.",
    Kind.HOURS: "35.5 working hours lost per member of staff",
    Kind.RANK: "22nd nationally",
    Kind.LEVEL: "Level 3",
    Kind.GRADE: "A word of a scale, such as Good.",
    Kind.QUALITATIVE: "No number: it is judged on evidence, and counts for as much as any other.",
}


class MeasureForm(EditForm):
    """A measure with its series and its definition."""

    fieldsets = (
        ("The measure", ["reference", "title", "set"]),
        ("What its figures are", ["kind", "scale", "unit", "decimals", "direction"]),
        ("Whose it is", ["owner", "committee", "source", "frequency"]),
        ("How a year is made of its periods", ["gathering", "forecast_by"]),
        ("Notes under tables", ["footnotes", "new_footnote"]),
        ("What exactly it counts", ["definition", "applies_from", "is_change"]),
    )
    shown_when = {"scale": ("kind", "grade")}

    new_footnote = forms.CharField(
        label="A new footnote", required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    definition = forms.CharField(
        label="Definition", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )
    applies_from = DayField(
        label="Counted in this way from",
        required=False,
        help_text="The first day, for example 1/4/2009. A later definition breaks the line.",
    )
    is_change = forms.BooleanField(
        label="Results before this day were counted in another way",
        required=False,
        help_text="Then the line is broken there, and nothing is compared across. Leave it empty where you only write "
        "down what has been counted all along.",
    )
    new_series = forms.CharField(
        label="Series, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example White and BME, or Kent and Medway. Leave it empty where there is one line of results.",
    )

    class Meta:
        model = Measure
        fields = (
            *("reference", "title", "set", "kind", "scale", "unit", "decimals", "direction", "owner", "committee"),
            *("source", "frequency", "gathering", "forecast_by", "footnotes"),
        )
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "kind": forms.RadioSelect,
            "direction": forms.RadioSelect,
            "footnotes": forms.CheckboxSelectMultiple,
        }
        field_classes: ClassVar = {"footnotes": RecordsField}
        labels = {"set": "Set that it is printed in", "title": "What is measured", "kind": "Its figures are"}
        help_texts = {"owner": "The post that answers for it.", "scale": "The scale that its grades are given on."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = self.instance
        for name, offered in offers(measure).items():
            self.fields[name].queryset = offered
        if not self.fields["footnotes"].queryset:
            del self.fields["footnotes"]
        self.fields["kind"].option_hints = dict(KIND_HINTS)
        self.fields["direction"].option_hints = dict(DIRECTION_HINTS)
        self.fields["owner"].empty_label = self.fields["committee"].empty_label = "Nobody yet"
        self.kept_series = list(measure.series.filter(archived_at=None)) if measure.pk else []
        self._ask_for_series(list(self.fields["source"].queryset))
        if measure.pk:
            self.fields["new_series"].label = "Further series, one a line"
        if measure.pk and measure.definitions.exists():
            self.fields["definition"].label = "A further definition"
            del self.fields["is_change"]

    def _ask_for_series(self, sources: list[Source]) -> None:
        asked: list[tuple[str, list[str]]] = []
        for place, series in enumerate(self.kept_series, start=1):
            self.fields |= series_fields(series, sources)
            alone = "The whole" if len(self.kept_series) == 1 else f"Series {place}"
            asked.append((f"Series: {series.name or alone}", [f"series_{series.pk}_{name}" for name in SERIES_FIELDS]))
        more = ("More lines of results" if asked else "Lines of results", ["new_series"])
        self.fieldsets = (*type(self).fieldsets, *asked, more)  # type: ignore[misc, assignment]

    def clean_new_series(self) -> list[str]:
        names = [line.strip() for line in str(self.cleaned_data["new_series"]).split("\n") if line.strip()]
        if any(len(name) > 120 for name in names):
            raise forms.ValidationError("A series' name has at most 120 letters.")
        if len(set(names)) < len(names):
            raise forms.ValidationError("Two series have the same name.")
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") != Kind.GRADE:
            cleaned["scale"] = None
        if cleaned.get("definition") and not cleaned.get("applies_from") and "applies_from" not in self.errors:
            self.add_error("applies_from", "Say from which day it is counted in this way.")
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes.items() if name in self.Meta.fields}

    @property
    def parts(self) -> Parts:
        answers = self.cleaned_data
        kept = [self._said(series) for series in self.kept_series]
        new = [SeriesWords({"name": name}) for name in answers["new_series"]]
        is_change = answers.get("is_change", False)
        return Parts([*kept, *new], answers["definition"], answers["applies_from"], is_change=is_change)

    def _said(self, series: Series) -> SeriesWords:
        said = {name: self.cleaned_data[f"series_{series.pk}_{name}"] for name in SERIES_FIELDS}
        seen = said.pop("version") or 0
        return SeriesWords(said, series.pk, seen)


def series_fields(series: Series, sources: list[Source]) -> dict[str, forms.Field]:
    """Return what a form asks of one series. The sources are loaded once for all of them."""
    lead = f"series_{series.pk}"
    hint = "Empty where the measure has one series only."
    return {
        f"{lead}_name": forms.CharField(
            label="Name", required=False, max_length=120, initial=series.name, help_text=hint
        ),
        f"{lead}_unit": forms.CharField(
            label="Unit, where it has its own", required=False, max_length=120, initial=series.unit
        ),
        f"{lead}_decimals": forms.IntegerField(
            label="Decimal places, where it has its own",
            required=False,
            min_value=0,
            max_value=4,
            initial=series.decimals,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        ),
        f"{lead}_source": forms.TypedChoiceField(
            choices=[("", "The measure's"), *((str(one.pk), one.name) for one in sources)],
            label="Source, where it has its own",
            required=False,
            initial=series.source_id,
            coerce=lambda chosen: next(one for one in sources if str(one.pk) == chosen),
            empty_value=None,
        ),
        f"{lead}_version": forms.IntegerField(required=False, initial=series.version, widget=forms.HiddenInput),
    }


def offers(measure: Measure) -> dict[str, Any]:
    """Return what each choice offers: the authority's current records, and the footnotes that the measure has."""
    authority = measure.authority_id
    kept = measure.footnotes.values_list("pk", flat=True) if measure.pk else ()
    return {
        "set": MeasureSet.objects.filter(authority=authority, archived_at=None),
        "scale": GradeScale.objects.filter(authority=authority, archived_at=None),
        "source": Source.objects.filter(authority=authority, archived_at=None),
        "owner": Post.objects.current().filter(authority=authority),
        "committee": Committee.objects.current().filter(authority=authority),
        "footnotes": Footnote.objects.offered(authority, kept=kept),
    }
