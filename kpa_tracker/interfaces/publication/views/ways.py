"""What the pages of the desk share: the plan or the register that they are of, and the ways between them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.pages import Crumb
from kpa_tracker.interfaces.publication.models import Wording
from plans.models import Plan

TEXTS = "Texts for the public"


def desk_url(plan: Plan) -> str:
    return reverse("publication-desk", args=[plan.pk])


def way_to(body: Plan | Authority, *below: Crumb) -> list[Crumb]:
    """Return the way down to the desk of a plan or to the risks, and to what is below."""
    if isinstance(body, Authority):
        return [("Risks", reverse("risk-list")), *below]
    desk = desk_url(body) if below else ""
    return [("Plans", reverse("plan-list")), (body.title, body.get_absolute_url()), ("Publish", desk), *below]


def body_of(wording: Wording) -> Plan | Authority:
    """Return the plan or the authority whose texts a wording is among."""
    body: Plan | Authority = wording.plan or wording.authority
    return body


def may(user: Any, permission: str, record: Any) -> bool:
    return bool(user.has_perm(f"publication.{permission}", record))
