"""Where packs are shown beside other records: `{% load packs %}{% papers_of meeting %}{% used_in deliverable %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import ProgressUpdate
from kpa_tracker.interfaces.scrutiny.actions.packs import is_held
from kpa_tracker.interfaces.scrutiny.models import Pack, PackUse
from plans.models import Plan

register = template.Library()


@register.inclusion_tag("scrutiny/papers_of.html", takes_context=True)
def papers_of(context: Mapping[str, Any], meeting: Any, level: int = 2) -> dict[str, Any]:
    """The packs of a meeting that the reader may see, and the way to assemble one. One query."""
    user = context["request"].user
    packs = Pack.objects.visible_to(user).filter(meeting=meeting).for_list()
    may = user.has_perm("scrutiny.assemble_pack", meeting) and not is_held(meeting)
    return {"packs": packs, "meeting": meeting, "may_assemble": may, "level": level}


@register.inclusion_tag("scrutiny/used_in.html", takes_context=True)
def used_in(context: Mapping[str, Any], deliverable: Any, level: int = 2) -> dict[str, Any]:
    """Where the updates of a deliverable were used: in which packs, for which meetings, on which public page. Two
    queries."""
    user = context["request"].user
    if not user.has_perm("scrutiny.view_pack", deliverable.plan):
        return {"may_read": False}
    uses = PackUse.objects.visible_to(user).filter(deliverable=deliverable).for_list()
    published = is_published(deliverable) and user.has_perm("publication.export_plan", deliverable.plan)
    return {"uses": uses, "level": level, "plan": deliverable.plan, "published": published, "may_read": True}


def is_published(deliverable: Any) -> bool:
    """Whether the public document of the plan has words of the deliverable's last accepted update. One query."""
    if deliverable.plan.state == Plan.State.DRAFT or deliverable.is_archived:
        return False
    accepted = ProgressUpdate.objects.filter(deliverable=deliverable, state=ProgressUpdate.State.ACCEPTED).first()
    return bool(accepted and accepted.public_wording.strip())
