"""How the measures of an authority, a committee, a post or an ambition stand, and what they wait for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from kpa_tracker.base.people.rules import working_posts
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.interfaces.dashboards.figures import Figure
from plans.periods import Slot
from targets.models import Measure, Series, Target
from targets.models.measures import NOT_JUDGED, STATUSES
from targets.models.overdue import is_overdue, last_due
from targets.tables.measures import latest_of

STANDING = (
    *((rating_of(status).word, "status", status) for status in STATUSES),
    ("Not rated", "status", NOT_JUDGED),
    ("No data", "gap", "without_data"),
)
GAPS = (
    ("Overdue for data", "gap", "overdue_for_data"),
    ("Without owner", "gap", "without_owner"),
    ("Without target", "gap", "without_target"),
)
"""What is counted of measures: its word, and the facet of their list with the value that selects the same."""
MISSED = ("red", "amber")
WORST_SHOWN = 10


@dataclass(frozen=True)
class Missed:
    """A red or amber measure with the latest result of each of its series: (name, figure, months, target)."""

    measure: Measure

    @property
    def results(self) -> list[tuple[str, str, str, str]]:
        series = self.measure.series.all()
        return [
            (*latest, one.latest.target.text if one.latest and one.latest.target else "")
            for latest, one in zip(latest_of(self.measure), series, strict=True)
        ]


@dataclass(frozen=True)
class Measured:
    """Measures, counted: by the status of the worst series, which together are all; and what they lack, which overlaps.

    `worst` are the red and then the amber, at most WORST_SHOWN. `aimed` are the keys of the plans in which these
    measures have targets, loaded where a page asks for them: only those have a scorecard that is not empty.
    """

    total: Figure
    standing: list[Figure]
    gaps: list[Figure]
    worst: list[Missed]
    aimed: Any

    @property
    def has_more(self) -> bool:
        """Whether more are red or amber than are shown."""
        return sum(one.number for one in self.standing if one.rating in MISSED) > len(self.worst)


def numbers_of(measures: Any) -> tuple[int, list[int]]:
    """Return how many measures there are, and how many the list shows with each facet of STANDING and GAPS. One query,
    which asks each measure once: what it reads does not grow with other authorities."""
    facets = [(facet, value) for _, facet, value in (*STANDING, *GAPS)]
    lacking = {
        f"lacks_{value}": Exists(getattr(Measure.objects.filter(pk=OuterRef("pk")), value)())
        for facet, value in facets
        if facet == "gap"
    }
    grouped = measures.with_worst().annotate(**lacking).order_by().values("worst", *lacking)
    groups = list(grouped.annotate(number=Count("pk")))

    def has(group: Mapping[str, Any], facet: str, value: str) -> bool:
        return bool(group["worst"] == value if facet == "status" else group[f"lacks_{value}"])

    each = [sum(group["number"] for group in groups if has(group, *one)) for one in facets]
    return sum(group["number"] for group in groups), each


def count_measures(measures: Any, scope: Mapping[str, Any]) -> Measured:
    """Count measures by status and by what they lack, each number with its list: one query, and those of the worst."""
    total, numbers = numbers_of(measures)
    standing, gaps = figures_of(numbers, scope)
    missed = any(one.number for one in standing if one.rating in MISSED)
    worst = [Missed(one) for one in measures.worst_first()[:WORST_SHOWN]] if missed else []
    aimed = Target.objects.current().filter(series__archived_at=None, series__measure__in=measures.order_by())
    aimed = aimed.order_by().values_list("plan", flat=True).distinct()
    return Measured(total_of(total, scope), standing, gaps, worst, aimed)


def total_of(number: int, scope: Mapping[str, Any]) -> Figure:
    return Figure(number, "Measures", f"{reverse('measure-list')}?{urlencode(scope)}")


def figures_of(numbers: Sequence[int], scope: Mapping[str, Any]) -> tuple[list[Figure], list[Figure]]:
    """Return the numbers of STANDING and of GAPS, each with its list."""
    address = reverse("measure-list")
    figures = [
        Figure(number, word, f"{address}?{urlencode({**scope, facet: value})}", value if value in STATUSES else None)
        for number, (word, facet, value) in zip(numbers, (*STANDING, *GAPS), strict=True)
    ]
    return figures[: len(STANDING)], figures[len(STANDING) :]


@dataclass(frozen=True)
class Waiting:
    """A measure of a person's posts with what it waits for: a result that was due, a target, or a judgement of results
    that were corrected since."""

    measure: Measure
    series: list[Series]
    due: Slot | None
    lacks_target: bool
    to_judge: int


def measures_waiting(person: Any) -> list[Waiting]:
    """Return the measures of a person's posts that are overdue for data, have no target, or have results to be judged
    again: two queries."""
    posts, today = working_posts(person), clock.today()
    if not posts:
        return []
    mine = Measure.objects.visible_to(person).current().filter(owner__in=posts)
    series = Series.objects.current().filter(measure__in=mine).select_related("measure", "latest")
    series = series.with_number_to_judge()
    lacking = set(mine.without_target().values_list("pk", flat=True))
    by_measure: dict[Measure, list[Series]] = {}
    for one in series.order_by("measure__position", "measure_id", "position", "pk"):
        by_measure.setdefault(one.measure, []).append(one)
    found = [_waiting(measure, own, today, measure.pk in lacking) for measure, own in by_measure.items()]
    return [one for one in found if one.due or one.lacks_target or one.to_judge]


def _waiting(measure: Measure, series: list[Series], today: Any, lacks_target: bool) -> Waiting:
    late = [one for one in series if is_overdue(one, today)]
    to_judge = sum(one.to_judge for one in series)  # type: ignore[attr-defined]
    return Waiting(measure, late, last_due(measure.frequency, today) if late else None, lacks_target, to_judge)
