"""What committees wait for is told in reminders and calendars, by an app that knows nothing of them."""

import datetime

import pytest

from kpa_tracker.base.people.owing import SOURCES
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.notifications.calendar import calendar_of
from kpa_tracker.interfaces.notifications.letters import grouped
from kpa_tracker.interfaces.notifications.owed import owed_by, owed_in
from kpa_tracker.interfaces.scrutiny.owing import SOURCES as OURS
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory
from tests.factories.inspections import RecommendationFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.risks import RiskFactory
from tests.factories.scrutiny import CommitteeRatingFactory, HeldMeetingFactory, MinutedActionFactory, QuestionFactory
from tests.factories.targets import MeasureFactory

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
DUE = datetime.date(2010, 4, 1)


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def owner(post):
    return person_with(Role.OFFICER, post=post)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority)


@pytest.fixture
def action(committee, post):
    return MinutedActionFactory(meeting=HeldMeetingFactory(committee=committee), owner=post, due_on=DUE)


def sorts(things):
    return sorted(one.sort for one in things if one.sort in SOURCES)


def test_every_source_of_scrutiny_is_known_to_reminders():
    assert {source.sort for source in OURS} <= set(SOURCES)


def test_whoever_holds_the_post_is_told_and_nobody_else(action, committee, post, owner, officer):
    QuestionFactory(committee=committee, to=post)
    CommitteeRatingFactory(deliverable__plan__authority=post.authority, deliverable__lead=post)
    assert sorts(owed_by(owner)) == ["minuted", "question", "rating"]
    assert sorts(owed_by(officer)) == []


def test_a_supporting_post_is_told_of_a_rating_once_as_its_work_shows_it(post, owner, as_person):
    rating = CommitteeRatingFactory(deliverable__plan__authority=post.authority)
    rating.deliverable.supporting.add(post, PostFactory(authority=post.authority))
    assert [(one.sort, one.url) for one in owed_by(owner)] == [("rating", rating.get_absolute_url())]
    assert rating.get_absolute_url() in as_person(owner).get("/my-work/").content.decode()


@pytest.mark.parametrize(
    "ended", [{"answer": "Done.", "answered_at": DUE}, {"withdrawn_reason": "Asked twice", "withdrawn_at": DUE}]
)
def test_what_is_answered_or_taken_back_is_owed_no_more(ended, committee, post, owner):
    moment = datetime.datetime.combine(DUE, datetime.time(9), datetime.timezone.utc)
    said = {name: moment if name.endswith("_at") else value for name, value in ended.items()}
    by = {name.replace("_at", "_by"): owner for name in ended if name.endswith("_at")}
    QuestionFactory(committee=committee, to=post, **said, **by)
    assert sorts(owed_by(owner)) == []


def test_an_action_is_late_after_its_day_and_a_question_waits(action, committee, post, owner):
    QuestionFactory(committee=committee, to=post)
    late = {one.sort: one.is_late(TODAY) for one in owed_by(owner)}
    assert late == {"minuted": True, "question": False}


def test_an_action_without_a_day_waits_since_its_meeting(committee, post, owner):
    meeting = MinutedActionFactory(meeting=HeldMeetingFactory(committee=committee), owner=post, due_on=None).meeting
    assert [(one.waits, one.due) for one in owed_by(owner)] == [(True, meeting.held_on)]


def test_a_rating_that_agrees_with_the_owner_asks_for_no_answer(post, owner):
    CommitteeRatingFactory(
        deliverable__plan__authority=post.authority, deliverable__lead=post, rating="green", owner_rating="green"
    )
    assert sorts(owed_by(owner)) == []


def test_what_stays_late_or_waits_too_long_can_be_brought_to_the_post_above(action, committee, post, authority):
    QuestionFactory(committee=committee, to=post)
    CommitteeRatingFactory(deliverable__plan__authority=authority, deliverable__lead=post)
    MinutedActionFactory(due_on=DUE)
    assert [(one.sort, one.post_id) for one in owed_in(authority) if one.sort in SOURCES] == [
        ("question", post.pk),
        ("minuted", post.pk),
        ("rating", post.pk),
    ]


def test_a_rating_of_what_no_post_leads_is_brought_to_nobody(authority):
    CommitteeRatingFactory(deliverable__plan__authority=authority, deliverable__lead=None)
    assert [one for one in owed_in(authority) if one.sort in SOURCES] == []


def test_a_mail_has_a_heading_for_it(action, owner):
    assert [heading for heading, _ in grouped(owed_by(owner), TODAY, {})] == ["Minuted actions"]


ABOUT = {
    "deliverable": lambda authority: DeliverableFactory(plan__authority=authority, marking=SENSITIVE),
    "a deliverable of a marked plan": lambda authority: DeliverableFactory(
        plan__authority=authority, plan__marking=SENSITIVE
    ),
    "plan": lambda authority: PlanFactory(authority=authority, marking=SENSITIVE),
    "measure": lambda authority: MeasureFactory(authority=authority, marking=SENSITIVE),
    "risk": lambda authority: RiskFactory(authority=authority, marking=SENSITIVE),
    "recommendation": lambda authority: RecommendationFactory(inspection__authority=authority, marking=SENSITIVE),
}


@pytest.mark.parametrize("kind", ABOUT)
def test_what_was_asked_about_something_marked_is_not_quoted_in_mails_and_calendars(
    kind, committee, post, owner, authority
):
    subject = ABOUT[kind](authority)
    about = {subject._meta.model_name: subject}
    QuestionFactory(committee=committee, to=post, text="Who leads Operation Heron?", **about)
    meeting = HeldMeetingFactory(committee=committee)
    MinutedActionFactory(meeting=meeting, owner=post, due_on=DUE, text="Report on Operation Heron", **about)
    told = {one.sort: one.title for one in owed_by(owner) if one.sort in ("question", "minuted")}
    assert told == {"question": f"Question ({SENSITIVE})", "minuted": f"Minuted action ({SENSITIVE})"}
    assert b"Heron" not in calendar_of(owner).replace(b"\r\n ", b"")


def test_a_calendar_has_its_day(action, owner):
    assert f"SUMMARY:Minuted action due: {action}".encode() in calendar_of(owner).replace(b"\r\n ", b"")
