"""What stood in the database before series kept their year to date gets the one that would be kept today."""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from targets.actions.results import record_result
from targets.models import Series
from targets.models.spans import days_before
from tests.factories.targets import (
    YEAR,
    BaselineFactory,
    DefinitionFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
migration = import_module("targets.migrations.0004_series_stand_by_the_year_to_date")

RELATIVE = {"form": "relative", "value": None}
TARGETS = {
    "less": ({"direction": "down"}, {"value": Decimal(100)}),
    "more": ({"direction": "up"}, {"value": Decimal(100)}),
    "held": ({"direction": "hold"}, {"value": Decimal(100)}),
    "no more than": ({"direction": "up"}, {"form": "ceiling", "value": Decimal(100)}),
    "no less than": ({"direction": "down"}, {"form": "floor", "value": Decimal(100)}),
    "a range": ({}, {"form": "range", "value": Decimal(90), "second": Decimal(110)}),
    "fewer than": ({"direction": "down"}, {"is_strict": True, "value": Decimal(100)}),
    "in per cent": ({"direction": "down"}, {**RELATIVE, "change_percent": Decimal("-10.5")}),
    "in points": ({}, {**RELATIVE, "change_by": Decimal(2)}),
    "for information": ({"direction": "none"}, {"value": Decimal(100)}),
    "in words": ({}, {"form": "words", "value": None}),
}
QUARTERS = [("30", "20", "25"), ("30", "31", "20", "25"), ("10", "11", "1", "2")]


@pytest.fixture
def enter(authority, editor):
    """Return a function that makes a series with quarters of 2009/10 in a row; None is one without a result."""

    def entered(*values, target=None, tolerance=None, **measure):
        given = {"authority": authority, "kind": "count", "gathering": "sum", "decimals": 0, **measure}
        series = SeriesFactory(measure=MeasureFactory(**given), name="")
        if target:
            baseline = BaselineFactory(series=series, value=Decimal(100))
            made = TargetFactory(series=series, baseline=baseline, **target)
            if tolerance:
                ToleranceFactory(target=made, **tolerance)
        for place, value in enumerate(values):
            starts, _ = days_before(YEAR["starts"], YEAR["starts"], -3 * place)
            ends = days_before(YEAR["starts"], YEAR["ends"].replace(month=6, year=2009, day=30), -3 * place)[1]
            if value is not None:
                found = Series.objects.get(pk=series.pk)
                record_result(found, starts=starts, ends=ends, content={"value": Decimal(value)}, by=editor)
        return series

    return entered


def numbers(kept):
    """What is kept, its figures as numbers."""
    held = {name: number(value) for name, value in kept.get("held", {}).items()}
    return {**kept, "value": number(kept["value"]), "held": held} if kept else {}


def number(value):
    try:
        return Decimal(value)
    except (ArithmeticError, TypeError, ValueError):
        return value


def assert_same(series):
    kept = Series.objects.get(pk=series.pk).to_date
    Series.objects.update(to_date={})
    migration.keep_years_to_date(apps, None)
    assert numbers(Series.objects.get(pk=series.pk).to_date) == numbers(kept)
    return kept


@pytest.mark.parametrize("tolerance", [None, {"measured_in": "units"}, {"measured_in": "percent"}], ids=str)
@pytest.mark.parametrize(("measure", "target"), TARGETS.values(), ids=TARGETS)
def test_what_is_kept_is_what_the_actions_keep(enter, measure, target, tolerance):
    for values in QUARTERS:
        series = enter(*values, target=target, tolerance=tolerance, **measure)
        assert assert_same(series)


NOTHING = {"one quarter": ("20",), "a gap": ("20", None, "25"), "no result": ()}


@pytest.mark.parametrize("values", NOTHING.values(), ids=NOTHING)
def test_nothing_is_kept_where_there_is_no_sum(enter, values):
    assert assert_same(enter(*values, target={"value": Decimal(100)})) == {}


def test_without_a_target_the_sum_alone_is_kept(enter):
    assert assert_same(enter("20", "30"))["status"] == ""


def test_what_does_not_add_up_keeps_nothing(enter):
    assert assert_same(enter("20", "30", gathering="last")) == {}


def test_what_is_defined_is_left_to_the_next_result(enter):
    series = enter("20", "30")
    DefinitionFactory(measure=series.measure)
    migration.keep_years_to_date(apps, None)
    Series.objects.update(to_date={})
    migration.keep_years_to_date(apps, None)
    assert Series.objects.get(pk=series.pk).to_date == {}
