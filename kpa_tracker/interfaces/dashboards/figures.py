"""What a dashboard counts, in one query: every deliverable falls into exactly one group, so that all sums agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch
from django.urls import reverse

from deliverables.models import Deliverable, SubItem
from deliverables.models.selections import MOVEMENTS, NEEDS_RECOVERY, NOT_RATED, RATED_OTHERWISE, SELECTIONS
from deliverables.standing import Stood
from deliverables.standing.stood import is_selected, severity
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.asof import PARAMETER
from kpa_tracker.base.toolkit.charts import Chart, Row, scale_codes, stacked_bars
from kpa_tracker.base.toolkit.ratings import Stage, rating_of, stage_of
from plans.models import Ambition
from risks.models import Risk

NO_STAGE = Stage.NOT_STARTED.value
FLAGS_OF_TIME = ("overdue", "due_soon", "green_but_late", "slipped", "stale")
FLAGS_OF_TODAY = (*FLAGS_OF_TIME, RATED_OTHERWISE)
"""How committees rate is known of today alone: the history of a plan does not hold it."""
GAPS = ("without_owner", "without_deadline", "without_measurement", "without_committee")
WORST_SHOWN = 25


@dataclass(frozen=True)
class Figure:
    """A number with the list behind it; `rating` where it counts one."""

    number: int
    label: str
    url: str
    rating: str | None = None


@dataclass(frozen=True)
class Tally:
    """Groups of deliverables with their numbers. `scope` is what the list is narrowed by to show all of them.

    `words` are the plan's own words for its ratings, by colour.
    """

    groups: list[dict[str, Any]]
    scope: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)

    def url(self, **narrowed: Any) -> str:
        """Return the address of the list of these deliverables, narrowed further."""
        return f"{reverse('deliverable-list')}?{urlencode({**self.scope, **narrowed})}"

    @property
    def total(self) -> int:
        return self.sum("number")

    def sum(self, what: str) -> int:
        return sum(group[what] for group in self.groups)

    def by(self, key: str) -> Counter[Any]:
        """Return the numbers by one of the keys of the groups."""
        counted: Counter[Any] = Counter()
        for group in self.groups:
            counted[group[key]] += group["number"]
        return counted

    def ratings_by(self, key: str) -> dict[Any, Counter[str]]:
        """Return the numbers by a key, and within it by rating."""
        found: dict[Any, Counter[str]] = {}
        for group in self.groups:
            found.setdefault(group[key], Counter())[group["rating"]] += group["number"]
        return found


BREAKDOWNS = {
    "ambition": ("ambition__position", "ambition__reference", "ambition__title"),
    "committee": ("committee__position", "committee__name"),
    "lead": ("lead__title",),
}
"""What deliverables are broken down by, with the columns that order and name it."""
BOARDS = {"ambition": "ambition", "committee": "committee", "lead": "post"}
WITHOUT = {"committee": ("No committee", "without_committee"), "lead": ("No lead post", "without_owner")}


def tally(
    deliverables: Any, *, by: Iterable[str], scope: Mapping[str, Any], words: Mapping[str, str] | None = None
) -> Tally:
    """Count deliverables by rating, stage, movement and some breakdowns, with every flag: one query of any size."""
    today = clock.today()
    flags = {key: Count("pk", filter=selection.condition(today)) for key, selection in SELECTIONS.items()}
    keys = [f"{name}_id" for name in by] + [column for name in by for column in BREAKDOWNS[name]]
    counted = deliverables.with_reported().with_measured().with_otherwise().with_movement(scope.get("plan")).order_by()
    rows = counted.values("latest__rating", "latest__stage", "moved", *keys).annotate(number=Count("pk"), **flags)
    return Tally([{**row, **judged(row)} for row in rows], dict(scope), words or {})


def tally_then(
    stood: Stood, *, by: Iterable[str], scope: Mapping[str, Any], words: Mapping[str, str] | None = None
) -> Tally:
    """Count deliverables that were read from the past as `tally` counts those of today: each is a group of its own."""
    breakdowns = list(by)
    return Tally([_group_of(one, breakdowns) for one in stood], dict(scope), words or {})


def _group_of(one: Any, by: list[str]) -> dict[str, Any]:
    columns = {f"{name}_id": getattr(one, f"{name}_id") for name in by}
    columns |= {column: _at(one, column) for name in by for column in BREAKDOWNS[name]}
    flags = {key: int(is_selected(one, key)) for key in SELECTIONS}
    judgement = {"rating": one.rating, "stage": stage_of(one.stage).value, "moved": one.moved}
    return {"number": 1, **judgement, **columns, **flags}


def _at(one: Any, column: str) -> Any:
    """Return what a row has at the end of a path such as committee__name; nothing where something on it is missing."""
    part, _, name = column.partition("__")
    return getattr(getattr(one, part), name, None)


def judged(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the rating and stage of a group; what was never reported is not rated and not started."""
    return {"rating": row["latest__rating"] or "", "stage": row["latest__stage"] or NO_STAGE}


# --- What the page shows ----------------------------------------------------------------------------------------------


def rating_figures(of: Tally) -> list[Figure]:
    """Return one figure for each rating, worst first, not rated last: together they are all."""
    counts = Counter({"red": 0, "": 0}) + of.by("rating")
    codes = scale_codes([Row("", {**counts, "": 1})])
    return [
        Figure(counts[code], rating_of(code, of.words.get(code)).word, of.url(rating=code or NOT_RATED), rating=code)
        for code in codes
    ]


def movement_figures(of: Tally) -> list[Figure]:
    """Return one figure for each movement since the period before: together they are all."""
    counts = of.by("moved")
    return [Figure(counts[key], word, of.url(movement=key)) for key, word in MOVEMENTS.items()]


def flag_figures(of: Tally, keys: Iterable[str]) -> list[Figure]:
    """Return one figure for each computed flag. They overlap, so that they add up to nothing."""
    return [Figure(of.sum(key), SELECTIONS[key].word, of.url(flag=key)) for key in keys]


def stage_chart(of: Tally) -> Chart:
    """Return the ratings within each stage: complete is not green."""
    counts = of.ratings_by("stage")
    rows = [chart_row(of, stage.word, counts.get(stage.value, Counter()), {"stage": stage.value}) for stage in Stage]
    urls = rating_urls(of, {})
    return stacked_bars("Stages and ratings", rows, first_column="Stage", total_urls=urls, words=of.words)


def breakdown_chart(of: Tally, name: str, *, title: str, first_column: str) -> Chart:
    """Return the ratings within each part, in the parts' own order, those without one last."""
    parts = {group[f"{name}_id"]: group for group in of.groups}
    counts = of.ratings_by(f"{name}_id")
    rows = [
        chart_row(of, part_label(name, parts[pk]), counts[pk], part_scope(name, pk)) for pk in in_order(name, parts)
    ]
    urls = rating_urls(of, {})
    return stacked_bars(title, rows, first_column=first_column, total_urls=urls, words=of.words)


def boards_of(of: Tally, name: str) -> list[tuple[str, str]]:
    """Return the dashboards of the parts of a breakdown, with their names; as of the same day."""
    parts = {group[f"{name}_id"]: group for group in of.groups if group[f"{name}_id"]}
    query = urlencode({PARAMETER: of.scope[PARAMETER], "plan": of.scope["plan"]}) if PARAMETER in of.scope else ""
    boards = [(part_label(name, parts[pk]), reverse(BOARDS[name], args=[pk])) for pk in in_order(name, parts)]
    return [(label, f"{url}?{query}" if query else url) for label, url in boards]


def in_order(name: str, parts: Mapping[Any, Mapping[str, Any]]) -> list[Any]:
    """Return the keys of the parts in the parts' own order, what belongs to none last."""
    return sorted(
        parts, key=lambda pk: (pk is None, *(parts[pk][column] for column in BREAKDOWNS[name] if pk), pk or 0)
    )


def part_label(name: str, group: Mapping[str, Any]) -> str:
    if group[f"{name}_id"] is None:
        return WITHOUT[name][0]
    words = [str(group[column]) for column in BREAKDOWNS[name] if not column.endswith("position")]
    return " ".join(words).strip()


def part_scope(name: str, pk: int | None) -> dict[str, Any]:
    return {name: pk} if pk is not None else {"flag": WITHOUT[name][1]}


def chart_row(of: Tally, label: str, counts: Counter[str], narrowed: Mapping[str, Any]) -> Row:
    return Row(label, counts, rating_urls(of, narrowed))


def rating_urls(of: Tally, narrowed: Mapping[str, Any]) -> dict[str, str]:
    """Return the list behind each number of a row, and behind its sum."""
    codes = {"", *(group["rating"] for group in of.groups)}
    urls = {code: of.url(**narrowed, rating=code or NOT_RATED) for code in codes}
    return {**urls, "all": of.url(**narrowed)}


def worst(deliverables: Any) -> list[Deliverable]:
    """Return what is not on course, red first, with who brings it back: one query, at most WORST_SHOWN rows."""
    found = deliverables.filter(latest__rating__in=NEEDS_RECOVERY).by_severity()
    return list(found.with_words().select_related("lead", "latest__recovery_by")[:WORST_SHOWN])


def worst_then(stood: Stood) -> list[Any]:
    """Return what was not on course in the past, red first: at most WORST_SHOWN rows."""
    found = stood.those(lambda one: one.rating in NEEDS_RECOVERY)
    return found.in_order_of(severity, descending=False).rows[:WORST_SHOWN]


def parts_overseen(committee: Any, plan: Any) -> list[SubItem]:
    """Return the parts of deliverables that a committee oversees, whoever oversees the whole: one query."""
    whole = Deliverable.objects.current().filter(plan=plan)
    parts = SubItem.objects.filter(committee=committee, deliverable__in=whole)
    return list(parts.select_related("deliverable").order_by("deliverable__position", "position", "pk"))


def risks_on_red(deliverables: Any, user: Any) -> list[Risk]:
    """Return the register's risks that are linked to a red deliverable here, each with those: two queries."""
    red = deliverables.filter(latest__rating="red").in_plan_order()
    risks = Risk.objects.visible_to(user).current().filter(deliverables__in=red).distinct()
    return list(risks.prefetch_related(Prefetch("deliverables", red, to_attr="red_deliverables")))


def ambitions_with_red(deliverables: Any, user: Any) -> list[Ambition]:
    """Return the ambitions that have something red here and a risk of their own, each with those: two queries."""
    red = deliverables.filter(latest__rating="red")
    risks = Risk.objects.visible_to(user).current()
    ambitions = Ambition.objects.filter(deliverables__in=red, risks__in=risks).distinct()
    return list(ambitions.prefetch_related(Prefetch("risks", risks, to_attr="resting_risks")))
