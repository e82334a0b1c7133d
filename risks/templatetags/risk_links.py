"""The risks that hang on a record of a plan: `{% load risk_links %}{% risks_of record %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from risks.models import Risk

register = template.Library()


@register.inclusion_tag("risks/risks_of.html", takes_context=True)
def risks_of(context: Mapping[str, Any], record: Any, level: int = 2) -> dict[str, Any]:
    """The risks of an ambition or a deliverable, and of a deliverable's ambition, under a heading of this level.

    One or two queries.
    """
    user = context["request"].user
    if not user.has_perm("risks.view_risk", record):
        return {"risks": [], "through": [], "ambition": None, "may_read": False}
    own, ambition = list(risks_linked_to(record)), getattr(record, "ambition", None)
    through = [risk for risk in risks_linked_to(ambition) if risk not in own] if ambition else []
    return {"risks": own, "through": through, "ambition": ambition, "may_read": True, "level": level}


def risks_linked_to(record: Any) -> Any:
    """Return the register's risks that hang on a record, with their owners."""
    risks = Risk.objects.filter(pk__in=record.risks.values("pk"))
    return risks.live().select_related("owner", "current").with_levels()
