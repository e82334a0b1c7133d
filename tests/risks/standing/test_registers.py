"""A register read as of a day: it stands as it stood then, whatever was recorded since."""

import datetime

import pytest

from risks.models import Risk
from risks.scoring import Level
from risks.standing import RegisterThen, risks_as_they_stood
from tests.factories.registers import DAYS, live, told, told_now

pytestmark = pytest.mark.django_db


def test_on_every_day_of_its_life_a_register_stands_as_it_stood(life):
    register, seen = live(life, see=told_now)
    for day, then in seen.items():
        assert [told(one) for one in risks_as_they_stood([life.authority.pk], on=day)] == then, day
    assert len(register.risk("R 1").assessments.all()) == 4


def test_nothing_of_it_is_saved(life):
    register, _ = live(life)
    before = told_now(register)
    risks_as_they_stood([life.authority.pk], on=datetime.date(2009, 5, 12))
    assert told_now(register) == before


def test_the_matrix_is_that_of_the_day(life):
    live(life)
    matrices = [RegisterThen([life.authority.pk], on=datetime.date(2009, *day)) for day in ((3, 2), (5, 19), (5, 20))]
    found = [one.matrix(life.authority.pk).get((1, 1)) for one in matrices]
    assert found == [None, Level.LOW, Level.MEDIUM]


@pytest.mark.parametrize("days", [9, 15])
def test_however_much_happened_it_takes_the_same_queries(life, days, django_assert_max_num_queries):
    live(life, DAYS[:days])
    with django_assert_max_num_queries(QUERIES):
        RegisterThen([life.authority.pk], on=datetime.date(2009, 5, 5))


def test_another_authority_has_nothing_of_it(life, stranger):
    live(life, DAYS[:5])
    other = stranger.authorities_granting("people.view_authority")
    assert risks_as_they_stood(other, on=datetime.date(2009, 5, 1)).count() == 0
    assert Risk.objects.count() == 3


QUERIES = 28
