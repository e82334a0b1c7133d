"""What the pictures of the register share: whose risks they show, and the ways to and from them."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit.pages import Crumb, Page, PageAction, chosen, visible
from risks.models import Risk
from risks.views.ways import ways_to_document


class PicturePage(Page, TemplateView):
    """A picture of the live risks of one authority, or of one committee of it."""

    permission_required = "risks.view_risk"
    view_name: str

    @cached_property
    def authorities(self) -> list[Authority]:
        return list(visible(Authority, self.request.user))

    @cached_property
    def authority(self) -> Authority | None:
        """The authority that `?authority=` names, of those in sight; else the first."""
        asked = self.request.GET.get("authority", "")
        named = (one for one in self.authorities if str(one.pk) == asked)
        return next(named, self.authorities[0] if self.authorities else None)

    @cached_property
    def committees(self) -> list[Committee]:
        risks = Risk.objects.live().filter(authority=self.authority)
        return list(visible(Committee, self.request.user).filter(risks__in=risks).distinct())

    @cached_property
    def committee(self) -> Committee | None:
        """The committee that `?committee=` names; one that the authority does not have is not there."""
        own = visible(Committee, self.request.user).filter(authority=self.authority)
        return chosen(own, self.request.GET.get("committee", ""))

    def get_risks(self) -> Any:
        """The live risks that the page is about."""
        risks = visible(Risk, self.request.user).live().filter(authority=self.authority)
        return risks.filter(committee=self.committee) if self.committee else risks

    def address(self, **query: Any) -> str:
        """This page's address with other choices."""
        kept = {name: value for name, value in {**self.kept(), **query}.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"

    def choices(self) -> list[tuple[str, str, bool]]:
        """The committees to choose from: (name, address, is this one)."""
        everything = ("All committees", self.address(committee=""), self.committee is None)
        offered = self.committees
        if self.committee and self.committee not in offered:
            offered = [*offered, self.committee]
        named = [(str(one), self.address(committee=one.pk), one == self.committee) for one in offered]
        return [everything, *named] if named else []

    def list_address(self, **query: Any) -> str:
        """The register narrowed to what a number of the page counts."""
        asked = {**self.kept(), **query}
        return f"{reverse('risk-list')}?{urlencode(asked)}"

    def kept(self) -> dict[str, Any]:
        """The choices that stay from page to page: the authority, where there are several, and the committee."""
        several = {"authority": self.authority.pk} if self.authority and len(self.authorities) > 1 else {}
        return {**several, "committee": self.committee.pk} if self.committee else several

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list")), (self.page_title, "")]

    def get_page_actions(self) -> list[PageAction]:
        ways = ways_to_document(self.request.user, self.authority.pk if self.authority else None, self.committee)
        return [("The register", self.list_address(), "secondary"), *ways]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bodies = [
            (one.name, self.address(authority=one.pk, committee=""), one == self.authority)
            for one in (self.authorities if len(self.authorities) > 1 else [])
        ]
        of = f"?authority={self.authority.pk}" if self.authority else ""
        ways = {"register_url": reverse("risk-list"), "scheme_url": reverse("risk-scheme") + of}
        return super().get_context_data(bodies=bodies, choices=self.choices(), **ways, **kwargs)
