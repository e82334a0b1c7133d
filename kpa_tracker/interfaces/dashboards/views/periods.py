"""The coordinator's board of a reporting period: who owes what, what came in, what is late or contradicts itself."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Case, Q, Value, When
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.pages import Crumb, ListPage, PageAction, visible
from kpa_tracker.interfaces.dashboards.coverage import coverage_of, covered
from kpa_tracker.interfaces.dashboards.filters import ResultsFilter, ReturnFilter, ReviewsFilter
from kpa_tracker.interfaces.dashboards.returns import (
    COLUMNS,
    contradiction_figures,
    count_returns,
    late_figures,
    owing,
    word_of,
)
from kpa_tracker.interfaces.dashboards.tables import ResultsTable, ReturnTable, ReviewsTable
from plans.views.plans import plan_crumbs
from risks.models import Risk
from targets.models import Measure


class OfPeriod(ListPage):
    """What the lists of one period share: who opens them, and the period itself."""

    permission_required = "deliverables.view_returns"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required) or not self.is_theirs():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def is_theirs(self) -> bool:
        return bool(self.request.user.has_perm(self.permission_required, self.period))

    @cached_property
    def period(self) -> ReportingPeriod:
        periods = (
            visible(ReportingPeriod, self.request.user).select_related("plan__authority", "closed_by").with_returns()
        )
        found: ReportingPeriod = get_object_or_404(periods, pk=self.kwargs["pk"])
        return found

    def get_breadcrumbs(self) -> list[Crumb]:
        periods = reverse("period-list", args=[self.period.plan_id])
        return plan_crumbs(self.period.plan, ("Reporting periods", periods), *self.last_crumbs())

    def last_crumbs(self) -> list[Crumb]:
        return [(str(self.period), self.period.get_absolute_url()), (self.page_title, "")]


class PeriodMeasures(OfPeriod):
    """The measures with a result due for the months of a period."""

    model, table_class, filterset_class = Measure, ResultsTable, ResultsFilter
    page_title = "Results of the period"
    purpose = "The measures of the plan that have a result due for these months, and which of those have come."
    empty_message = "No measure of the plan has a result due for these months."

    def get_queryset(self) -> Any:
        measures = visible(Measure, self.request.user).select_related("owner").order_by("position", "pk")
        return covered(measures, self.period, "measures")


class PeriodRisks(OfPeriod):
    """The risks with a review due in a period."""

    model, table_class, filterset_class = Risk, ReviewsTable, ReviewsFilter
    page_title = "Reviews of the period"
    purpose = "The risks of the plan that were scored since these months began, and those whose review is still due."
    empty_message = "No risk of the plan was due for review."

    def get_queryset(self) -> Any:
        risks = visible(Risk, self.request.user).select_related("owner").order_by("reference")
        return covered(risks, self.period, "risks")


class PeriodBoard(OfPeriod):
    """What one period asks for, and how it has come in."""

    model, table_class, filterset_class = Deliverable, ReturnTable, ReturnFilter
    template_name = "dashboards/period.html"
    empty_message = "The plan has no deliverable that could be reported on."

    def get_page_title(self) -> str:
        return str(self.period)

    def get_purpose(self) -> str:
        opens, due = format_date(self.period.opens_on), format_date(self.period.due_on)
        return f"Who owes what for this period, and what has come in. Updates are taken from {opens} and due by {due}."

    def last_crumbs(self) -> list[Crumb]:
        return [(str(self.period), "")]

    def get_page_actions(self) -> list[PageAction]:
        may = self.request.user.has_perm("deliverables.open_period", self.period)
        if self.period.is_closed or not may or not self.period.plan.is_open_to_change:
            return []
        open_now = [("Remind all outstanding", "period-remind"), ("Returns as workbooks", "return")]
        pages = open_now if self.period.has_opened else []
        pages = [*pages, ("Change the period", "period-edit"), ("Close the period", "period-close")]
        return [(label, reverse(name, args=[self.period.pk]), "secondary") for label, name in pages]

    @cached_property
    def deliverables(self) -> Any:
        return visible(Deliverable, self.request.user).in_period(self.period)

    def get_queryset(self) -> Any:
        return self.deliverables.with_said().annotate(reviewable=self.is_reviewable()).in_plan_order()

    def is_reviewable(self) -> Case:
        """Return, as a column, whether this person may review what waits in a row."""
        may = self.request.user.has_perm("deliverables.review_update", self.period) and not self.period.is_closed
        mine = Q(place="to_review") & ~Q(said__submitted_by=self.request.user)
        return Case(When(mine, then=Value(bool(may))), default=Value(False), output_field=BooleanField())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = count_returns(self.deliverables)
        return super().get_context_data(
            period=self.period,
            marking=self.period.plan.marking,
            submitted=found.figure("submitted"),
            asked=found.figure("asked"),
            place_figures=[found.figure(key) for key in COLUMNS[1:]],
            not_asked=found.figure("not_asked"),
            late_figures=late_figures(found),
            contradiction_figures=contradiction_figures(found),
            coverage=coverage_of(self.period),
            columns=[word_of(key) for key in COLUMNS],
            posts=owing(found),
            totals=[*(found.figure(key) for key in COLUMNS), late_figures(found)[1]],
            how_url=f"{reverse('how-figures')}#returns",
            **kwargs,
        )
