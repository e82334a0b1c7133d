"""The forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.toolkit.forms import PlainForm, PlainModelForm, RecordsField
from plans.models import Ambition
from risks.actions.register import FIELDS
from risks.models import Category, Risk


class RiskForm(PlainModelForm):
    """A risk and what in the plans hangs on it. Offers the records of the authorities given, and no others."""

    authority = forms.ModelChoiceField(Authority.objects.none(), empty_label="Choose an authority")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    fieldsets = (
        ("", ["authority", "reference", "title"]),
        ("What may happen", ["cause", "event", "effect", "proximity", "description"]),
        ("Who looks after it", ["category", "owner", "committee"]),
        ("What in the plan it puts at stake, and what treats it", ["ambitions", "deliverables"]),
        ("What the public may read", ["public_wording"]),
    )

    class Meta:
        model = Risk
        fields = ("authority", "reference", *FIELDS, "ambitions", "deliverables")
        widgets = {
            "ambitions": forms.CheckboxSelectMultiple,
            "deliverables": forms.CheckboxSelectMultiple,
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("cause", "event", "effect")},
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("description", "public_wording")},
        }
        field_classes = {"ambitions": RecordsField, "deliverables": RecordsField}
        help_texts = {
            "title": "What might happen, in one line.",
            "owner": "The post that answers for this risk.",
            "category": "Its appetite says how much of this risk is borne without a decision.",
            "deliverables": "The deliverables that treat it.",
        }

    def __init__(self, *args: Any, authorities: QuerySet[Authority], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.version
        for name, offered in offers(authorities).items():
            held = getattr(self.instance, f"{name}_id", None)
            self.fields[name].queryset = offered | offered.model.objects.filter(pk=held) if held else offered
        self.fields["owner"].empty_label = self.fields["committee"].empty_label = "Nobody yet"
        self.fields["category"].empty_label = "None yet"
        if self.instance.pk:
            del self.fields["reference"]
        if self.instance.pk or len(authorities) == 1:
            del self.fields["authority"]

    @property
    def links(self) -> dict[str, Any]:
        """What was chosen, and what the risk is linked to that the form does not offer: parts of closed plans."""
        return {name: [*self.cleaned_data[name], *self._not_offered(name)] for name in ("ambitions", "deliverables")}

    def _not_offered(self, name: str) -> list[Any]:
        if not self.instance.pk:
            return []
        field: Any = self.fields[name]
        return list(getattr(self.instance, name).exclude(pk__in=field.queryset.order_by().values("pk")))


def offers(authorities: QuerySet[Authority]) -> dict[str, QuerySet[Any]]:
    """Return what each choice of the form offers: current records, those of closed plans aside."""
    ambitions = Ambition.objects.current().filter(plan__authority__in=authorities).exclude(plan__state="closed")
    deliverables = Deliverable.objects.current().filter(plan__authority__in=authorities).exclude(plan__state="closed")
    return {
        "authority": authorities,
        "category": Category.objects.current().filter(authority__in=authorities),
        "owner": Post.objects.current().filter(authority__in=authorities),
        "committee": Committee.objects.current().filter(authority__in=authorities),
        "ambitions": ambitions.order_by("plan", "position"),
        "deliverables": deliverables.in_plan_order(),
    }


def compared(form: RiskForm, current: Risk) -> list[tuple[str, str, str]]:
    """Return (field, what was typed, what is saved now) of a risk that two people changed."""
    rows = [(name, str(form.cleaned_data.get(name) or ""), str(getattr(current, name) or "")) for name in FIELDS]
    for name, records in form.links.items():
        rows.append((name, ", ".join(map(str, records)), ", ".join(map(str, getattr(current, name).all()))))
    return [(str(form.fields[name].label), typed, saved) for name, typed, saved in rows]


class NothingToSay(PlainForm):
    """A form that asks for nothing: sending it is the answer."""


class ArchiveForm(PlainForm):
    """Why a risk leaves the register."""

    reason = forms.CharField(label="Why is it archived?", widget=forms.Textarea, required=False)
