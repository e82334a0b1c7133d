"""What becomes public, where other pages show it: `{% load publication_links %}{% wording_of deliverable %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.present import present
from kpa_tracker.interfaces.publication.models import Publication, PublicationUse, Requirement, Wording
from kpa_tracker.interfaces.publication.models.moments import said
from kpa_tracker.interfaces.publication.wordings import (
    Standing,
    standings,
    units_of_deliverable,
    units_of_risk,
)
from kpa_tracker.interfaces.publication.wordings.owing import Waiting, sent_back_to, waiting_for
from kpa_tracker.interfaces.publication.wordings.units import PICTURES
from plans.models import Picture, Plan, Section

register = template.Library()


@register.simple_tag
def moment(value: Any) -> str:
    """A moment as the clock on the wall shows it, with the day."""
    return said(value)


@register.simple_tag
def pictures_read_with(wording: Wording) -> list[Picture]:
    """The pictures that whoever approves a section reads with it. One query; none where it was submitted without."""
    names = wording.basis.get(PICTURES, "").splitlines()
    placed = Picture.objects.filter(plan=wording.plan_id, file__name__in=names)
    return list(placed.for_list()) if names else []


@register.inclusion_tag("publication/wording_of.html", takes_context=True)
def wording_of(context: Mapping[str, Any], record: Any, level: int = 2) -> dict[str, Any]:
    """How the texts for the public of a deliverable or a risk stand. Four queries at most."""
    user = context["request"].user
    if not user.has_perm("publication.view_wording", record):
        return {"may_read": False}
    units = units_of_deliverable(record) if isinstance(record, Deliverable) else units_of_risk(record)
    found: list[Standing] = standings(units, record.authority_id) if units else []
    return {"may_read": True, "found": found, "level": level}


@register.inclusion_tag("publication/asked_of_section.html", takes_context=True)
def asked_of_section(context: Mapping[str, Any], record: Any) -> dict[str, Any]:
    """Which requirements a section answers, where the record is one. One query."""
    user = context["request"].user
    if not isinstance(record, Section) or not user.has_perm("publication.view_requirement", record):
        return {"may_read": False}
    return {
        "may_read": True,
        "found": list(Requirement.objects.current().filter(sections=record)),
        "authority": record.authority_id,
        "may_change": user.has_perm("publication.change_requirement", record),
    }


@register.inclusion_tag("publication/waiting_of.html", takes_context=True)
def waiting_of(context: Mapping[str, Any], record: Any) -> dict[str, Any]:
    """What of a plan waits for its time, before somebody marks or archives it. One query, none for other records."""
    if not isinstance(record, Plan) or not record.pk:
        return {}
    if not context["request"].user.has_perm("publication.view_wording", record):
        return {}
    return {"found": list(Publication.objects.embargoed().filter(plan=record).defer("content").order_by("number"))}


@register.simple_tag(takes_context=True)
def published_in(context: Mapping[str, Any], deliverable: Any) -> list[PublicationUse]:
    """The publications that give the public an update of a deliverable, the latest first. One query where there
    are none, two where there are."""
    if not context["request"].user.has_perm("publication.view_wording", deliverable):
        return []
    return present(deliverable, uses=PublicationUse.objects.standing().filter(deliverable=deliverable))["uses"]


@register.simple_tag(takes_context=True)
def texts_for_me(context: Mapping[str, Any]) -> list[Waiting]:
    """What others submitted and whoever looks may approve, by plan and register: one query at most."""
    return waiting_for(context["request"].user)


@register.simple_tag(takes_context=True)
def texts_sent_back(context: Mapping[str, Any]) -> list[Standing]:
    """What was sent back and is to be mended by whoever looks: one query, and six for each plan that has one."""
    return sent_back_to(context["request"].user)
