"""The risks that hang on a record of a plan: `{% load risk_links %}{% risks_of record %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Q

from kpa_tracker.base.toolkit.present import present
from risks.models import Risk

register = template.Library()


@register.inclusion_tag("risks/risks_of.html", takes_context=True)
def risks_of(context: Mapping[str, Any], record: Any, level: int = 2) -> dict[str, Any]:
    """The risks of an ambition or a deliverable, and of a deliverable's ambition, under a heading of this level.

    One query where there is none, three at most.
    """
    user = context["request"].user
    if not user.has_perm("risks.view_risk", record):
        return {"risks": [], "through": [], "ambition": None, "may_read": False}
    ambition = getattr(record, "ambition", None)
    found = risks_linked_to(record, *([ambition] if ambition else []))
    own = set(record.risks.values_list("pk", flat=True)) if found and ambition else {risk.pk for risk in found}
    return {
        "risks": [risk for risk in found if risk.pk in own],
        "through": [risk for risk in found if risk.pk not in own],
        "ambition": ambition,
        "may_read": True,
        "level": level,
    }


def risks_linked_to(record: Any, *others: Any) -> list[Risk]:
    """Return the register's risks that hang on a record or on one of others, with their owners. One query where there
    is none, two where there are."""
    linked = Q(pk__in=record.risks.values("pk"))
    for other in others:
        linked |= Q(pk__in=other.risks.values("pk"))
    found = Risk.objects.filter(linked).live().select_related("owner", "current").with_levels()
    return present(record, risks=found)["risks"]
