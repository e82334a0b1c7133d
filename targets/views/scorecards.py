"""Scorecards: how the measures of a plan or of a committee stand, the exceptions first."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.exports import FORMATS, export
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage, visible
from plans.models import Plan
from targets.models import Series, Target
from targets.models.standing import Standing, standing_of, with_standing
from targets.tables.files import ScorecardFile
from targets.tables.scorecard import Row, Scorecard
from targets.views.ways import target_crumbs, to_report


class ScorecardPage(RecordPage):
    """What the scorecards share."""

    permission_required = "targets.view_measure"
    template_name = "targets/scorecard.html"
    purpose = "How each measure stands against its target: the exceptions first, then all of them."

    def series(self) -> Any:
        raise NotImplementedError

    def target_of(self, standing: Standing) -> Target | None:
        return standing.target

    @cached_property
    def scorecard(self) -> Scorecard:
        """The rows, from as many queries for one series as for a hundred."""
        current = self.series().filter(measure__archived_at=None)
        standings = [standing_of(one, clock.today()) for one in with_standing(current)]
        asked = self.request.GET
        rows = [Row(one, self.target_of(one)) for one in standings]
        return Scorecard(rows, show=asked.get("show", ""), priority=asked.get("priority", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        return export(ScorecardFile(self.scorecard.shown), format=wanted, name=f"Scorecard {self.object}")

    @property
    def narrowed(self) -> str:
        """What the list is narrowed by, as its address says it."""
        asked = {name: self.request.GET.get(name, "") for name in ("show", "priority")}
        return urlencode({name: value for name, value in asked.items() if value})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"scorecard": self.scorecard, "day": clock.today(), "export_formats": FORMATS}
        return super().get_context_data(**told, export_query=self.narrowed, **kwargs)


class PlanScorecard(ScorecardPage):
    """The series that have a target in a plan, grouped by its priorities and objectives."""

    model = Plan
    object: Plan

    def get_page_title(self) -> str:
        return "Scorecard"

    def get_breadcrumbs(self) -> list[Crumb]:
        return target_crumbs(self.object, ("Scorecard", ""))

    def get_page_actions(self) -> list[PageAction]:
        targets = ("The targets as the plan has them", reverse("plan-targets", args=[self.object.pk]), "secondary")
        return [targets, *to_report(self.object, self.request.user)]

    def series(self) -> Any:
        targets = Target.objects.current().filter(plan=self.object)
        return visible(Series, self.request.user).current().filter(pk__in=targets.values("series"))

    def target_of(self, standing: Standing) -> Target | None:
        """The plan's own target: of the year that the figure is of, else the plan's last."""
        if standing.target and standing.target.plan_id == self.object.pk:
            return standing.target
        targets: list[Target] = standing.series.current_targets
        own = [target for target in targets if target.plan_id == self.object.pk]
        return max(own, key=lambda target: target.starts, default=None)


class CommitteeScorecard(ScorecardPage):
    """The measures that a committee oversees, with their targets of the year."""

    model = Committee
    object: Committee

    def get_page_title(self) -> str:
        return f"Scorecard of the {self.object.name}"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(self.object.name, self.object.get_absolute_url()), ("Scorecard", "")]

    def series(self) -> Any:
        return visible(Series, self.request.user).current().filter(measure__committee=self.object)
