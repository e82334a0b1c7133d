"""What a reporting period covers beside deliverables: measures with a result due for its months, and what apps above
this one add by name. While it is open this is worked out; closing it writes it down."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When

from deliverables.models.deliverables import Deliverable
from deliverables.models.periods import ReportingPeriod
from plans.models import Plan
from plans.periods import Frequency, financial_year_of, slots
from targets.models import Measure, Result, Series

Found = dict[str, list[int]]
"""The numbers of the records that a period covers, by whether what is asked of them has come: "came", "missing"."""


def measures_of(plan: Plan) -> Any:
    """Select the measures on which a plan's deliverables rest, and those that it sets targets for."""
    rests = Deliverable.objects.current().filter(plan=plan, measures=OuterRef("pk"))
    wanted = Q(series__targets__plan=plan, series__targets__archived_at=None, series__archived_at=None)
    aimed = Measure.objects.filter(wanted).values("pk")
    return Measure.objects.current().filter(Exists(rests) | Q(pk__in=aimed)).order_by("position", "pk")


def ends_within(frequency: Frequency, first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the last days of the periods of a frequency that end within some months."""
    whole = slots(financial_year_of(first).start, financial_year_of(last).end, every=frequency)
    return [slot.ends for slot in whole if first <= slot.ends <= last]


def results_in(period: ReportingPeriod) -> Found:
    """Find the measures of the plan that have a result due for the months of a period: one query. A result has come
    where each series has one for every part of those months; a withheld one has come."""
    ends = {one.value: ends_within(one, period.observed_from, period.observed_to) for one in Frequency}
    lacks = [When(frequency=name, then=Exists(_lacking(days))) for name, days in ends.items() if days]
    asked = measures_of(period.plan).filter(frequency__in=[name for name, days in ends.items() if days])
    found: Found = {"came": [], "missing": []}
    for pk, lacking in asked.annotate(lacks=Case(*lacks, output_field=BooleanField())).values_list("pk", "lacks"):
        found["missing" if lacking else "came"].append(pk)
    return found


def _lacking(ends: list[datetime.date]) -> Any:
    """Select the series of a measure that lack the result of one of some periods."""
    missing: Any = Q()
    for day in ends:
        missing |= ~Exists(Result.objects.current().filter(series=OuterRef("pk"), ends=day))
    return Series.objects.current().filter(missing, measure=OuterRef("pk"))


FINDERS: dict[str, Callable[[ReportingPeriod], Found]] = {"measures": results_in}
"""What finds each kind. An app above adds its own when it is ready."""


def found_in(period: ReportingPeriod, kind: str) -> Found:
    """Return what a period covers of one kind: of a closed one as it was closed, which for one closed before this was
    kept is nothing."""
    if period.is_closed:
        kept: Found = period.covered.get(kind, {"came": [], "missing": []})
        return kept
    return FINDERS[kind](period)


def covered_by(period: ReportingPeriod) -> dict[str, Found]:
    """Return what a period covers, by kind."""
    return {kind: found_in(period, kind) for kind in FINDERS}
