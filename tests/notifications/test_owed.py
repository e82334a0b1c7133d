"""What waits for somebody outside the plan's updates: recommendations, results, risks, actions, signatures."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.people.owing import TITLE_LENGTH, Owed
from kpa_tracker.interfaces.notifications.owed import WAITING, owed_by, owed_in
from risks.models import Action, Risk
from targets.models import Recommendation
from tests.factories.inspections import InspectionFactory, RecommendationFactory
from tests.factories.people import PostFactory
from tests.factories.risks import ActionFactory, RiskFactory
from tests.factories.situations import meanwhile
from tests.factories.targets import MeasureFactory, SeriesFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2010, 4, 12)


def sorts(person):
    return [(one.sort, one.due) for one in owed_by(person)]


@pytest.fixture
def recommendation(authority, post):
    made = RecommendationFactory(inspection=InspectionFactory(authority=authority), owner=post)
    meanwhile(made, due_text="May 2010", due_precision="month", due_due=datetime.date(2010, 5, 31))
    return Recommendation.objects.get(pk=made.pk)


@pytest.fixture
def risk(authority, post):
    made = RiskFactory(authority=authority, owner=post)
    meanwhile(made, next_review=datetime.date(2010, 4, 30))
    return Risk.objects.get(pk=made.pk)


def test_a_recommendation_is_owed_by_its_post_until_its_day(recommendation, owner, officer):
    assert (sorts(owner), sorts(officer)) == ([("recommendation", datetime.date(2010, 5, 31))], [])


@pytest.mark.parametrize(
    "change",
    [{"state": "rejected", "rejected_reason": "No"}, {"due_due": None}, {"archived_at": "2010-01-01T00:00Z"}],
)
def test_a_recommendation_that_asks_for_nothing_is_left_out(change, recommendation, owner, editor):
    meanwhile(recommendation, **change, **({"archived_by": editor} if "archived_at" in change else {}))
    assert sorts(owner) == []


def test_what_waits_for_a_signature_is_the_second_persons(recommendation, owner, editor, administrator):
    asked = {"asked_by": editor, "asked_at": "2010-04-09T09:00Z"}
    meanwhile(recommendation, state="pending", evidence="Minutes", **asked)
    assert (sorts(owner), sorts(editor)) == ([], [])
    assert sorts(administrator) == [("signature", datetime.date(2010, 4, 9))]


def test_a_result_that_has_not_come_is_owed(authority, post, owner):
    measure = MeasureFactory(authority=authority, owner=post)
    SeriesFactory(measure=measure)
    ((sort, due),) = sorts(owner)
    assert (sort, due < DAY) == ("result", True)


def test_a_review_of_a_risk_is_owed_on_its_day(risk, owner):
    assert sorts(owner) == [("risk", datetime.date(2010, 4, 30))]
    meanwhile(risk, status="closed", status_reason="Gone")
    assert sorts(owner) == []


def test_an_action_against_a_risk_is_owed_by_its_own_post(risk, authority, owner, officer):
    action = ActionFactory(risk=risk, owner=officer.appointments.get().post)
    meanwhile(action, due_text="May 2010", due_precision="month", due_due=datetime.date(2010, 5, 31))
    assert sorts(officer) == [("action", datetime.date(2010, 5, 31))]
    Action.objects.update(state="done", outcome="It is done.")
    assert sorts(officer) == []


def test_an_authority_is_owed_what_its_posts_owe_held_or_not(
    recommendation, risk, deliverable, late_deliverable, period, authority
):
    elsewhere = PostFactory()
    RiskFactory(authority=elsewhere.authority, owner=elsewhere, next_review=DAY)
    found = sorted({(one.sort, one.post_id) for one in owed_in(authority)})
    post = deliverable.lead_id
    assert found == [("deadline", post), ("recommendation", post), ("risk", post), ("update", post)]


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_owed_costs_the_same_queries(count, authority, post, owner, django_assert_num_queries):
    for number in range(count):
        RiskFactory(authority=authority, owner=post, next_review=DAY)
        recommended = RecommendationFactory(inspection=InspectionFactory(authority=authority), owner=post)
        meanwhile(recommended, due_due=DAY)
        SeriesFactory(measure=MeasureFactory(authority=authority, owner=post, position=number))
    with django_assert_num_queries(11):
        assert len(owed_by(owner)) == 3 * count


@pytest.mark.parametrize(
    ("sort", "due", "words"),
    [
        ("update", datetime.date(2010, 4, 21), "due on 21 April 2010, in 9 days"),
        ("update", datetime.date(2010, 4, 13), "due on 13 April 2010, in 1 day"),
        ("deadline", DAY, "due today, 12 April 2010"),
        ("deadline", datetime.date(2010, 3, 31), "was due on 31 March 2010, 12 days ago"),
        ("review", datetime.date(2010, 4, 9), "waiting since 9 April 2010"),
    ],
)
def test_how_a_thing_stands_to_its_day_is_said_in_words(sort, due, words):
    assert Owed(sort, "", "", due, "", 1, waits=sort in WAITING).when(DAY) == words


def test_what_waits_for_a_person_is_never_late():
    assert not Owed("review", "", "", datetime.date(2009, 1, 1), "", 1, waits=True).is_late(DAY)


def test_a_long_title_is_cut_for_a_mail(recommendation, owner):
    meanwhile(recommendation, text="word " * 100)
    (one,) = owed_by(owner)
    assert (len(one.title), one.title[-1]) == (TITLE_LENGTH, "…")
