"""What is written down with a result when it is judged."""

from __future__ import annotations

from decimal import Decimal

import pytest

from targets.actions.results import close_results, correct_result, place_of, record_result
from tests.factories.targets import FIRST_QUARTER, MeasureFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
RULE = "10th nationally or better, and 2nd of the most similar group or better is green; anything else red"
UNPLACED = f"{RULE}; not judged: its place of the most similar group is not given"


@pytest.fixture
def series(authority):
    unit = "nationally, of the most similar group"
    measure = MeasureFactory(authority=authority, kind="rank", direction="down", decimals=0, unit=unit)
    found = SeriesFactory(measure=measure)
    TargetFactory(series=found, form="rank", value=Decimal(10), second=Decimal(2), text="Top ten, and top two")
    return found


def corrected(result, by, **content):
    return correct_result(result, content=content, reason="It was left out", seen=place_of(result), by=by)


def test_a_rank_without_the_place_that_is_wanted_says_why_it_has_no_status(series, editor):
    first = record_result(series, **FIRST_QUARTER, content={"value": Decimal(9)}, by=editor)
    assert (first.status, first.rule) == ("", UNPLACED)
    second = corrected(first, editor, value=Decimal(9), second=Decimal(1))
    assert (second.status, second.rule) == ("green", RULE)


@pytest.mark.parametrize("place", [1, None])
def test_a_closed_one_says_so_as_long_as_it_is_so(series, editor, place):
    first = record_result(series, **FIRST_QUARTER, content={"value": Decimal(9)}, by=editor)
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    first.refresh_from_db()
    second = corrected(first, editor, value=Decimal(8), second=place and Decimal(place))
    assert (second.status, second.rule) == (("green", RULE) if place else ("", UNPLACED))


def test_what_is_withheld_lacks_no_place(series, editor):
    assert record_result(series, **FIRST_QUARTER, content={"withheld_reason": "Not published"}, by=editor).rule == RULE
