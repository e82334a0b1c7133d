"""What was said of a deliverable while its plan was a draft: `{% load comments %}{% comments_on deliverable %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import Comment, Consultation, Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.present import present

register = template.Library()


@register.inclusion_tag("deliverables/parts/comments.html", takes_context=True)
def comments_on(context: Mapping[str, Any], deliverable: Deliverable) -> dict[str, Any]:
    """The comments on a deliverable with their responses, and the way to comment while its plan is in consultation. One
    query where there are none, two where there are; one more before the plan is adopted."""
    user = context["request"].user
    comments = Comment.objects.visible_to(user).standing().filter(deliverable=deliverable).for_list()
    return {
        **present(deliverable, comments=comments),
        "taking": _taking(deliverable, user),
        "about": f"deliverable-{deliverable.pk}",
    }


def _taking(deliverable: Deliverable, user: Any) -> Consultation | None:
    """Return the consultation to which this person may say something of it today, where there is one."""
    if deliverable.plan.is_adopted or not user.has_perm("deliverables.add_comment", deliverable):
        return None
    found: Consultation | None = deliverable.plan.consultations.open_on(clock.today()).first()
    return found
