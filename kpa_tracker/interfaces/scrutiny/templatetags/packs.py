"""Where packs are shown beside other records: `{% load packs %}{% papers_of meeting %}{% used_in deliverable %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from kpa_tracker.base.toolkit.present import present
from kpa_tracker.interfaces.scrutiny.actions.packs import is_held
from kpa_tracker.interfaces.scrutiny.models import Pack, PackUse
from kpa_tracker.interfaces.scrutiny.templatetags.committee_work import said_of

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
    """Where the updates of a deliverable were used: in which packs, at which meetings, on which public page."""
    user = context["request"].user
    if not user.has_perm("scrutiny.view_pack", deliverable.plan):
        return {"may_read": False}
    uses, said = PackUse.objects.visible_to(user).filter(deliverable=deliverable).for_list(), said_of(deliverable)
    return {
        **present(deliverable, uses=uses),
        "asked": said.asked_at_meetings,
        "rated": said.rated,
        "level": level,
        "deliverable": deliverable,
        "may_read": True,
        "request": context["request"],
    }
