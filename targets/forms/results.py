"""Forms about one result: entering it, correcting it, judging it otherwise than its rule."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.base.toolkit.forms import PlainForm, RecordsField
from kpa_tracker.base.toolkit.ratings import RATINGS
from targets.actions.answers import ANSWERS
from targets.actions.results import NOTHING_SEEN, Seen, place_of
from targets.forms.cells import EXAMPLES, CellField, typed
from targets.forms.figures import FigureField
from targets.models import Footnote, Result, Series
from targets.models.results import STATUSES
from targets.performance import Kind

FRACTIONS = (Kind.PERCENTAGE, Kind.RATE)
WITHHELD_HINT = "Only where there is a figure that is not given. A period without data is left empty."


class SeenField(forms.CharField):
    """Which version of a result the writer has seen, as "number.version"."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> Seen:
        found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})", str(value or "0.0"))
        return (int(found[1]), int(found[2])) if found else NOTHING_SEEN


def as_seen(result: Result | None) -> str:
    number, version = place_of(result)
    return f"{number}.{version}"


def text_box(label: str, *, hint: str = "", rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, required=False, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class ResultForm(PlainForm):
    """The result of a series in a period. What the measure's kind has no use for is not asked."""

    seen = SeenField(required=False)
    period = forms.ChoiceField(label="Which period?")
    value = CellField(label="Figure")
    numerator = FigureField(label="Numerator (optional)")
    denominator = FigureField(label="Denominator (optional)", help_text="With both, the figure may be left empty.")
    words = text_box("What does the evidence show?", rows=4)
    judged_status = forms.ChoiceField(label="How do you judge it? (optional)", required=False)
    standing = forms.ChoiceField(
        label="How firm is it?", required=False, choices=Result.Standing.choices, widget=forms.RadioSelect
    )
    withheld_reason = text_box("Withheld, because (optional)", hint=WITHHELD_HINT)
    note = text_box("What does a reader have to know? (optional)")
    footnotes = RecordsField(
        label="Footnotes (optional)",
        required=False,
        queryset=Footnote.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    on_behalf_of = forms.ModelChoiceField(
        label="On whose behalf? (optional)", required=False, queryset=Post.objects.none(), empty_label="Nobody's"
    )
    corrects_because = text_box(
        "Why do you correct it?", hint="Needed where the figure changes. Everybody can read it."
    )

    marks_optional = False
    fieldsets = (
        ("The result", ("period", "value", "numerator", "denominator", "words", "judged_status", "standing")),
        ("Beside it", ("withheld_reason", "note", "footnotes", "on_behalf_of")),
        ("The correction", ("corrects_because",)),
    )

    def __init__(self, *args: Any, series: Series, periods: Iterable[tuple[date, date]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fit(Kind(series.measure.kind), series)
        offered = [(as_days(*days), format_months(*days)) for days in periods]
        self.fields["period"].choices = offered
        for name in ("period",) if not offered else ("corrects_because",):
            del self.fields[name]
        if {"judged_status", "corrects_because"} <= set(self.fields):
            self.fields["judged_status"].help_text = "Where the words change, this is your judgement of the new ones."
        authority = series.measure.authority_id
        self.fields["on_behalf_of"].queryset = Post.objects.filter(authority=authority, archived_at=None)
        self.fields["footnotes"].queryset = Footnote.objects.offered(authority, kept=self.initial.get("footnotes", ()))

    def _fit(self, kind: Kind, series: Series) -> None:
        """Ask for what figures of this kind are made of."""
        gone = set() if kind in FRACTIONS else {"numerator", "denominator"}
        gone |= {"value"} if kind.is_words else {"words"}
        gone |= set() if kind is Kind.QUALITATIVE else {"judged_status"}
        for name in gone:
            del self.fields[name]
        if "value" in self.fields:
            self.fields["value"].series = series
            unit = series.unit or series.measure.unit
            self.fields["value"].help_text = f"For example {EXAMPLES[kind]}.{f' In {unit}.' if unit else ''}"
        if kind is Kind.GRADE:
            self._offer_grades(series)
        if kind is Kind.QUALITATIVE:
            self.fields["judged_status"].choices = [("", "Not judged"), *STATUSES]

    def _offer_grades(self, series: Series) -> None:
        self.fields["words"].label = "Grade"
        if series.measure.scale:
            grades = [(grade.word, grade.word) for grade in series.measure.scale.grades.all()]
            self.fields["words"] = forms.ChoiceField(label="Grade", required=False, choices=[("", "None"), *grades])

    def content(self) -> dict[str, Any]:
        """What the person says, as the actions take it."""
        said = {name: self.cleaned_data[name] for name in ANSWERS if name in self.cleaned_data}
        said |= said.pop("value", None) or {}
        return {**said, "footnotes": list(self.cleaned_data.get("footnotes") or [])}

    def has_now_seen(self, result: Result) -> None:
        """Let the next sending of this form count as written in view of this version."""
        self.data["seen"] = as_seen(result)  # type: ignore[index]

    def beside(self, saved: Result) -> list[tuple[str, str, str]]:
        """(question, what was typed, what is saved) for every question that has an answer in either."""
        rows = [
            (str(self.fields[name].label).removesuffix(" (optional)"), *both)
            for name in ANSWERS
            if name in self.fields
            for both in [(told(self.typed(name)), told(typed(saved) if name == "value" else getattr(saved, name)))]
        ]
        return [row for row in rows if any(row[1:])]

    def typed(self, name: str) -> Any:
        return self.data.get(name, "") if name == "value" else self.cleaned_data.get(name)


def told(value: Any) -> str:
    """An answer as people read it. Zero is an answer."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return RATINGS[value].word if value in RATINGS and value else str(value or "")


def as_days(starts: date, ends: date) -> str:
    return f"{starts}/{ends}"


def days_of(text: str) -> tuple[date, date]:
    starts, _, ends = text.partition("/")
    return date.fromisoformat(starts), date.fromisoformat(ends)


def answers_of(result: Result) -> dict[str, Any]:
    """Return what a form on this version starts with."""
    said = {name: getattr(result, name) for name in ANSWERS}
    behalf = {"on_behalf_of": result.on_behalf_of_id, "footnotes": list(result.footnotes.values_list("pk", flat=True))}
    return said | behalf | {"value": typed(result), "seen": as_seen(result)}


class JudgementForm(PlainForm):
    """The owner's own judgement beside the rule's."""

    marks_optional = False
    seen = SeenField(required=False)
    judged_status = forms.ChoiceField(
        label="How do you judge it?",
        required=False,
        choices=[*STATUSES, ("", "As the rule does")],
        widget=forms.RadioSelect,
    )
    judged_reason = text_box(
        "Why?", hint="Both are shown: what the rule says, and your judgement with this reason.", rows=3
    )
