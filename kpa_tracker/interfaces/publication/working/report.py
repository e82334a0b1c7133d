"""The performance report of a plan: which measures are in it, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import F, Prefetch, Q

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.markings import highest
from kpa_tracker.interfaces.publication.content import Sheet, span
from kpa_tracker.interfaces.publication.content.performance import Chapter, PerformanceReport
from kpa_tracker.interfaces.publication.look import look_of
from kpa_tracker.interfaces.publication.working.lines import sheet_of
from kpa_tracker.interfaces.publication.working.targets import set_above
from plans.models import Plan
from risks.models.markings import own_markings
from targets.models import Comparator, Measure, Series, Target
from targets.models.standing import standing_of, with_standing
from targets.tables.scorecard import NO_OBJECTIVE, NO_PRIORITY, Row

RESTING, OTHERS = "What deliverables rest on", "Measures without a target"
IN_NO_SET = "In no set"


def performance_report(plan: Plan) -> PerformanceReport:
    """Select how the measures of a plan stand today: those with a target in it or in the plan above for its years,
    those that its deliverables rest on, then what the authority measures without a target in any plan.

    Fifteen queries at most, however many measures and results there are.
    """
    return PerformanceReport(
        authority=plan.authority.name,
        plan=plan.title,
        title=f"{plan.title}: performance report",
        period=span(plan.starts_on, plan.ends_on),
        state=plan.get_state_display(),
        marking=highest([plan.marking, *own_markings([measures_of(plan)])]),
        made_on=clock.today(),
        is_demonstration=plan.authority.is_demonstration,
        contact=plan.authority.contact,
        look=look_of(plan.authority_id),
        chapters=tuple(chapters(plan)),
    )


def measures_of(plan: Plan) -> Any:
    """Select the measures that the report speaks of."""
    return Measure.objects.filter(pk__in=series_in(plan).order_by().values("measure"))


def chapters(plan: Plan) -> Iterator[Chapter]:
    wanted, resting, others = sorted_out(plan)
    if not wanted and not resting:
        return
    yield from by_priority(wanted)
    if resting:
        yield chapter("resting", RESTING, by_set(resting))
    if others:
        yield chapter("others", OTHERS, by_set(others))


def sorted_out(plan: Plan) -> tuple[list[list[Row]], list[list[Row]], list[list[Row]]]:
    """Return the measures, each as its rows: with a target of the plan, resting on, others."""
    resting = set(Measure.objects.filter(resting_in(plan)).values_list("pk", flat=True))
    found: tuple[list[list[Row]], list[list[Row]], list[list[Row]]] = ([], [], [])
    for measure, rows in rows_by_measure(plan):
        place = 0 if any(row.target for row in rows) else 1 if measure.pk in resting else 2
        found[place].append(rows)
    return found


def rows_by_measure(plan: Plan) -> Iterator[tuple[Measure, list[Row]]]:
    today = clock.today()
    standings = (standing_of(one, today) for one in series_of(plan))
    for _, some in groupby(standings, key=lambda standing: standing.measure.pk):
        rows = [Row(standing, target_of(plan, standing.series)) for standing in some]
        yield rows[0].standing.measure, rows


def targets_of(plan: Plan) -> Any:
    return Target.objects.current().filter(Q(plan=plan) | set_above(plan))


def resting_in(plan: Plan) -> Q:
    return Q(deliverables__plan=plan, deliverables__archived_at=None)


def series_in(plan: Plan) -> Any:
    """Select the series that the report speaks of."""
    measures = Measure.objects.current().filter(authority=plan.authority_id)
    in_plan = Q(measure__in=targets_of(plan).values("series__measure"))
    in_plan |= Q(measure__in=Measure.objects.filter(resting_in(plan)).values("pk"))
    targeted = Target.objects.current().values("series__measure")
    found = Series.objects.current().filter(measure__in=measures)
    return found.filter(in_plan | ~Q(measure__in=targeted))


def series_of(plan: Plan) -> Any:
    """Select the same with all that the report says of them."""
    of_set = F("measure__set__position").asc(nulls_last=True), F("measure__set").asc(nulls_last=True)
    found = series_in(plan).order_by(*of_set, "measure__position", "measure", "position", "pk")
    return (
        with_standing(found)
        .select_related("measure__scale", "measure__owner", "latest", "measure__committee", "measure__source")
        .select_related("measure__set", "source")
        .prefetch_related(
            Prefetch("comparators", Comparator.objects.current(), to_attr="current_comparators"),
            "measure__footnotes",
            "current_results__footnotes",
            "current_targets__footnotes",
            "current_targets__baseline__footnotes",
        )
    )


def target_of(plan: Plan, series: Series) -> Target | None:
    """The target by which a series is in the report: the plan's own, the last set; else the one of the plan above."""
    targets: list[Target] = series.current_targets  # type: ignore[attr-defined]
    own = [one for one in targets if one.plan_id == plan.pk]
    days = plan.starts_on, plan.ends_on
    above = [one for one in targets if one.plan_id == plan.under_id and days[0] <= one.starts and one.ends <= days[1]]
    return max(own or above, key=lambda one: one.starts, default=None)


def by_priority(measures: list[list[Row]]) -> Iterator[Chapter]:
    """Yield the priorities in the plan's order, each measure where its first target is."""
    placed = sorted(measures, key=lambda rows: min(row.place for row in rows))
    found = groupby(placed, key=lambda rows: str(first(rows).priority or NO_PRIORITY))
    for number, (title, some) in enumerate(found, start=1):
        objectives = groupby(some, key=lambda rows: str(first(rows).objective or NO_OBJECTIVE))
        yield chapter(f"priority-{number}", title, [(name, list(within)) for name, within in objectives])


def first(rows: list[Row]) -> Row:
    return min(rows, key=lambda row: row.place)


def by_set(measures: list[list[Row]]) -> Iterable[tuple[str, list[list[Row]]]]:
    """Return measures in their sets; without any set, under no heading."""
    found = groupby(measures, key=lambda rows: str(rows[0].standing.measure.set or ""))
    sections = [(title, list(some)) for title, some in found]
    return sections if len(sections) == 1 else [(title or IN_NO_SET, some) for title, some in sections]


def chapter(anchor: str, title: str, sections: Iterable[tuple[str, list[list[Row]]]]) -> Chapter:
    return Chapter(
        anchor,
        title,
        tuple(
            (f"{anchor}-{number}", heading, tuple(map(sheet, measures)))
            for number, (heading, measures) in enumerate(sections, start=1)
        ),
    )


def sheet(rows: list[Row]) -> Sheet:
    return sheet_of(rows[0].standing.measure, [(row.standing, row.target) for row in rows])
