"""The deliverables that rest on a measure: `{% load deliverable_links %}{% resting_on measure %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import Deliverable

register = template.Library()


@register.inclusion_tag("deliverables/parts/resting_on.html", takes_context=True)
def resting_on(context: Mapping[str, Any], measure: Any, level: int = 2) -> dict[str, Any]:
    """The deliverables that rest on a measure, under a heading of this level. One query."""
    user = context["request"].user
    may_read = user.has_perm("deliverables.view_deliverable", measure)
    resting = Deliverable.objects.visible_to(user).current().filter(measures=measure).select_related("plan", "latest")
    return {"deliverables": list(resting) if may_read else [], "may_read": may_read, "level": level}
