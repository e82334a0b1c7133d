"""Every number on a dashboard leads to a list of exactly as many rows, whoever looks and wherever they may look."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from html import unescape

import pytest

from kpa_tracker.base.people.roles import Role
from targets.models import Recommendation, Series
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.progress import rated
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
PLACES = ["authority", "committee", "post", "ambition"]
LISTS = ("/deliverables/?", "/measures/?", "/inspections/recommendations/?")
STAT = re.compile(r'app-stat__number">(\d+)</span>\s*<span class="app-stat__label">(?:<a [^>]*href="([^"]*)")?')
LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>\s*(\d+)\b')


def numbers_on(html):
    """Return (number, address) of everything that is counted on a page; a number without a list has no address."""
    stats = [(int(number), unescape(url)) for number, url in STAT.findall(html)]
    links = [(int(number), unescape(url)) for url, number in LINK.findall(html)]
    return [*stats, *(one for one in links if one[1].startswith(LISTS))]


def world(authority):
    """Fill an authority with something of everything that dashboards count; return its dashboards by name."""
    plan = PlanFactory(authority=authority, scale__authority=authority)
    committee, post = CommitteeFactory(authority=authority), PostFactory(authority=authority)
    ambition, other = AmbitionFactory(plan=plan), AmbitionFactory(plan=plan)
    owned = {"committee": committee, "lead": post, "ambition": ambition}
    work = [
        rated(plan, "red", before="amber", due="March 2010", **owned),
        rated(plan, "amber", before="red", **owned),
        rated(plan, "green", stage="complete", before="green", lead=post, ambition=other),
        DeliverableFactory(plan=plan, ambition=other, due="30 April 2010", lead=post),
        DeliverableFactory(plan=plan, ambition=ambition, due="ongoing"),
    ]
    add_measures(authority, committee, post, work)
    add_recommendations(authority, committee, post, work)
    return {"authority": authority, "committee": committee, "post": post, "ambition": ambition}


def add_measures(authority, committee, post, work):
    kinds = [["red"], ["amber", "green"], ["green"], ["", "red"], [""], [None], [None, "green"]]
    for number, statuses in enumerate(kinds):
        owner = post if number % 2 else None
        measure = MeasureFactory(authority=authority, committee=committee if number % 3 else None, owner=owner)
        for at, status in enumerate(statuses):
            series = SeriesFactory(measure=measure, name=f"Series {at}")
            if status is not None:
                give(series, status)
        if number != 4:
            TargetFactory(series=series)
        work[number % len(work)].measures.add(measure)


def give(series, status):
    days = {"starts": datetime.date(2009, 10, 1), "ends": datetime.date(2009, 12, 31)}
    latest = ResultFactory(series=series, value=Decimal(50), status=status, **days)
    Series.objects.filter(pk=series.pk).update(latest=latest)


def add_recommendations(authority, committee, post, work):
    running, late = (
        InspectionFactory(authority=authority, published_on=datetime.date(2010, month, 1)) for month in (3, 1)
    )
    days = [datetime.date(2010, 3, 31), datetime.date(2010, 4, 30), None]
    for number, state in enumerate([*Recommendation.State] * 3):
        one = RecommendationFactory(
            inspection=late if number % 2 else running,
            owner=post if number % 4 else None,
            committee=committee if number % 3 else None,
            due_due=days[number % 3],
            comment="Done." if number % 5 == 1 else "",
            rejected_reason="No.",
            state=Recommendation.State.IN_PROGRESS if state == "closed" else state,
        )
        work[number % len(work)].recommendations.add(one)


def wrong_on(client, address):
    """Return how many numbers a page has, and those that lead to another number of rows."""
    found = numbers_on(client.get(address).content.decode())
    return len(found), [(number, url) for number, url in found if not url or rows_of(client, url) != number]


def rows_of(client, url):
    listed = client.get(url)
    assert listed.context["filter"].is_valid(), url
    return listed.context["table"].paginator.count


@pytest.mark.parametrize("name", PLACES)
def test_every_number_on_a_dashboard_leads_to_as_many_rows(authority, editor, as_person, name):
    count, wrong = wrong_on(as_person(editor), world(authority)[name].get_absolute_url())
    assert wrong == []
    assert count > 45


@pytest.mark.parametrize("name", PLACES)
def test_so_it_does_for_somebody_who_sees_two_authorities(authority, editor, as_person, name):
    """The lists show both authorities; a dashboard of one leads to that one's rows."""
    place = world(authority)[name]
    second = PostFactory()
    AppointmentFactory(person=editor, post=second, role=Role.EDITOR)
    world(second.authority)
    assert wrong_on(as_person(editor), place.get_absolute_url())[1] == []


def test_a_planted_number_too_many_is_found(authority, editor, as_person):
    client, place = as_person(editor), world(authority)["committee"]
    (number, url), *_ = [one for one in numbers_on(client.get(place.get_absolute_url()).content.decode()) if one[0]]
    assert rows_of(client, url) != number + 1


@pytest.mark.parametrize("name", PLACES)
def test_the_statuses_of_measures_add_up_to_all_of_them(authority, editor, as_person, name):
    measured = as_person(editor).get(world(authority)[name].get_absolute_url()).context["measured"]
    assert sum(one.number for one in measured.standing) == measured.total.number > 2


def test_a_measure_counts_by_the_worst_of_its_series(authority, editor, as_person):
    measured = as_person(editor).get(world(authority)["authority"].get_absolute_url()).context["measured"]
    found = {one.label: one.number for one in measured.standing}
    assert found == {"Red": 2, "Amber": 1, "Green": 2, "Not rated": 1, "No data": 1}
    assert [one.measure.worst for one in measured.worst] == ["red", "red", "amber"]


def test_an_owners_judgement_counts_before_the_rule(authority, editor, as_person):
    series = SeriesFactory(measure=MeasureFactory(authority=authority))
    give(series, "red")
    series.refresh_from_db()
    latest = series.latest
    latest.judged_status, latest.judged_reason = "green", "A late entry."
    latest.judged_by, latest.judged_at = editor, "2010-04-01T00:00Z"
    latest.save()
    PlanFactory(authority=authority)
    measured = as_person(editor).get(authority.get_absolute_url()).context["measured"]
    assert {one.label: one.number for one in measured.standing if one.number} == {"Green": 1}
