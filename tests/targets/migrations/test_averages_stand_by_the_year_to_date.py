"""What stood in the database before averages had a year to date gets the one that would be kept today."""

from __future__ import annotations

import datetime
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from kpa_tracker.base.toolkit.dates import months_later
from targets.actions.results import record_result
from targets.models import Series
from tests.factories.targets import (
    YEAR,
    DefinitionFactory,
    ExpectedValueFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)
from tests.targets.migrations.test_series_stand_by_the_year_to_date import TARGETS, numbers

pytestmark = pytest.mark.django_db
migration = import_module("targets.migrations.0005_averages_stand_by_the_year_to_date")
A_DAY = datetime.timedelta(days=1)


@pytest.fixture
def enter(authority, editor):
    """Return a function that makes a series with periods of 2009/10 in a row: (value, months, numerator, denominator)."""

    def entered(*periods, target=None, tolerance=None, steps=(), **measure):
        given = {"authority": authority, "kind": "percentage", "gathering": "average", "decimals": 1, **measure}
        series = SeriesFactory(measure=MeasureFactory(**given), name="")
        if target:
            made = TargetFactory(series=series, **target)
            if tolerance:
                ToleranceFactory(target=made, **tolerance)
            for place, value in enumerate(steps):
                ExpectedValueFactory(target=made, value=value, **span(place * 3, 3))
        month = 0
        for value, months, *parts in periods:
            if value is not None:
                content = dict(zip(("value", "numerator", "denominator"), map(decimal, (value, *parts)), strict=False))
                record_result(Series.objects.get(pk=series.pk), **span(month, months), content=content, by=editor)
            month += months
        return series

    return entered


def decimal(text):
    return Decimal(text) if text else None


def span(month, months):
    starts = months_later(YEAR["starts"], month)
    return {"starts": starts, "ends": months_later(starts, months) - A_DAY}


def assert_same(series):
    kept = Series.objects.get(pk=series.pk).to_date
    Series.objects.update(to_date={})
    migration.keep_years_to_date(apps, None)
    assert numbers(Series.objects.get(pk=series.pk).to_date) == numbers(kept)
    return kept


YEARS = {
    "three quarters": (("96", 3), ("99", 3), ("105", 3)),
    "a year": (("96", 3), ("99", 3), ("105", 3), ("104", 3)),
    "a gap": (("96", 3), (None, 3), ("105", 3)),
    "with fractions": (("90", 3, "90", "100"), ("60", 3, "18", "30")),
    "with some fractions": (("90", 3, "90", "100"), ("60", 3)),
}
ONCE = dict.fromkeys(("three quarters", "a gap", "with some fractions"), pytest.mark.once)
"""What is the same arithmetic on any database; a year and its fractions are kept on each."""


@pytest.mark.parametrize("periods", [pytest.param(YEARS[name], marks=ONCE.get(name, ()), id=name) for name in YEARS])
@pytest.mark.parametrize("tolerance", [None, {"measured_in": "units"}, {"measured_in": "percent"}], ids=str)
@pytest.mark.parametrize("name", ["less", "more", "held", "a range", "fewer than", "for information", "in words"])
def test_what_is_kept_is_what_the_actions_keep(enter, name, periods, tolerance):
    measure, target = TARGETS[name]
    assert assert_same(enter(*periods, target=target, tolerance=tolerance, **measure))


def test_months_and_quarters_weigh_as_long_as_they_are(enter):
    kept = assert_same(enter(("30", 3), ("50", 1), target={"value": Decimal(40)}, frequency="month"))
    assert Decimal(kept["value"]) == 35


def test_a_rate_goes_by_its_denominators(enter):
    series = enter(("40", 3, "40", "1000"), ("10", 3, "1", "100"), kind="rate", unit="per 1,000 calls")
    assert Decimal(assert_same(series)["value"]).quantize(Decimal("0.001")) == Decimal("37.273")


def test_what_the_profile_expected_is_averaged(enter):
    kept = assert_same(enter(("46", 3), ("49", 3), target={"value": Decimal(52)}, steps=(46, 48, 50, 52)))
    assert (kept["held"]["wanted"], kept["status"]) == ("47.0000", "green")


NOTHING = {"one quarter": (("20", 3),), "the whole year": (("20", 12),), "no result": ()}


@pytest.mark.parametrize("periods", NOTHING.values(), ids=NOTHING)
def test_nothing_is_kept_where_there_is_no_average(enter, periods):
    assert assert_same(enter(*periods, target={"value": Decimal(100)})) == {}


def test_places_are_not_averaged(enter):
    assert assert_same(enter(("20", 3), ("22", 3), kind="rank", decimals=0)) == {}


def test_what_is_defined_is_left_to_the_next_result(enter):
    series = enter(("20", 3), ("30", 3))
    DefinitionFactory(measure=series.measure)
    Series.objects.update(to_date={})
    migration.keep_years_to_date(apps, None)
    assert Series.objects.get(pk=series.pk).to_date == {}
