"""Scoring a risk, confirming several scores at once, and how an authority scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kpa_tracker.base.toolkit.editing import EditForm, OnRecordForm
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, SeenRowsField
from risks.forms.questions import words
from risks.models import IMPACT_KINDS, Assessment, Category, Definition, Scheme
from risks.scoring import STEPS, Level, Pair, pairs

Meanings = Mapping[str, list[Definition]]
"""What the steps of each axis mean, the lowest first."""


def step_choice(label: str, needed: str) -> Any:
    choices = [(step, str(step)) for step in STEPS]
    errors = {"required": needed}
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, widget=forms.RadioSelect, error_messages=errors
    )


class AssessForm(OnRecordForm):
    """Likelihood, impact and why. A review sends it unchanged, with a new reason."""

    likelihood = step_choice("How likely is it?", "Choose how likely it is.")
    impact = step_choice("How grave would it be?", "Choose how grave it would be.")
    impact_kind = forms.ChoiceField(
        label="What would be hit hardest?",
        choices=IMPACT_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what would be hit hardest."},
    )
    rationale = words(
        "Why this score?",
        hint="What has changed since the last one, or why nothing has.",
        needed="Say why: the reason is what the next reader goes by.",
    )
    review_by = DayField(
        label="Review it sooner than its level asks?",
        required=False,
        help_text="Leave it empty for the usual day. For example, 31/3/2010.",
    )

    def __init__(self, *args: Any, basis: str, meanings: Meanings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis = basis
        held = getattr(self.instance, basis)
        for name in ("likelihood", "impact", "impact_kind") if held else ():
            self.initial.setdefault(name, getattr(held, name))
        self._explain("likelihood", meanings.get(Definition.Axis.LIKELIHOOD, []))
        self._explain("impact", meanings.get(Definition.Axis.SERVICE, []), hints=False)
        if basis != Assessment.Basis.CURRENT:
            del self.fields["review_by"]

    def _explain(self, name: str, meanings: Iterable[Definition], *, hints: bool = True) -> None:
        """Put the authority's word for each step beside its number, and what it means under it."""
        rows = list(meanings)
        field: Any = self.fields[name]
        if rows:
            field.choices = [(row.step, f"{row.step} {row.word}") for row in rows]
        if hints:
            field.option_hints = {str(row.step): row.meaning for row in rows}

    @property
    def assessment(self) -> Assessment:
        """The assessment that was asked for, not saved."""
        said = {name: value for name, value in self.changes.items() if name != "review_by"}
        return Assessment(risk=self.instance, basis=self.basis, **said)

    @property
    def review(self) -> Any:
        return self.changes.get("review_by")

    def saved_value(self, current: Any, name: str) -> Any:
        """What the risk's own assessment says now."""
        if name == "review_by":
            return current.next_review
        held = getattr(current, self.basis)
        return getattr(held, name) if held else ""


class ReviewForm(PlainForm):
    """One reason for confirming several scores, and the risks with the versions that were seen."""

    seen = SeenRowsField()
    list = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    rationale = words(
        "Why do these scores stay as they are?",
        hint="It is kept with every one of them.",
        needed="Say why: the reason is what the next reader goes by.",
    )


# --- How an authority scores ------------------------------------------------------------------------------------------


def cell_name(pair: Pair) -> str:
    return f"level_{pair[0]}_{pair[1]}"


class MatrixForm(OnRecordForm):
    """The level of each of the 25 cells."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance.matrix
        for pair in pairs():
            self.fields[cell_name(pair)] = forms.TypedChoiceField(
                label=f"Likelihood {pair[0]}, impact {pair[1]}", choices=Level.choices(), coerce=int
            )
            self.initial.setdefault(cell_name(pair), int(held[pair]))

    @property
    def matrix(self) -> dict[Pair, int]:
        return {pair: self.cleaned_data[cell_name(pair)] for pair in pairs()}

    def saved_value(self, current: Any, name: str) -> Any:
        _, likelihood, impact = name.split("_")
        return int(current.matrix[int(likelihood), int(impact)])

    @property
    def rows(self) -> list[tuple[int, list[Any]]]:
        """The boxes as the matrix is drawn: the likeliest row first, impact from left to right."""
        return [(likelihood, [self[cell_name((likelihood, impact))] for impact in STEPS]) for likelihood in STEPS[::-1]]


class MonthsForm(EditForm):
    """How many months lie between reviews of each level."""

    class Meta:
        model = Scheme
        fields = ("very_high_months", "high_months", "medium_months", "low_months")

    @property
    def months(self) -> dict[Level, int]:
        return {level: self.cleaned_data[f"{level.name.lower()}_months"] for level in Level}


class StepsForm(OnRecordForm):
    """What the five steps of one axis mean."""

    fieldsets = tuple((f"Step {step}", [f"word_{step}", f"meaning_{step}"]) for step in STEPS)

    def __init__(self, *args: Any, axis: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.axis = axis
        held = {row.step: row for row in self.instance.definitions.filter(axis=axis)}
        for step in STEPS:
            self.fields[f"word_{step}"] = forms.CharField(label=f"Word for step {step}", max_length=40)
            self.fields[f"meaning_{step}"] = forms.CharField(label=f"What step {step} means", max_length=300)
            if step in held:
                self.initial.setdefault(f"word_{step}", held[step].word)
                self.initial.setdefault(f"meaning_{step}", held[step].meaning)

    @property
    def steps(self) -> list[tuple[str, str]]:
        return [(self.cleaned_data[f"word_{step}"], self.cleaned_data[f"meaning_{step}"]) for step in STEPS]

    def saved_value(self, current: Any, name: str) -> Any:
        what, _, step = name.partition("_")
        row = current.definitions.filter(axis=self.axis, step=int(step)).first()
        return getattr(row, what) if row else ""


class CategoryForm(EditForm):
    """A category of risks, and how much of it is borne."""

    class Meta:
        model = Category
        fields = ("name", "appetite", "statement")
