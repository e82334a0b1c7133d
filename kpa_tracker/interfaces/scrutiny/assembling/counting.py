"""Every sum of a pack counted again by the database, to be held against what the pack shows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count

from deliverables.models import ReportingPeriod
from deliverables.models.covered import Found, found_in
from deliverables.models.returns import PLACES
from kpa_tracker.base.toolkit.ratings import rating_of, stage_of
from kpa_tracker.interfaces.scrutiny.assembling import scope
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import COVERED
from kpa_tracker.interfaces.scrutiny.packs.sums import COLUMNS, LATE, Counted
from kpa_tracker.interfaces.scrutiny.packs.tables import ALL, LEVELS, NO_COMMITTEE, NO_LEAD, STATUSES, covered_key
from plans.models import Ambition
from targets.models import Recommendation
from targets.models.measures import counts_as

Numbers = dict[str, int]


def count_again(pack: Pack) -> Counted:
    """Return, for each table, the number on each of its lines, and over all. A dozen queries, whatever there is."""
    deliverables = scope.deliverables(pack)
    found = {
        "rating": by_ambition(deliverables),
        f"rating{COLUMNS}": by_rating(pack, deliverables),
        "stage": by_stage(deliverables),
        "lead": by_lead(deliverables),
        "parts": by_overseer(scope.parts(pack)),
        "measures": by_status(scope.series(pack)),
        "risks": by_level(scope.risks(pack)),
        "recommendations": by_state(scope.recommendations(pack)),
        **(by_place(pack, pack.period) if pack.period else {}),
        **(by_coming(pack, pack.period) if pack.period else {}),
    }
    return {key: with_all(numbers) for key, numbers in found.items()}


def with_all(numbers: Numbers) -> Numbers:
    return {**numbers, ALL: sum(numbers.values())}


def counted(records: Any, by: str) -> dict[Any, int]:
    """Return how many records there are of each value of a column. One query."""
    return dict(records.order_by().values(by).annotate(number=Count("pk", distinct=True)).values_list(by, "number"))


def by_ambition(deliverables: Any) -> Numbers:
    numbers = counted(deliverables, "ambition")
    return summed((str(one), numbers[one.pk]) for one in Ambition.objects.filter(pk__in=numbers))


def by_rating(pack: Pack, deliverables: Any) -> Numbers:
    words = dict(pack.plan.scale.points.values_list("code", "word"))
    numbers = counted(deliverables, "latest__rating")
    return summed((words.get(code or "", rating_of(code).word), number) for code, number in numbers.items())


def by_stage(deliverables: Any) -> Numbers:
    numbers = counted(deliverables, "latest__stage")
    return summed((stage_of(code).word, number) for code, number in numbers.items())


def by_lead(deliverables: Any) -> Numbers:
    numbers = counted(deliverables, "lead__title")
    return {title or NO_LEAD: number for title, number in numbers.items()}


def by_overseer(parts: Any) -> Numbers:
    return {name or NO_COMMITTEE: number for name, number in counted(parts, "deliverable__committee__name").items()}


def by_status(series: Any) -> Numbers:
    rated = {point.word: series.filter(counts_as(point.code)).count() for point in STATUSES if point.code}
    unrated = next(point.word for point in STATUSES if not point.code)
    return {**rated, unrated: series.count() - sum(rated.values())}


def by_level(risks: Any) -> Numbers:
    return {LEVELS[level]: number for level, number in counted(risks.with_levels(), "current_level").items()}


def by_state(recommendations: Any) -> Numbers:
    words = dict(Recommendation.State.choices)
    return {words[state]: number for state, number in counted(recommendations, "state").items()}


def by_place(pack: Pack, period: ReportingPeriod) -> dict[str, Numbers]:
    """Count where the deliverables stand in a period: in a closed one, what was written down when it was closed."""
    returns = scope.kept(pack, period) if period.is_closed else scope.returns(pack, period)
    places = {PLACES[key].word: number for key, number in counted(returns, "place").items()}
    return {"coverage": places, LATE: {LATE: returns.filter(late_in=True).count()}}


def by_coming(pack: Pack, period: ReportingPeriod) -> dict[str, Numbers]:
    """Count what else a period covers, by whether it has come."""
    found = {kind: found_in(period, kind) for kind in COVERED}
    return {covered_key(kind): coming(pack, kind, numbers) for kind, numbers in found.items()}


def coming(pack: Pack, kind: str, numbers: Found) -> Numbers:
    _, came, missing = COVERED[kind]
    words = {came: numbers["came"], missing: numbers["missing"]}
    return {word: scope.covered(pack, kind, some).count() for word, some in words.items()}


def summed(pairs: Any) -> Numbers:
    """Add up what has the same word: nothing recorded counts as not started, as "" and as none; and two ambitions
    of one name are one line."""
    found: Counter[str] = Counter()
    for word, number in pairs:
        found[word] += number
    return dict(found)
