"""The gravest risks, of an authority or of a committee."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import Crumb, ListPage, PageAction
from risks.filters import TopRiskFilter
from risks.models import Risk
from risks.tables.top import TopRiskTable
from risks.views.ways import ways_from_list

TOP = 10


class TopRisks(ListPage):
    """The ten gravest risks."""

    model, table_class, filterset_class = Risk, TopRiskTable, TopRiskFilter
    permission_required = "risks.view_risk"
    page_title = "Top risks"
    template_name = "risks/top.html"
    purpose = "The gravest risks, with how they move and how they are answered: what a committee asks about first."
    empty_message = "No risk has been scored yet. The register says which."

    def get_queryset(self) -> Any:
        return super().get_queryset().live().gravest_first()

    def load(self, records: Any) -> Any:
        return records.for_list(last=None)

    def get_table_data(self) -> Any:
        return self.object_list[:TOP]

    @cached_property
    def scored(self) -> int:
        return int(self.object_list.count())

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Risks", reverse("risk-list")), (self.page_title, "")]

    def get_page_actions(self) -> list[PageAction]:
        ways = [("The register", "risk-list"), ("Heat map", "risk-heat-map")]
        return [*((label, reverse(name), "secondary") for label, name in ways), *ways_from_list(self)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(scored=self.scored, top=min(TOP, self.scored), **kwargs)
