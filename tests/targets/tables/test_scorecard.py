"""What a scorecard counts: the year to date of what adds up, and every year that misses its target, amber as well."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from kpa_tracker.base.toolkit.dates import months_later
from targets.actions.results import record_result
from targets.models import Series
from targets.models.standing import standing_of, with_standing
from targets.tables.scorecard import Row, Scorecard, is_exception
from tests.conftest import TODAY
from tests.factories.targets import YEAR, MeasureFactory, SeriesFactory, TargetFactory, ToleranceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(authority, editor):
    """Return a function that makes the row of a series with quarters of a year."""

    def made(*quarters, wanted, within, direction="down", **measure):
        given = {"kind": "count", "decimals": 0, "direction": direction, "gathering": "sum", **measure}
        series = SeriesFactory(measure=MeasureFactory(authority=authority, **given), name="")
        target = TargetFactory(series=series, value=Decimal(wanted))
        ToleranceFactory(target=target, amber_within=Decimal(within))
        for place, value in enumerate(quarters):
            starts = months_later(YEAR["starts"], 3 * place)
            ends = months_later(starts, 3) - datetime.timedelta(days=1)
            content = {"value": Decimal(value)}
            record_result(Series.objects.get(pk=series.pk), starts=starts, ends=ends, content=content, by=editor)
        found = standing_of(with_standing(Series.objects.filter(pk=series.pk)).get(), TODAY)
        return Row(found, target)

    return made


ROWS = [
    # quarters, wanted, tolerance, status of the latest quarter, of the measure, misses its year, is an exception
    (("86", "90", "88", "84"), "345", "20", "green", "amber", True, True),
    (("80", "90", "88", "87"), "345", "0", "red", "green", False, False),
    (("80", "80", "80", "80"), "345", "20", "green", "green", False, False),
    (("90", "90", "90"), "345", "20", "amber", "amber", True, True),
    (("80", "80", "80"), "345", "20", "green", "green", False, False),
]


@pytest.mark.parametrize(("quarters", "wanted", "within", "quarter", "status", "misses", "excepted"), ROWS)
def test_a_measure_that_adds_up_counts_by_its_year(row, quarters, wanted, within, quarter, status, misses, excepted):
    found = row(*quarters, wanted=wanted, within=within)
    assert (found.standing.latest.status, found.standing.shown_status) == (quarter, status)
    assert (found.standing.misses_the_year, is_exception(found)) == (misses, excepted)


def test_every_year_that_misses_is_counted_red_or_amber(row):
    rows = [row(*quarters, wanted=wanted, within=within) for quarters, wanted, within, *_ in ROWS]
    scorecard = Scorecard(rows)
    (missed,) = (stat for stat in scorecard.questions if stat.label == "Year missed, or forecast to miss")
    assert missed.number == sum(misses for *_, misses, _ in ROWS) == 2
    assert [found.standing.shown_status for found in scorecard.exceptions] == ["amber", "amber"]
    assert sum(stat.number for stat in scorecard.stats) == len(rows)


def test_what_is_green_now_and_forecast_to_miss_is_an_exception(row):
    found = row("50", "49", "48", wanted="45", within="1", direction="up", gathering="last")
    assert (found.standing.shown_status, found.standing.forecast_status, is_exception(found)) == (
        "green", "green", False,
    )  # fmt: skip
    falling = row("50", "48", "46", wanted="45", within="1", direction="up", gathering="last")
    assert (falling.standing.shown_status, falling.standing.forecast_status) == ("green", "amber")
    assert is_exception(falling)
