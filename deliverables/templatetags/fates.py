"""Where a deliverable came from and what became of it: `{% load fates %}{% fates_of deliverable %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import Deliverable, Fate, fates
from kpa_tracker.base.toolkit.present import present
from plans.models import Plan

register = template.Library()


@register.inclusion_tag("deliverables/parts/fates.html", takes_context=True)
def fates_of(context: Mapping[str, Any], deliverable: Deliverable) -> dict[str, Any]:
    """What a deliverable came from in the plan before, and what it became in the plan that follows. Two queries, and
    one more where it became something."""
    user = context["request"].user
    origins = list(deliverable.origins.select_related("deliverable__plan")) if deliverable.plan.previous_id else []
    ends = Fate.objects.with_ends().filter(deliverable=deliverable)
    known = present(deliverable, fate=ends)["fate"] if deliverable.plan.is_adopted else []
    return {
        "deliverable": deliverable,
        "origins": origins,
        "lost": _lost_deadline(deliverable, origins),
        "fate": next(iter(known), None),
        "may_decide": user.has_perm("deliverables.decide_fate", deliverable),
    }


@register.simple_tag
def undecided_before(plan: Plan) -> int:
    """How many deliverables of the plan before one nobody has said of what became of them. One query, none where the
    plan before is not adopted: nothing can be said then."""
    return fates.undecided_before(plan) if plan.previous and plan.previous.is_adopted else 0


def _lost_deadline(deliverable: Deliverable, origins: list[Fate]) -> str:
    """Return the deadline that was not carried over because it had passed; nothing where one is written down."""
    carried = (one.deliverable.deadline_text for one in origins if one.outcome == Fate.Outcome.CARRIED)
    return "" if deliverable.deadline_text else next(carried, "")
