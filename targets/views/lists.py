"""The page of what all measures share: sets with their measures in order, sources, footnotes, scales of grades; and the
page of a series' comparators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.views.generic import TemplateView

from kpa_tracker.base.toolkit.exports import Lines
from kpa_tracker.base.toolkit.pages import Crumb, Page, RecordPage, WithFile, visible
from targets.models import Footnote, GradeScale, Measure, MeasureSet, Series, Source
from targets.models.judging import shows
from targets.tables.files import comparators_in_file
from targets.views.ways import CHANGE, granted, measure_crumbs


class MeasureLists(Page, TemplateView):
    """Sets, sources, footnotes and scales, each with its tools."""

    template_name = "targets/lists.html"
    permission_required = "targets.view_measure"
    page_title = "Sets, sources, footnotes and scales"
    purpose = "What measures are printed in, where their figures come from, and what stands under their tables."

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((self.page_title, ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = user.authorities_granting(CHANGE)
        listed = {
            "sets": visible(MeasureSet, user).prefetch_related(Prefetch("measures", Measure.objects.current())),
            "sources": visible(Source, user),
            "footnotes": visible(Footnote, user),
            "scales": visible(GradeScale, user).prefetch_related("grades"),
        }
        return {
            **super().get_context_data(**kwargs),
            **{name: told(records, mine) for name, records in listed.items()},
            "may_add": granted(user),
        }


def told(records: Any, mine: Any) -> dict[str, list[Any]]:
    """Return what is in the lists and what is archived, each record knowing whether the person may change it."""
    rows = list(records)
    for row in rows:
        row.may_change = row.authority_id in mine
    archived = [row for row in rows if getattr(row, "is_archived", False)]
    return {"current": [row for row in rows if row not in archived], "archived": archived}


class SeriesComparators(WithFile, RecordPage):
    """How others stood, period by period, beside a series."""

    model = Series
    template_name = "targets/comparators.html"
    permission_required = "targets.view_measure"
    purpose = "How others stood in the same periods: averages of the most similar group and of the country, and ranks."

    def get_queryset(self) -> Any:
        return visible(Series, self.request.user).select_related("measure__scale")

    def get_page_title(self) -> str:
        return f"Comparators: {self.object}"

    def get_breadcrumbs(self) -> list[Crumb]:
        measure = self.object.measure
        return measure_crumbs((str(measure), measure.get_absolute_url()), ("Comparators", ""))

    def figures(self, found: Iterable[Any]) -> list[tuple[Any, str]]:
        """Return what is current with its figure: a rank as it is, the rest as the series shows its own."""
        shown = shows(self.object)
        current = [one for one in found if not one.is_archived]
        return [(one, f"{one.value.normalize():f}" if "rank" in one.sort else shown(one.value)) for one in current]

    def get_file(self) -> Lines:
        return comparators_in_file(self.figures(self.object.comparators.all()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list(self.object.comparators.all())
        rows = self.figures(found)
        told = {"rows": rows, "archived": [one for one in found if one.is_archived]}
        may_change = self.request.user.has_perm(CHANGE, self.object)
        return {**super().get_context_data(**kwargs), **told, "may_change": may_change}
