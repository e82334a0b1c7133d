"""Forms on a deliverable itself, and on its place in the plan."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from deliverables.actions.parts import Item
from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.dates import PartialDate, Precision
from kpa_tracker.base.toolkit.editing import EditForm, in_words, version_field
from kpa_tracker.base.toolkit.forms import PartialDateFormField, PlainForm, RecordsField
from plans.forms import priorities_offered
from plans.models import Ambition, Descriptor, Plan
from targets.models import Measure, Recommendation

LINKED: dict[str, Any] = {"measures": Measure, "recommendations": Recommendation}
"""What stands beside a plan and a deliverable can be linked to; not asked for where there is none."""
LINKS = ("supporting", "priorities", *LINKED)
SPARE_MEASUREMENTS, SPARE_ITEMS, MOST_ROWS = 3, 2, 100
NOT_UNDERSTOOD = (
    "“{}” is not a date that the tracker understands. Write a day (30 June 2010), a month (June 2010), a quarter "
    "(Q2 2009/10), a year (2009/10), how often (quarterly), or ongoing."
)


class DeadlineField(PartialDateFormField):
    """A deadline that somebody types: what is not understood is refused here, unless an import once kept it."""

    kept: PartialDate | None = None

    def clean(self, value: Any) -> PartialDate:
        read = super().clean(value)
        known = self.kept is not None and self.kept.text == read.text
        if read.precision is Precision.UNKNOWN and not known:
            raise forms.ValidationError(NOT_UNDERSTOOD.format(read.text))
        return read


def rows_to_ask(data: Any, kind: str, *, saved: int, spare: int) -> int:
    """Return how many rows of a kind a form has: those saved and some to spare, or those sent; more where asked for."""
    sent = [int(name.removeprefix(f"{kind}_")) for name in data if re.fullmatch(rf"{kind}_[0-9]{{1,3}}", name)]
    usual = saved + spare
    asked = max(usual, *sent) if sent else usual
    return max(usual, min(asked + (spare if data.get("more") == kind else 0), MOST_ROWS))


class DeliverableForm(EditForm):
    """What a deliverable says, who owns it, by when, and how anybody will know."""

    deadline = DeadlineField(required=False)
    adding = {
        "How we will know": ("measurement", "Add another measurement"),
        "Parts of it, where it has several": ("item", "Add another part"),
    }

    class Meta:
        model = Deliverable
        fields = (
            *("reference", "title", "description", "lead", "supporting", "committee", "priorities"),
            *("public_wording", "measures", "recommendations"),
        )
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "supporting": forms.CheckboxSelectMultiple,
            "priorities": forms.CheckboxSelectMultiple,
            "measures": forms.CheckboxSelectMultiple,
            "recommendations": forms.CheckboxSelectMultiple,
        }
        field_classes = dict.fromkeys(LINKS, RecordsField)
        labels = {
            "priorities": "Priorities of the policing plan that it serves",
            "public_wording": "Public wording",
            "measures": "Measures that show whether it worked",
            "recommendations": "Recommendations of inspections that it answers",
        }
        help_texts = {
            "lead": "The one post that answers for it. Leave it empty where nobody does yet: the gap is then shown.",
            "supporting": "Posts that help. The lead post is not among them.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = self.instance.plan
        self._offer_what_is_ours()
        self._ask_for_deadline()
        measurements = self._ask_for_measurements()
        items = self._ask_for_items()
        self.fieldsets = [  # type: ignore[misc]
            ("What it is", ["reference", "title", "description", "public_wording"]),
            ("Who and when", ["lead", "supporting", "committee", "deadline", "priorities"]),
            ("How we will know", measurements),
            ("Parts of it, where it has several", items),
            ("What it rests on and answers", [name for name in LINKED if name in self.fields]),
        ]
        for name in (*measurements, *items):
            self.fields[name].marks_optional = False  # a row to spare is there to be left empty

    def _offer_what_is_ours(self) -> None:
        authority = self.plan.authority_id
        for name in ("lead", "supporting"):
            self.fields[name].queryset = still_offered(Post, self.instance, name).filter(authority=authority)
        self.committees = still_offered(Committee, self.instance, "committee").filter(authority=authority)
        self.fields["committee"].queryset = self.committees
        self.fields["priorities"].queryset = priorities_offered(self.plan, self.instance)
        for name, model in LINKED.items():
            self.fields[name].queryset = still_offered(model, self.instance, name).filter(authority=authority)
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def _ask_for_deadline(self) -> None:
        field = self.fields["deadline"]
        if self.plan.is_adopted and self.instance.pk:
            del self.fields["deadline"]
        elif self.instance.pk:
            self.initial["deadline"] = field.kept = self.instance.deadline

    def _ask_for_measurements(self) -> list[str]:
        said = [row.text for row in self.instance.measurements.all()] if self.instance.pk else []
        rows = rows_to_ask(self.data, "measurement", saved=len(said), spare=SPARE_MEASUREMENTS)
        names = []
        for number, text in enumerate([*said, *[""] * (rows - len(said))], start=1):
            box = forms.Textarea(attrs={"rows": 2})
            names.append(f"measurement_{number}")
            self.fields[names[-1]] = forms.CharField(
                label=f"Measurement {number}", required=False, initial=text, widget=box
            )
        return names

    def _ask_for_items(self) -> list[str]:
        rows = list(self.instance.sub_items.select_related("committee")) if self.instance.pk else []
        self.written = {number: row.committee_text for number, row in enumerate(rows, start=1)}
        self.items_asked = range(1, 1 + rows_to_ask(self.data, "item", saved=len(rows), spare=SPARE_ITEMS))
        names = []
        for number in self.items_asked:
            row = rows[number - 1] if number <= len(rows) else None
            names += [f"item_{number}", f"item_{number}_committee"]
            self.fields[names[-2]] = forms.CharField(
                label=f"Part {number}", required=False, max_length=400, initial=row.text if row else ""
            )
            self.fields[names[-1]] = forms.ModelChoiceField(
                self.committees,
                label=f"Committee of part {number}",
                required=False,
                empty_label="None",
                initial=row.committee_id if row else None,
                help_text=f"As written: {row.committee_text}" if row and row.committee_text else "",
            )
        return names

    def measurements(self) -> list[str]:
        typed = [value for name, value in self.cleaned_data.items() if name.startswith("measurement_")]
        return [text for text in typed if text]

    def sub_items(self) -> list[Item]:
        """Return the things under it. A committee's name as it was once written stays while no committee is chosen."""
        found = []
        for number in self.items_asked:
            text = self.cleaned_data.get(f"item_{number}")
            committee = self.cleaned_data.get(f"item_{number}_committee")
            if text:
                found.append(Item(text, committee, "" if committee else self.written.get(number, "")))
        return found

    @property
    def changes(self) -> dict[str, Any]:
        own = {name: value for name, value in super().changes.items() if name in {*self.Meta.fields, "deadline"}}
        return {**own, "measurements": self.measurements(), "sub_items": self.sub_items()}

    def beside(self, current: Deliverable) -> list[tuple[str, str, str]]:
        """Return (label, typed, saved) of each field and of both kinds of part."""
        parts = {
            "Measurements": (self.measurements(), [row.text for row in current.measurements.all()]),
            "Parts of it": (self.sub_items(), sub_items_as_shown(current)),
        }
        own = {name: value for name, value in self.changes.items() if name in self.fields}
        labels = {name: str(self[name].label) for name in own}
        rows = [(labels[name], in_lines(value), in_lines(getattr(current, name))) for name, value in own.items()]
        return [*rows, *((label, in_lines(typed), in_lines(saved)) for label, (typed, saved) in parts.items())]


def in_lines(value: Any) -> str:
    return "\n".join(str(one) for one in value) if isinstance(value, list) else in_words(value)


def sub_items_as_shown(deliverable: Deliverable) -> list[str]:
    rows = deliverable.sub_items.select_related("committee")
    return [str(Item(row.text, row.committee, row.committee_text)) for row in rows]


def still_offered(model: Any, record: Any, name: str) -> Any:
    """Return what is in the lists, and what the record names already even where that was archived since."""
    offered = model.objects.current()
    if not record.pk:
        return offered
    value = getattr(record, name)
    named = value.all() if hasattr(value, "all") else model.objects.filter(pk=getattr(value, "pk", None))
    return model.objects.filter(pk__in=offered.values("pk")) | model.objects.filter(pk__in=named.values("pk"))


class PlaceForm(PlainForm):
    """Under which descriptor (or straight under which ambition) a deliverable stands."""

    version = version_field()
    place = forms.ChoiceField(label="Put it under")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[Ambition, Descriptor | None]] = {}
        for ambition in plan.ambitions.current().prefetch_related("descriptors"):
            self.places[f"a{ambition.pk}"] = (ambition, None)
            standing = (one for one in ambition.descriptors.all() if not one.is_archived)
            self.places |= {f"d{descriptor.pk}": (ambition, descriptor) for descriptor in standing}
        self.fields["place"].choices = [(key, label_of(*place)) for key, place in self.places.items()]

    def chosen(self) -> tuple[Ambition, Descriptor | None]:
        return self.places[self.cleaned_data["place"]]


def label_of(ambition: Ambition, descriptor: Descriptor | None) -> str:
    return f"{ambition} › {descriptor}" if descriptor else str(ambition)
