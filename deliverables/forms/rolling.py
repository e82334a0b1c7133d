"""What is asked before next year's plan begins, and of what became of one deliverable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from deliverables.actions.fates import Decision
from deliverables.actions.rolling import Choice
from deliverables.models import Deliverable
from deliverables.models.fates import SUGGESTED, Outcome, suggested
from kpa_tracker.base.toolkit.editing import OnRecordForm, version_field
from kpa_tracker.base.toolkit.forms import DayField, PlainForm, RecordsField
from plans.models import Plan

UNDECIDED = "Not decided yet"
GOES_ON = "carried merged replaced"
ROW = ("row", "what", "why")
"""What is asked of each deliverable: the outcome, into which or what instead, and why."""
LONGEST = {"what": 400, "why": 2000}


@dataclass(frozen=True)
class Row:
    """A deliverable with what is asked of it, and what is suggested."""

    deliverable: Deliverable
    outcome: Any
    what: Any
    why: Any

    @property
    def suggestion(self) -> str:
        found = suggested(self.deliverable)
        return f"{found.label} ({SUGGESTED[found]})"


class RollForm(PlainForm):
    """The new plan's title and days, and what shall become of each deliverable of the old one.

    Nothing is chosen at first. `all_become` is what a button fills in wherever nothing is decided yet.
    """

    marks_optional = False
    title = forms.CharField(label="Title of the new plan", max_length=200)
    starts_on = DayField(label="Starts")
    ends_on = DayField(label="Ends")
    all_become = forms.ChoiceField(
        label="All that are not decided below become",
        required=False,
        choices=[("", UNDECIDED), *((one.value, one.label) for one in (Outcome.CARRIED, Outcome.DROPPED))],
    )
    all_why = forms.CharField(label="Why", required=False, max_length=LONGEST["why"], help_text="Needed to drop them.")

    def __init__(self, *args: Any, deliverables: Iterable[Deliverable], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deliverables = list(deliverables)
        for one in self.deliverables:
            self.fields |= fields_of(one)

    def name(self, part: str, one: Deliverable) -> str:
        return f"{part}_{one.pk}"

    def rows(self) -> Iterator[Row]:
        for one in self.deliverables:
            yield Row(one, *(self[self.name(part, one)] for part in ROW))

    @property
    def head(self) -> list[Any]:
        return [self[name] for name in ("title", "starts_on", "ends_on")]

    @property
    def choices(self) -> dict[int, Choice]:
        """What was chosen, by deliverable; what is not decided yet is left out."""
        said = {one.pk: [self.cleaned_data[self.name(part, one)] for part in ROW] for one in self.deliverables}
        return {pk: Choice(outcome, why, what) for pk, (outcome, what, why) in said.items() if outcome}

    def fill_in(self, *, with_suggestions: bool) -> None:
        """Put into every row that is not decided yet what is suggested for it, or what all become. Nothing is saved."""
        filled = self.data.copy()
        for one in self.deliverables:
            if not filled.get(self.name("row", one)):
                self._fill(filled, one, suggested(one).value if with_suggestions else filled.get("all_become", ""))
        self.data = filled

    def _fill(self, filled: Any, one: Deliverable, outcome: str) -> None:
        filled[self.name("row", one)] = outcome
        if outcome == filled.get("all_become") and not filled.get(self.name("why", one)):
            filled[self.name("why", one)] = filled.get("all_why", "")


def fields_of(one: Deliverable) -> dict[str, forms.Field]:
    """Return the three questions on a deliverable; each names it, so that it can be read by itself."""
    about = one.reference
    return {
        f"row_{one.pk}": forms.ChoiceField(
            label=f"What becomes of {about}", required=False, choices=[("", UNDECIDED), *Outcome.choices]
        ),
        f"what_{one.pk}": forms.CharField(
            label=f"{about}: into which, or what instead", required=False, max_length=LONGEST["what"]
        ),
        f"why_{one.pk}": forms.CharField(label=f"{about}: why", required=False, max_length=LONGEST["why"]),
    }


class FateForm(OnRecordForm):
    """What became of one deliverable. `instance` is its fate, which is new where nothing was decided yet."""

    version = version_field()
    shown_when: ClassVar = {"became": ("outcome", GOES_ON), "copied": ("outcome", "carried")}
    outcome = forms.ChoiceField(label="What became of it", choices=Outcome.choices, widget=forms.RadioSelect)
    became = RecordsField(
        Deliverable.objects.none(), label="What it became", required=False, widget=forms.CheckboxSelectMultiple
    )
    copied = forms.BooleanField(required=False)
    reason = forms.CharField(
        label="Why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST["why"],
        help_text="Needed where it was merged, replaced or dropped, and where no accepted update says it is complete.",
    )

    def __init__(self, *args: Any, instance: Any, into: Plan | None, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.into = into
        self.fields["became"].queryset = offered
        if into:
            self.fields["copied"].label = f"Put a copy of it into “{into}” now"
        else:
            del self.fields["copied"]

    @property
    def decision(self) -> Decision:
        said = self.cleaned_data
        copied_into = self.into if said.get("copied") else None
        return Decision(said["outcome"], said["reason"], list(said["became"]), copied_into)
