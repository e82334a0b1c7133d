"""Several people enter and correct the same results at once: nobody overwrites what they have not seen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions import keeping
from targets.actions.measures import add_measure
from targets.actions.results import correct_result, newest_result, place_of, record_result
from targets.models import Measure, Result, Series, Source
from tests.deliverables.actions.test_races import at_once, on_disk
from tests.factories.people import AppointmentFactory, PostFactory
from tests.factories.targets import FIRST_QUARTER, MeasureFactory, SeriesFactory, SourceFactory, TargetFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 12
race_on_disk = on_disk
"""The fixture of the other race, which applies to every test here as well."""


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def people(post):
    found = [Person(email=f"owner{n}@authority.example", name=f"Owner {n}", password="!") for n in range(PEOPLE)]
    Person.objects.bulk_create(found)
    for person in found:
        AppointmentFactory(person=person, post=post, role=Role.OFFICER)
    return found


@pytest.fixture
def series(authority, post):
    made = SeriesFactory(measure=MeasureFactory(authority=authority, owner=post))
    TargetFactory(series=made)
    return Series.objects.select_related("measure__authority", "measure__scale").get(pk=made.pk)


def test_of_all_who_enter_the_same_cell_one_is_first_and_the_others_see_theirs(series, people):
    def enter(person):
        value = Decimal(40 + people.index(person))
        try:
            return record_result(series, **FIRST_QUARTER, content={"value": value}, by=person), None
        except Conflict as lost:
            return None, lost.current

    answers = at_once(enter, people)
    entered = [result for result, _ in answers if result]
    assert len(entered) == Result.objects.count() == 1
    assert [seen for _, seen in answers if seen] == entered * (PEOPLE - 1)
    assert Event.objects.filter(verb="result recorded").count() == 1


def test_every_correction_is_a_version_of_its_own_and_one_is_current(series, people):
    record_result(series, **FIRST_QUARTER, content={"value": Decimal(1)}, by=people[0])

    def correct(person):
        lost = 0
        while True:
            newest = newest_result(series, **FIRST_QUARTER)
            content = {"value": newest.value + 1}
            try:
                correct_result(newest, content=content, reason="One more", seen=place_of(newest), by=person)
            except Conflict:
                lost += 1
            else:
                return lost

    at_once(correct, people)
    values = list(Result.objects.order_by("number").values_list("number", "value"))
    assert values == [(n, n) for n in range(1, PEOPLE + 2)]
    current = Result.objects.get(is_current=True)
    series.refresh_from_db()
    assert (current.value, series.latest) == (PEOPLE + 1, current)
    assert list(verify_history()) == []


def test_no_measure_names_a_source_that_was_archived_at_the_same_moment(authority, people):
    source = SourceFactory(authority=authority)

    def act(person):
        seen = Source.objects.get(pk=source.pk)
        try:
            if person == people[0]:
                return keeping.archive(seen, seen=1, reason="Ended", by=person)
            return add_measure(Measure(authority=authority, title=person.name, source=seen), by=person)
        except Refused:
            return None

    at_once(act, people)
    source.refresh_from_db()
    assert source.is_archived != source.measures.exists()
