"""First definitions that broke a series go on breaking it; those before which nothing was counted do not."""

from __future__ import annotations

import datetime
from importlib import import_module

import pytest
from django.apps import apps

from tests.factories.targets import (
    FIRST_QUARTER,
    BaselineFactory,
    DefinitionFactory,
    MeasureFactory,
    ResultFactory,
    SeriesFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
migration = import_module("targets.migrations.0006_definitions_say_whether_they_are_a_change")
DAYS = [
    # the first definition's first day, whether something was counted before
    (datetime.date(2009, 4, 1), False),
    (datetime.date(2009, 4, 2), True),
    (datetime.date(2009, 7, 1), True),
]


def is_change(definition):
    migration.keep_breaks(apps, None)
    definition.refresh_from_db()
    return definition.is_change


@pytest.mark.parametrize(("day", "expected"), DAYS)
def test_a_first_definition_is_a_change_where_a_result_began_before_it(day, expected):
    series = SeriesFactory()
    first = DefinitionFactory(measure=series.measure, applies_from=day)
    ResultFactory(series=series, **FIRST_QUARTER)
    ResultFactory(starts=datetime.date(2000, 1, 1), ends=datetime.date(2000, 3, 31))
    assert is_change(first) is expected


BASELINES = [
    # the last day of the baseline, the first definition's first day, whether it lies before
    (datetime.date(2009, 3, 31), datetime.date(2009, 4, 1), True),
    (None, datetime.date(2009, 4, 1), True),
    (None, datetime.date(2009, 3, 31), False),
    (datetime.date(2009, 3, 31), datetime.date(2008, 4, 1), False),
]


@pytest.mark.parametrize(("ends", "day", "expected"), BASELINES)
def test_a_first_definition_is_a_change_where_a_baseline_lies_before_it(ends, day, expected):
    series = SeriesFactory()
    TargetFactory(series=series, baseline=BaselineFactory(series=series, ends=ends))
    assert is_change(DefinitionFactory(measure=series.measure, applies_from=day)) is expected


def test_a_target_without_a_baseline_makes_no_change():
    target = TargetFactory()
    assert not is_change(DefinitionFactory(measure=target.series.measure, applies_from=datetime.date(2009, 4, 1)))


def test_later_definitions_are_left_as_they_are():
    measure = MeasureFactory()
    series = SeriesFactory(measure=measure)
    ResultFactory(series=series, **FIRST_QUARTER)
    first, later = (
        DefinitionFactory(measure=measure, applies_from=day) for day in (datetime.date(2009, 5, 1), datetime.date(2010, 4, 1))
    )
    assert (is_change(first), is_change(later)) == (True, False)
