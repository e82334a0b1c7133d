"""The page of a measure: how each of its series stands, its results over time, what it means, what changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.asof import PARAMETER, ReadAsOf
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.exports import FORMATS, export
from kpa_tracker.base.toolkit.lines import LineChart
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.base.toolkit.present import present
from targets.models import Comparator, Measure, Result, Series
from targets.models.judging import shows, wanted_of
from targets.models.standing import Period, Standing, shows_rounded, standing_of, with_standing
from targets.performance import Direction, Kind
from targets.performance.footnotes import Footnotes
from targets.standing import MeasuresThen
from targets.tables.charts import reading_of, series_charts
from targets.tables.files import ResultsFile
from targets.tables.goals import written
from targets.views.ways import CHANGE, measure_crumbs

ROWS_SHOWN = 24
"""How many periods the table of a series shows at first. The chart has them all."""

FOOTNOTES_OF_TODAY = "Its footnotes, the words of its grades and what hangs on it are read as of today alone."

HELD = "To be held: no less than its target"

Versions = dict[tuple[int, datetime.date, datetime.date], list[Result]]


@dataclass(frozen=True)
class Line:
    """A row of a series' table."""

    period: Period
    wanted: str
    marks: list[str]
    older: list[Result]
    enter_url: str = ""

    @property
    def result(self) -> Result | None:
        return self.period.result


@dataclass(frozen=True)
class Sheet:
    """What the page shows of one series."""

    standing: Standing
    chart: LineChart | None
    lines: list[Line]
    left_out: int
    notes: list[tuple[str, str]]
    target_marks: list[str]
    baseline_marks: list[str]
    comparators: list[tuple[Comparator, str]]

    @property
    def series(self) -> Series:
        return self.standing.series

    @property
    def chart_name(self) -> str:
        return f"chart-{self.series.pk}"

    @property
    def wanted(self) -> str:
        """What the target comes to, where its words do not say the value themselves."""
        target = self.standing.target
        value = wanted_of(target) if target else None
        words = shows(self.series, target)(value) if value is not None else ""
        return "" if target and words in target.text else words

    @property
    def baseline(self) -> str:
        target = self.standing.target
        return written(target.baseline, target) if target and target.baseline else ""


class MeasureRecord(RecordPage):
    """What the pages of one measure share: its head, its tabs, what may be done with it."""

    model = Measure
    permission_required = "targets.view_measure"
    marking_right = CHANGE
    object: Measure

    def get_breadcrumbs(self) -> list[Crumb]:
        return measure_crumbs((str(self.object), ""))

    def get_page_actions(self) -> list[PageAction]:
        of, may = self.object, self.request.user.has_perm
        if of.is_archived:
            return []
        entering = [("Enter results", f"{reverse('my-measures')}?measure={of.pk}", "primary")]
        changing = [("Edit", reverse("measure-edit", args=[of.pk]), "secondary")]
        return (entering if may("targets.record_result", of) else []) + (changing if may(CHANGE, of) else [])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of = self.object
        tabs = [
            ("Results", reverse("measure", args=[of.pk])),
            ("History", reverse("measure-history", args=[of.pk])),
        ]
        return super().get_context_data(tabs=tabs, caption=str(of.set or "Measure"), **kwargs)


class MeasurePage(ReadAsOf, MeasureRecord):
    """The results of a measure beside what was wanted, with the rule that judges them; as of a day, from what was
    recorded by then."""

    purpose = "What was wanted, what was reached, by which rule that is judged, and where the year is heading."

    then: Any = None

    def get_object(self, queryset: Any = None) -> Any:
        now = super().get_object(queryset)
        if self.as_of.day:
            self.stood = MeasuresThen([now.authority_id], on=self.as_of.day)
            self.then = next((one for one in self.stood.measures if one.pk == now.pk), None)
        return self.then or now

    def get_template_names(self) -> list[str]:
        return [f"targets/measure{'_then' if self.as_of.asked else ''}.html"]

    def get_page_actions(self) -> list[PageAction]:
        return [] if self.as_of.asked else super().get_page_actions()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export", "")
        if wanted not in FORMATS:
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        if self.as_of.is_wrong:
            return super().get(request, *args, **kwargs)
        on = f" as of {format_date(self.as_of.day)}" if self.as_of.day else ""
        return export(ResultsFile(self.all_periods()), format=wanted, name=f"Results{on} {self.object}"[:100])

    def all_periods(self) -> Iterator[tuple[Standing, list[tuple[Period, Decimal | None]]]]:
        """Each series with all its periods, the latest first, and what is wanted of each."""
        for sheet in self.sheets:
            standing = sheet.standing
            yield standing, [(one, reading_of(standing, one).wanted) for one in reversed(standing.periods)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.as_of.asked and self.then is None:
            return super().get_context_data(**kwargs)
        of = self.object
        kind, direction = Kind(of.kind), Direction(of.direction)
        definitions = list(of.definitions.all())
        return super().get_context_data(
            sheets=self.sheets,
            series_sources=[(one.series.name, one.series.source) for one in self.sheets if one.series.source],
            kind_word=kind.word,
            direction_word=HELD if direction is Direction.HOLD else direction.word,
            frequency_word=of.get_frequency_display(),
            definitions=definitions,
            shows_all="all" in self.request.GET,
            may_record=self.may_record,
            export_formats=FORMATS,
            export_query=self.as_of.day and f"{PARAMETER}={self.as_of.day.isoformat()}",
            then=self.then,
            as_of_note=FOOTNOTES_OF_TODAY,
            **kwargs,
        )

    @cached_property
    def may_record(self) -> bool:
        open_to_results = not self.as_of.asked and not self.object.is_archived
        return open_to_results and self.request.user.has_perm("targets.record_result", self.object)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Each series with all it has: as many queries for ten years of three series as for one result of one."""
        if self.as_of.asked:
            return self.sheets_then()
        series = with_standing(self.object.series.current().select_related("source")).prefetch_related(
            Prefetch("comparators", Comparator.objects.current()),
            "current_results__footnotes",
            "current_targets__footnotes",
            "current_targets__baseline__footnotes",
        )
        notes, versions = list(self.object.footnotes.all()), self.older_versions()
        standings = [standing_of(one, clock.today()) for one in series]
        charts = series_charts(standings)
        return [self.sheet(one, charts[one.series.pk], notes, versions) for one in standings]

    def sheets_then(self) -> list[Sheet]:
        """Each series as it stood: no query. Nothing where the measure was not there."""
        if self.then is None:
            return []
        standings = [self.stood.standing(one) for one in self.then.series.all()]
        charts, versions = series_charts(standings), by_place(self.stood.results.older_of(self.then))
        notes = list(self.then.footnotes.all())
        return [self.sheet(one, charts[one.series.pk], notes, versions) for one in standings]

    def older_versions(self) -> Versions:
        """The versions that were corrected, by their series and period. One query where there are none, two where there
        are."""
        older = Result.objects.filter(series__measure=self.object, is_current=False)
        named = older.select_related("series__measure__scale", "entered_by").order_by("-number")
        return by_place(present(self.object, older=named)["older"])

    def sheet(self, standing: Standing, chart: LineChart | None, notes: Iterable[Any], versions: Versions) -> Sheet:
        """Put a series together; its footnotes are numbered as its target, baseline and table refer to them."""
        footnotes, target = Footnotes(), standing.target
        footnotes.marks(notes)
        target_marks = footnotes.marks(target.footnotes.all()) if target else []
        baseline = target.baseline if target else None
        baseline_marks = footnotes.marks(baseline.footnotes.all()) if baseline else []
        periods = list(reversed(standing.periods))
        shown = periods if "all" in self.request.GET else periods[:ROWS_SHOWN]
        return Sheet(
            standing=standing,
            chart=chart,
            lines=[self.line(standing, period, footnotes, versions) for period in shown],
            left_out=len(periods) - len(shown),
            notes=footnotes.listed,
            target_marks=target_marks,
            baseline_marks=baseline_marks,
            comparators=[(one, compared(standing.series, one)) for one in standing.series.comparators.all()],
        )

    def line(self, standing: Standing, period: Period, footnotes: Footnotes, versions: Versions) -> Line:
        result, wanted = period.result, reading_of(standing, period).wanted
        asked = f"{reverse('result-record', args=[standing.series.pk])}?ends={period.ends}"
        return Line(
            period=period,
            wanted=shows(standing.series, standing.target)(wanted) if wanted is not None else "",
            marks=footnotes.marks(result.footnotes.all()) if result else [],
            older=versions.get((standing.series.pk, period.starts, period.ends), []),
            enter_url=asked if self.may_record and result is None else "",
        )


def by_place(results: Iterable[Result]) -> Versions:
    found: Versions = {}
    for result in results:
        found.setdefault((result.series_id, result.starts, result.ends), []).append(result)
    return found


RANKS = (Comparator.Sort.GROUP_RANK, Comparator.Sort.NATIONAL_RANK)


def compared(series: Series, comparator: Comparator) -> str:
    """A comparator's figure as the measure's own are shown; a rank by its place."""
    if comparator.sort in RANKS:
        return f"{comparator.value.normalize():f}{f' of {comparator.of}' if comparator.of else ''}"
    return shows_rounded(series, Decimal(comparator.value))


class MeasureHistory(MeasureRecord):
    """Every change to a measure and its results, in sentences."""

    template_name = "targets/measure_history.html"
    purpose = "Who entered, corrected or changed what, when, and why. Nothing is ever taken out of it."
