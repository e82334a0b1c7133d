"""Measures year by year, such as the statutory indicators of two years."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import F

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.pages import Crumb, ListPage, visible
from plans.periods import FinancialYear, financial_year_of
from targets.filters.years import YearsFilter
from targets.models import MeasureSet, Result, Series
from targets.models.standing import with_standing
from targets.tables.years import YearsTable
from targets.views.ways import measure_crumbs

MOST_YEARS = 5


class MeasureYears(ListPage):
    """Every series of the measures that the person may see, with the last years in which one of them had a result."""

    model, table_class, filterset_class = Series, YearsTable, YearsFilter
    permission_required = "targets.view_measure"
    template_name = "targets/years.html"
    page_title = "Measures year by year"
    purpose = "What each measure came to in each year, such as the statutory indicators, and where there is no figure."
    empty_message = "There is no measure yet. A plan editor adds the first one."

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((self.page_title, ""))

    def get_queryset(self) -> Any:
        series = visible(Series, self.request.user).current().filter(measure__archived_at=None)
        return (
            with_standing(series)
            .prefetch_related("current_results__footnotes", "measure__footnotes")
            .order_by(
                F("measure__set__position").asc(nulls_last=True), "measure__position", "measure", "position", "pk"
            )
        )

    @cached_property
    def years(self) -> list[FinancialYear]:
        """The last years of which a listed series has a result. One query."""
        listed = self.object_list.order_by().values("pk")
        ends = Result.objects.current().filter(series__in=listed).values_list("ends", flat=True).distinct()
        found = {financial_year_of(day).starts_in for day in ends if day <= clock.today()}
        return [FinancialYear(year) for year in sorted(found)[-MOST_YEARS:]]

    def get_table_kwargs(self) -> dict[str, Any]:
        return {**super().get_table_kwargs(), "years": self.years, "today": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = self.filterset.form
        asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
        sets = form.fields["set"].queryset if "set" in form.fields else MeasureSet.objects.none()
        return {**context, "chosen_set": asked.get("set"), "chosen_authority": asked.get("authority"), "sets": sets}
