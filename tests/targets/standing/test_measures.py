"""Measures and recommendations read as of a day: they stand as they stood then, whatever was recorded since."""

import datetime

import pytest

from targets.standing import MeasuresThen, recommendations_as_they_stood
from tests.factories.performance import DAYS, asked_now, live, told, told_asked, told_now

pytestmark = pytest.mark.django_db


def test_on_every_day_of_their_life_measures_stand_as_they_stood(life):
    _, seen = live(life, see=told_now)
    for day, then in seen.items():
        assert [told(one) for one in MeasuresThen([life.authority.pk], on=day).measures] == then, day


def test_on_every_day_recommendations_stand_as_they_stood(life):
    _, seen = live(life, DAYS[:12], see=asked_now)
    for day, then in seen.items():
        assert [told_asked(one) for one in recommendations_as_they_stood([life.authority.pk], on=day)] == then, day


def test_nothing_of_it_is_saved(life):
    lived, _ = live(life)
    before = told_now(lived), asked_now(lived)
    MeasuresThen([life.authority.pk], on=datetime.date(2009, 7, 21))
    recommendations_as_they_stood([life.authority.pk], on=datetime.date(2009, 5, 12))
    assert (told_now(lived), asked_now(lived)) == before


@pytest.mark.parametrize("days", [13, 21])
def test_however_much_happened_it_takes_the_same_queries(life, days, django_assert_max_num_queries):
    live(life, DAYS[:days])
    with django_assert_max_num_queries(24):
        MeasuresThen([life.authority.pk], on=datetime.date(2009, 7, 30))
    with django_assert_max_num_queries(6):
        recommendations_as_they_stood([life.authority.pk], on=datetime.date(2009, 5, 12))


def test_another_authority_has_nothing_of_it(life, stranger):
    live(life, DAYS[:8])
    other = stranger.authorities_granting("people.view_authority")
    assert MeasuresThen(other, on=datetime.date(2009, 7, 7)).measures == []
    assert recommendations_as_they_stood(other, on=datetime.date(2009, 7, 7)).count() == 0
