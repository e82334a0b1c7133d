"""An authority's measures with their targets of the last years and the results of every quarter, judged as the site
judges them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import cycle
from typing import Any

from benchmarks.seeding.people import Body
from benchmarks.seeding.plans import AT_ONCE, moment
from benchmarks.seeding.sizes import LAST_YEAR, Office, Span, all_quarters, over
from benchmarks.seeding.words import Writer
from plans.models import Plan
from targets.models import Measure, MeasureSet, Result, Series, Source, Target, Tolerance
from targets.models.judging import hold_against, target_on
from targets.performance import Direction, Form, Gathering, Kind

SETS = 8
WITH_TARGETS = 3
"""For how many years, up to this one, measures have targets."""
TOLERATED = Decimal(3)


def enter_measures(body: Body, office: Office) -> None:
    """Enter an authority's measures, one series each, with results to the last quarter that is over."""
    made = _measures(body, office.measures)
    series = Series.objects.bulk_create([Series(measure=one, position=1) for one in made], batch_size=AT_ONCE)
    targets = _targets(body, series)
    spans = over(all_quarters())[-office.quarters :]
    rows = [result for one in series for result in _results(one, targets[one.pk], spans, body)]
    for result in Result.objects.bulk_create(rows, batch_size=AT_ONCE):
        result.series.latest = result
    Series.objects.bulk_update(series, ["latest"], batch_size=500)


def _measures(body: Body, number: int) -> list[Any]:
    writer = Writer(body.number)
    sets = MeasureSet.objects.bulk_create(
        MeasureSet(authority=body.authority, title=f"Set {place}", position=place) for place in range(SETS)
    )
    source = Source.objects.create(authority=body.authority, name="Survey of the public", sort=Source.Sort.SURVEY)
    posts, committees = cycle(body.officers), cycle(body.committees)
    return Measure.objects.bulk_create(
        [
            Measure(
                authority=body.authority,
                set=sets[place % SETS],
                reference=f"M {place + 1}",
                title=f"Share of those asked who are satisfied: {writer.title().lower()}",
                position=place,
                kind=Kind.PERCENTAGE.value,
                decimals=1,
                direction=(Direction.DOWN if place % 3 == 0 else Direction.UP).value,
                gathering=Gathering.LAST.value,
                source=source,
                owner=next(posts),
                committee=next(committees),
            )
            for place in range(number)
        ],
        batch_size=AT_ONCE,
    )


def _targets(body: Body, series: list[Any]) -> dict[int, list[Any]]:
    """Enter the targets of the last years with their tolerances; return them by series, loaded as a page has them."""
    plans = Plan.objects.filter(authority=body.authority, title__startswith="Business")
    years = list(plans.order_by("-starts_on")[:WITH_TARGETS])
    made = Target.objects.bulk_create(
        [
            Target(
                series=one,
                plan=plan,
                position=one.measure.position,
                starts=plan.starts_on,
                ends=plan.ends_on,
                text="50% or better",
                form=Form.ABSOLUTE.value,
                value=Decimal(50),
            )
            for one in series
            for plan in years
        ],
        batch_size=AT_ONCE,
    )
    set_on = datetime.date(LAST_YEAR - WITH_TARGETS, 4, 1)
    tolerances = Tolerance.objects.bulk_create(
        [
            Tolerance(
                target=one, amber_within=TOLERATED, applies_from=set_on, set_on=set_on, committee=body.committees[0]
            )
            for one in made
        ],
        batch_size=AT_ONCE,
    )
    by_series: dict[int, list[Any]] = {one.pk: [] for one in series}
    for target, tolerance in zip(made, tolerances, strict=True):
        prefetched(target, tolerances=[tolerance], expected_values=[])
        by_series[target.series_id].append(target)
    return by_series


def _results(series: Any, targets: list[Any], spans: list[Span], body: Body) -> list[Any]:
    writer, value = Writer(series.pk).random, Decimal(50)
    found = []
    for starts, ends in spans:
        value = min(Decimal(95), max(Decimal(5), value + Decimal(writer.randint(-40, 40)) / 10))
        at = moment(ends + datetime.timedelta(days=15))
        result = Result(
            series=series, starts=starts, ends=ends, value=value, entered_by=body.editor, created_at=at, changed_at=at
        )
        hold_against(result, target_on(targets, ends))
        if ends != spans[-1][1]:
            result.closed_at = at + datetime.timedelta(days=10)
        found.append(result)
    return found


def prefetched(record: Any, **related: list[Any]) -> None:
    """Let a record hold what points at it, as `prefetch_related` leaves it."""
    cache = record.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in related.items():
        found = getattr(record, name).get_queryset()
        found._result_cache, found._prefetch_done = rows, True
        cache[name] = found
