"""The forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.toolkit.editing import EditForm
from kpa_tracker.base.toolkit.forms import RecordsField
from plans.models import Ambition
from risks.actions.register import FIELDS
from risks.models import Category, Risk


class RiskForm(EditForm):
    """A risk and what in the plans hangs on it. Offers the records of the authorities given, and no others."""

    authority = forms.ModelChoiceField(Authority.objects.none(), empty_label="Choose an authority")
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
        for name, offered in offers(authorities).items():
            self.fields[name].queryset = with_held(offered, self._held(name))
        self.fields["owner"].empty_label = self.fields["committee"].empty_label = "Nobody yet"
        self.fields["category"].empty_label = "None yet"
        if self.instance.pk:
            del self.fields["reference"]
        if self.instance.pk or len(authorities) == 1:
            del self.fields["authority"]

    def _held(self, name: str) -> list[int]:
        """What the risk names already, archived or of a closed plan as it may be: saving never drops it unseen."""
        if name in ("ambitions", "deliverables"):
            return list(getattr(self.instance, name).values_list("pk", flat=True)) if self.instance.pk else []
        held = getattr(self.instance, f"{name}_id", None)
        return [held] if held else []


def with_held(offered: QuerySet[Any], held: list[int]) -> QuerySet[Any]:
    """Return what is offered and what is held, in the order of what is offered."""
    if not held:
        return offered
    among = offered.model.objects.filter(Q(pk__in=offered.order_by().values("pk")) | Q(pk__in=held))
    return among.in_plan_order() if hasattr(among, "in_plan_order") else among.order_by(*offered.query.order_by)


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
