"""What every page of a signed-in person shows around its content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kpa_tracker.base.people.models import Authority

NAVIGATION = (
    ("My work", "my-work", "deliverables.view_deliverable"),
    ("Dashboard", "dashboard", "people.view_dashboard"),
    ("Plans", "plan-list", "plans.view_plan"),
    ("Deliverables", "deliverable-list", "deliverables.view_deliverable"),
    ("Measures", "measure-list", "targets.view_measure"),
    ("Inspections", "inspection-list", "targets.view_inspection"),
    ("Risks", "risk-list", "risks.view_risk"),
    ("Committees", "committee-list", "people.view_committee"),
    ("Import", "import-list", "exchange.import_plan"),
    ("History", "history", "audit.view_event"),
)
"""(label, name of the address, permission), in the order shown."""

STANDS_UNDER = {
    "authority": "dashboard",
    "ambition": "dashboard",
    "committee": "committee-list",
    "post": "committee-list",
    **dict.fromkeys(("meeting", "agenda-item", "question", "minuted-action", "committee-rating"), "committee-list"),
    **dict.fromkeys(("question-list", "question-ask", "minuted-action-list"), "committee-list"),
    "committee-rating-list": "committee-list",
    **dict.fromkeys(("pack-list", "pack", "pack-changes"), "committee-list"),
}
"""Pages whose address does not begin as that of the menu's entry which they stand under."""


def navigation(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Return (label, address, whether the page is under it) of what this person may open."""
    name_of_page = "" if hasattr(request, "stands_nowhere") else getattr(request.resolver_match, "url_name", "")
    under = STANDS_UNDER.get(name_of_page)
    may = [(label, name, reverse(name)) for label, name, perm in NAVIGATION if request.user.has_perm(perm)]
    return [(label, url, name == under or request.path.startswith(url)) for label, name, url in may]


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates what `words_of_site` finds, once a request: a table on a page is a template of its own."""
    if not hasattr(request, "site_words"):
        request.site_words = words_of_site(request)  # type: ignore[attr-defined]
    found: dict[str, Any] = request.site_words  # type: ignore[attr-defined]
    return found


def words_of_site(request: HttpRequest) -> dict[str, Any]:
    """Return `nav`, `authority` (the person's, where it is one) and `demonstration`: before anybody has signed in, the
    installation's own day says that it is one."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"nav": [], "authority": None, "demonstration": settings.DEMONSTRATION_DATE is not None}
    authorities = list(Authority.objects.visible_to(user))
    return {
        "nav": navigation(request),
        "authority": authorities[0] if len(authorities) == 1 else None,
        "demonstration": any(authority.is_demonstration for authority in authorities),
    }
