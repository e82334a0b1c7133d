"""What stood in the database before results kept their rule gets the rule that judged it."""

from __future__ import annotations

import datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from kpa_tracker.base.toolkit import clock
from targets.actions.results import record_result
from targets.models import Closing, Result
from tests.factories.targets import (
    FIRST_QUARTER,
    YEAR,
    BaselineFactory,
    ExpectedValueFactory,
    MeasureFactory,
    ResultFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
migration = import_module("targets.migrations.0003_what_was_said_stays")

RELATIVE = {"form": "relative", "value": None}
SITUATIONS = {
    "a value": ({}, {}, {}),
    "a part of what adds up": ({"gathering": "sum", "kind": "count"}, {"value": Decimal(345)}, {}),
    "a change in per cent": ({}, {**RELATIVE, "change_percent": Decimal("-10.5")}, {}),
    "a change in points": ({}, {**RELATIVE, "change_by": Decimal(2)}, {}),
    "a ratio": ({"kind": "ratio"}, {"value": Decimal("15.4"), "second": Decimal("3.6")}, {"second": Decimal("3.7")}),
    "a rank": (
        {"kind": "rank"},
        {"form": "rank", "value": 10, "second": 2},
        {"value": Decimal(9), "second": Decimal(3)},
    ),
    "a range that adds up": ({"gathering": "sum"}, {"form": "range", "value": 40, "second": 80}, {}),
    "fewer than": ({"direction": "down"}, {"is_strict": True}, {}),
    "for information": ({"direction": "none"}, {}, {}),
    "words": ({}, {"form": "words", "value": None}, {}),
}


@pytest.fixture
def series(authority):
    def made(**measure):
        return SeriesFactory(measure=MeasureFactory(authority=authority, **measure), unit="points")

    return made


@pytest.mark.parametrize("measured_in", ["units", "percent"])
@pytest.mark.parametrize(("measure", "target", "said"), SITUATIONS.values(), ids=SITUATIONS)
def test_the_rule_of_a_result_is_the_one_that_judged_it(series, editor, measure, target, said, measured_in):
    found = series(**measure)
    wanted = TargetFactory(series=found, baseline=BaselineFactory(series=found), **target)
    ToleranceFactory(target=wanted, measured_in=measured_in)
    content = {"value": Decimal(41), **said}
    assert_same(record_result(found, **FIRST_QUARTER, content=content, by=editor))


@pytest.mark.parametrize("gathering", ["sum", "last"])
def test_of_a_profile_it_is_the_value_of_the_period(series, editor, gathering):
    found = series(gathering=gathering, kind="count")
    target = TargetFactory(series=found, value=Decimal(48))
    ToleranceFactory(target=target)
    ExpectedValueFactory(target=target, value=Decimal(48))
    assert_same(record_result(found, **FIRST_QUARTER, content={"value": Decimal(13)}, by=editor))


def assert_same(result):
    kept = result.held
    Result.objects.update(held={})
    migration.keep_rules(apps, None)
    after = Result.objects.get()
    assert as_numbers(after.held) == as_numbers(kept)


def as_numbers(held):
    return {name: Decimal(value) if value and name in NUMBERS else value for name, value in held.items()}


NUMBERS = ("wanted", "second", "amber_within")


def test_a_change_without_a_baseline_wants_nothing(series):
    found = series()
    ResultFactory(series=found, target=TargetFactory(series=found, **RELATIVE, change_by=Decimal(2)))
    migration.keep_rules(apps, None)
    assert Result.objects.get().held == {}


def test_the_last_closed_day_is_kept_and_closes_what_came_after_it(series):
    found, day = series(), datetime.date(2009, 9, 30)
    closed = ResultFactory(series=found, starts=datetime.date(2009, 7, 1), ends=day, closed_at=clock.now())
    late, open_ = ResultFactory(series=found), ResultFactory(series=found, ends=YEAR["ends"])
    foreign = ResultFactory()
    migration.keep_closings(apps, None)
    assert [(one.authority, one.until) for one in Closing.objects.all()] == [(found.measure.authority, day)]
    found = {one: (one.is_closed, one.is_late) for one in Result.objects.all()}
    assert found == {closed: (True, False), late: (True, True), open_: (False, False), foreign: (False, False)}
