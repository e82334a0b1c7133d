"""A plan as it stood on a day, for its page: `{% load past %}{% plan_as_it_stood plan day %}`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.standing import outline_then
from plans.models import Plan

register = template.Library()


@register.inclusion_tag("deliverables/parts/plan_then.html", takes_context=True)
def plan_as_it_stood(context: Mapping[str, Any], plan: Plan, day: datetime.date) -> dict[str, Any]:
    """A plan's own words and its whole table as of a day. Nineteen queries at most."""
    may_read = context["request"].user.has_perm("deliverables.view_deliverable", plan)
    return {"then": outline_then(plan, on=day) if may_read else None, "day": day, "may_read": may_read}
