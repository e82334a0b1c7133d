"""The way back from the pages of the register, and from them to its document."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.pages import Crumb, ListPage, PageAction


def ways_to_document(user: Any, authority: int | None, committee: Committee | None = None) -> list[PageAction]:
    """The way to the register of an authority, or of one of its committees, as a document; none for whoever may not
    take it out."""
    if authority not in user.authorities_granting("publication.export_plan"):
        return []
    of = f"?committee={committee.pk}" if committee else ""
    return [("As a document", reverse("register-document", args=[authority]) + of, "secondary")]


def ways_from_list(page: ListPage) -> list[PageAction]:
    """The way from a list to the document of the committee or authority that it is narrowed to; else of the only
    authority in sight."""
    narrowed = page.filterset.is_bound and page.filterset.is_valid()
    asked = page.filterset.form.cleaned_data if narrowed else {}
    user, committee = page.request.user, asked.get("committee")
    if committee:
        return ways_to_document(user, committee.authority_id, committee)
    bodies = [asked["authority"].pk] if asked.get("authority") else list(user.authorities_granting("risks.view_risk"))
    return ways_to_document(user, bodies[0]) if len(bodies) == 1 else []


class UnderTheRegister:
    """A page whose way back is the register, and the risk that it is about."""

    object: Any
    page_title: str

    def get_breadcrumbs(self) -> list[Crumb]:
        crumbs = [("Risks", reverse("risk-list"))]
        risk = self.risk
        return [*crumbs, (risk.reference, risk.get_absolute_url())] if risk else crumbs

    @property
    def risk(self) -> Any:
        """The risk that the page is about; that of a control or an action."""
        about = getattr(self, "object", None)
        return getattr(about, "risk", about)

    def get_success_url(self) -> str:
        """The page of the risk, whatever of it was changed."""
        done = getattr(self, "done", None)
        risk = getattr(done, "risk", done) or self.risk
        return str(risk.get_absolute_url())
