"""The way back from the pages of committees' work, and what pages find by the numbers in an address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.forms import NUMBER
from kpa_tracker.base.toolkit.pages import Crumb, visible
from plans.models import Plan
from risks.models import Risk
from targets.models import Measure, Recommendation

SUBJECT_MODELS: dict[str, Any] = {
    "deliverable": Deliverable,
    "measure": Measure,
    "risk": Risk,
    "recommendation": Recommendation,
    "plan": Plan,
}


def named(request: HttpRequest, name: str, model: Any) -> Any:
    """Return the record whose number an address gives under a name; None where it gives none. What the person may not
    see is not there."""
    asked = request.GET.get(name, "")
    if not asked:
        return None
    found = visible(model, request.user).filter(pk=asked).first() if NUMBER.fullmatch(asked) else None
    if found is None:
        raise Http404
    return found


def subject_named(request: HttpRequest) -> dict[str, Any]:
    """Return {name: record} of the first thing that an address names to be asked about; nothing where it names none."""
    for name, model in SUBJECT_MODELS.items():
        found = named(request, name, model)
        if found is not None:
            return {name: found}
    return {}


class UnderTheCommittee:
    """A page whose way back is its committee and, where it belongs to one, its meeting."""

    object: Any

    @property
    def committee(self) -> Committee:
        about = self.object
        committee: Committee = about if isinstance(about, Committee) else about.committee
        return committee

    @property
    def meeting(self) -> Any:
        return getattr(self.object, "meeting", None)

    def get_breadcrumbs(self) -> list[Crumb]:
        crumbs = [("Committees", reverse("committee-list")), (str(self.committee), self.committee.get_absolute_url())]
        meeting = self.meeting
        return [*crumbs, (f"{meeting.held_on:%-d %B %Y}", meeting.get_absolute_url())] if meeting else crumbs


def ways(page: Any, offered: Any) -> list[tuple[str, str, str]]:
    """Return what a person may do with the record of a page: of (label, address's name, permission, offered)."""
    of, may = page.object, page.request.user.has_perm
    found = [(label, name) for label, name, right, is_offered in offered if is_offered(of) and may(right, of)]
    kinds = ["primary", *["secondary"] * len(found)]
    return [(label, reverse(name, args=[of.pk]), kind) for (label, name), kind in zip(found, kinds, strict=False)]
