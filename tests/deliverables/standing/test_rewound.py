"""A plan read as of a day: it stands as it stood then, whatever was recorded since."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from deliverables.standing import standings
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from tests.deliverables.standing.life import DAYS, Life
from tests.factories.people import PostFactory, person_with

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def noon(day):
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=LONDON)


@pytest.fixture
def life(authority):
    """A life with its people, who were there before it."""
    with clock.at(noon(datetime.date(2009, 1, 5))):
        post = PostFactory(authority=authority, title="Clerk to the plan")
        editor = person_with(Role.EDITOR, post=PostFactory(authority=authority, title="Policy Officer"))
        return Life(authority, editor=editor, officer=person_with(Role.OFFICER, post=post))


def lived(life, days=DAYS):
    """Let the days pass; return what the plan was on each of them and on the day after."""
    seen = {}
    for name, day in days:
        with clock.at(noon(day)):
            getattr(life, name)()
        for after in (0, 1):
            later = day + datetime.timedelta(days=after)
            with clock.at(noon(later)):
                seen[later] = standings(life.plan)
    return seen


def test_on_every_day_of_its_life_a_plan_stands_as_it_stood(life):
    seen = lived(life)
    for day, then in seen.items():
        assert standings(life.plan, on=day) == then, day
