"""The way back from the pages of the register."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import Crumb


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
