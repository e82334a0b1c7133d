"""A plan read as of a day: it stands as it stood then, whatever was recorded since."""

import datetime

import pytest

from deliverables.standing import as_they_stood, standings
from tests.factories.lives import DAYS

pytestmark = pytest.mark.django_db


def test_on_every_day_of_its_life_a_plan_stands_as_it_stood(life, lived):
    seen = lived(see=standings)
    for day, then in seen.items():
        assert standings(life.plan, on=day) == then, day


def test_before_it_was_begun_there_is_nothing(life, lived):
    lived(DAYS[:1])
    assert standings(life.plan, on=datetime.date(2009, 3, 1)) == []


@pytest.mark.parametrize("days", [11, 20])
def test_however_much_happened_it_takes_the_same_queries(life, lived, days, django_assert_num_queries):
    lived(DAYS[:days])
    with django_assert_num_queries(QUERIES):
        as_they_stood([life.plan], on=datetime.date(2009, 7, 7))


def test_where_nothing_was_reviewed_since_no_update_is_played_again(life, lived, django_assert_num_queries):
    lived(DAYS[:11])
    with django_assert_num_queries(QUERIES - 1):
        as_they_stood([life.plan], on=datetime.date(2009, 7, 9))


QUERIES = 16
