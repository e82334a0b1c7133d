"""Dashboards count what inspections ask for, and say which 56 days run."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.dashboards.recommendations import count_asked
from targets.models import Recommendation, Series
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory

pytestmark = pytest.mark.django_db
State = Recommendation.State
PLACES = ["authority", "committee", "post", "ambition"]
LATE, SOON, FAR = datetime.date(2010, 3, 31), datetime.date(2010, 4, 30), datetime.date(2010, 9, 30)


@pytest.fixture
def places(authority):
    """The four records that have a dashboard, by name."""
    plan = PlanFactory(authority=authority)
    return {
        "authority": authority,
        "committee": CommitteeFactory(authority=authority),
        "post": PostFactory(authority=authority),
        "ambition": AmbitionFactory(plan=plan),
    }


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, title="Call handling", published_on=datetime.date(2010, 3, 1))


@pytest.fixture
def add(places, inspection):
    """Return a function that adds a recommendation of all four places, in progress unless told otherwise."""
    answering = DeliverableFactory(plan=places["ambition"].plan, ambition=places["ambition"])

    def added(due=FAR, **values):
        owned = {"inspection": inspection, "owner": places["post"], "committee": places["committee"]}
        one = RecommendationFactory(**{**owned, "state": State.IN_PROGRESS, "due_due": due, **values})
        answering.recommendations.add(one)
        return one

    return added


@pytest.fixture
def every_state(add, editor):
    signed = {"evidence": "Minute.", "signed_off_by": editor, "signed_off_at": "2010-04-01T00:00Z"}
    add(state=State.AWAITING)
    add(LATE)
    add(SOON)
    add(None)
    add(LATE, state=State.PENDING, evidence="Minute.")
    add(LATE, state=State.CLOSED, **signed)
    add(LATE, state=State.REJECTED, rejected_reason="No.")


def context_of(client, place):
    return client.get(place.get_absolute_url()).context


# --- Numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLACES)
def test_the_states_add_up_to_all_and_what_is_lacking_is_counted(every_state, places, member, as_person, name):
    asked = context_of(as_person(member), places[name])["asked"]
    assert {one.label: one.number for one in asked.states} == {
        "Awaiting allocation": 1, "In progress": 3, "Pending sign-off": 1, "Closed": 1, "Rejected": 1,
    }  # fmt: skip
    assert asked.total.number == sum(one.number for one in asked.states) == 7
    lacking = {"Overdue": 2, "Due within 30 days": 1, "Without an owner": 0, "Without a due date": 1}
    assert {one.label: one.number for one in asked.lacks} == lacking


@pytest.mark.parametrize("name", PLACES)
def test_what_belongs_elsewhere_is_not_counted(add, places, authority, member, as_person, name):
    add()
    RecommendationFactory()
    elsewhere = RecommendationFactory(inspection=InspectionFactory(authority=authority), owner=None, committee=None)
    found = context_of(as_person(member), places[name])["asked"].total.number
    assert found == (2 if name == "authority" else 1), elsewhere


def test_a_planted_state_that_is_not_counted_breaks_the_sum(every_state, authority):
    """The planted fault: a state of which nobody knew."""
    Recommendation.objects.filter(state=State.IN_PROGRESS).update(state="waiting")
    asked = count_asked(Recommendation.objects.all(), {})
    assert asked.total.number != sum(one.number for one in asked.states)


@pytest.mark.parametrize("name", PLACES)
def test_where_nothing_is_asked_nothing_is_said(places, authority, member, as_person, name):
    context = context_of(as_person(member), places[name])
    assert (context["asked"], context["clocks"]) == (None, [])


def test_what_an_archived_deliverable_answered_does_not_count_for_its_ambition(add, places, editor, member, as_person):
    one = add()
    one.deliverables.update(archived_at="2010-04-01T00:00Z", archived_by=editor, archived_reason="Twice.")
    assert context_of(as_person(member), places["ambition"])["asked"] is None


def test_two_deliverables_that_answer_the_same_count_it_once(add, places, member, as_person):
    one = add()
    ambition = places["ambition"]
    DeliverableFactory(plan=ambition.plan, ambition=ambition).recommendations.add(one)
    context = context_of(as_person(member), ambition)
    assert (context["asked"].total.number, [clock.lines for clock in context["clocks"]]) == (1, [1])


# --- The 56 days ------------------------------------------------------------------------------------------------------


def told(client, place):
    html = client.get(place.get_absolute_url()).content.decode()
    return [words for words in ("Day 0 of 56", "Day 42 of 56", "Day 56 of 56", "1 day late", "30 days late",
                                "Comments due on inspection reports") if words in html]  # fmt: skip


HEADING = "Comments due on inspection reports"


@pytest.mark.parametrize(
    ("published", "words"),
    [
        (datetime.date(2010, 4, 12), "Day 0 of 56"),
        (datetime.date(2010, 3, 1), "Day 42 of 56"),
        (datetime.date(2010, 2, 15), "Day 56 of 56"),
        (datetime.date(2010, 2, 14), "1 day late"),
        (datetime.date(2010, 1, 16), "30 days late"),
    ],
)
@pytest.mark.parametrize("name", PLACES)
def test_each_dashboard_says_which_day_of_the_56_it_is(
    add, inspection, places, member, as_person, published, words, name
):
    add()
    inspection.published_on = published
    inspection.save()
    assert told(as_person(member), places[name]) == [words, HEADING]


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(
    "settled",
    [
        {"comments_on": datetime.date(2010, 4, 1)},
        {"needs_comments": False},
        {"archived_at": "2010-04-01T00:00Z", "archived_reason": "Twice."},
    ],
    ids=["published", "not asked for", "archived"],
)
def test_after_publication_and_where_nobody_asks_it_is_quiet(
    add, inspection, places, member, editor, as_person, settled, name
):
    add()
    for key, value in {**settled, **({"archived_by": editor} if "archived_at" in settled else {})}.items():
        setattr(inspection, key, value)
    inspection.save()
    assert told(as_person(member), places[name]) == []


@pytest.mark.parametrize("name", PLACES)
def test_what_remains_is_how_many_recommendations_lack_their_comment(add, places, member, as_person, name):
    add(comment="A second room is in use.")
    add(state=State.REJECTED, rejected_reason="No.")
    add()
    client = as_person(member)
    (clock,) = context_of(client, places[name])["clocks"]
    assert (clock.lines, clock.missing) == (3, 2)
    assert client.get(clock.url).context["table"].paginator.count == 2
    html = client.get(places[name].get_absolute_url()).content.decode()
    assert "2 of 3 recommendations</a> still need a comment." in html


def test_when_every_comment_is_there_it_says_so_and_the_days_run_on(add, places, member, as_person):
    add(comment="A second room is in use.")
    html = as_person(member).get(places["authority"].get_absolute_url()).content.decode()
    assert "Day 42 of 56" in html
    assert "Every recommendation has its comment." in html


def test_an_archived_recommendation_needs_no_comment(add, places, editor, as_person):
    add(archived_at="2010-04-01T00:00Z", archived_by=editor, archived_reason="Twice.")
    (clock,) = context_of(as_person(editor), places["authority"])["clocks"]
    assert (clock.lines, clock.missing) == (0, 0)


def test_a_report_that_asks_nothing_of_a_committee_does_not_tick_there(
    authority, inspection, places, member, as_person
):
    RecommendationFactory(inspection=inspection)
    client = as_person(member)
    assert len(context_of(client, places["authority"])["clocks"]) == 1
    assert context_of(client, places["committee"])["clocks"] == []


def test_the_report_that_is_due_first_stands_first(inspection, authority, places, member, as_person):
    InspectionFactory(authority=authority, title="Older", published_on=datetime.date(2010, 1, 5))
    found = context_of(as_person(member), places["authority"])["clocks"]
    assert [clock.inspection.title for clock in found] == ["Older", "Call handling"]


def test_another_authoritys_report_ticks_for_them_alone(inspection, places):
    stranger = person_with(Role.EDITOR)
    InspectionFactory(authority=stranger.appointments.get().post.authority)
    assert len(places) == 4
    assert inspection.authority_id not in stranger.authority_ids


# --- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [*zip(PLACES, (20, 29, 20, 18), strict=True)])
def test_it_costs_the_same_with_one_and_with_three(
    add, places, authority, member, as_person, django_assert_num_queries, rows, name, queries
):
    for _ in range(rows):
        one = add(inspection=InspectionFactory(authority=authority))
        owned = {"owner": one.owner, "committee": one.committee}
        series = SeriesFactory(measure=MeasureFactory(authority=authority, **owned))
        Series.objects.filter(pk=series.pk).update(latest=ResultFactory(series=series, status="red"))
        one.deliverables.get().measures.add(series.measure)
    client, url = as_person(member), places[name].get_absolute_url()
    with django_assert_num_queries(queries):
        client.get(url)
