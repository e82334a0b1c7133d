"""The calendar feed: what is due and when committees meet, in a file that calendar programs read."""

from __future__ import annotations

import datetime

import pytest
from icalendar import Calendar

from deliverables.actions.updates import NOTHING_SEEN, submit_update
from kpa_tracker.interfaces.notifications.calendar import calendar_of, entries_of
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AppointmentFactory, CommitteeFactory, MeetingFactory, PostFactory
from tests.factories.plans import PlanFactory
from tests.notifications.conftest import on

pytestmark = pytest.mark.django_db


def events_of(person):
    """Read a person's calendar back; return {summary: (first day, the day after)}."""
    return {str(one["summary"]): (one.decoded("dtstart"), one.decoded("dtend")) for one in read(person)}


def read(person):
    return Calendar.from_ical(calendar_of(person)).walk("VEVENT")


def whole(year, month, day):
    first = datetime.date(year, month, day)
    return first, first + datetime.timedelta(days=1)


def test_it_holds_due_dates_and_meetings_as_whole_days(deliverable, late_deliverable, period, owner, authority):
    committee = CommitteeFactory(authority=authority, name="Performance Committee")
    MeetingFactory(committee=committee, held_on=datetime.date(2010, 5, 6), papers_due_on=datetime.date(2010, 4, 29))
    assert events_of(owner) == {
        "Deadline: 1.1 Adopt the plan": whole(2010, 6, 30),
        "Deadline: 1.2 Publish the review": whole(2010, 3, 31),
        "2 updates due": whole(2010, 4, 21),
        "Meeting: Performance Committee": whole(2010, 5, 6),
        "Papers due: Performance Committee": whole(2010, 4, 29),
    }


def test_it_says_nothing_of_how_anything_stands(deliverable, late_deliverable, period, owner, amber):
    submit_update(late_deliverable, period=period, content=amber, seen=NOTHING_SEEN, by=owner)
    text = calendar_of(owner).decode().lower()
    words = ("amber", "overdue", "late.", "partner", "draft", "green")
    assert [word for word in words if word in text] == []


def test_every_event_has_what_calendar_programs_need(deliverable, period, owner, settings):
    settings.SITE_URL = "https://plan.example.police.uk"
    calendar = Calendar.from_ical(calendar_of(owner))
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    (deadline,) = [one for one in calendar.walk("VEVENT") if str(one["summary"]).startswith("Deadline")]
    assert deadline["uid"] == f"deadline-{deliverable.pk}@plan.example.police.uk"
    assert deadline["url"] == f"https://plan.example.police.uk/deliverables/{deliverable.pk}/"
    assert (deadline["transp"], deadline["class"]) == ("TRANSPARENT", "PRIVATE")
    assert calendar.errors == []
    assert all(line.endswith(b"\r\n") and len(line) <= 77 for line in calendar_of(owner).splitlines(keepends=True))


def test_an_event_keeps_its_number_when_its_day_moves(deliverable, owner):
    before = {str(one["uid"]) for one in read(owner)}
    deliverable.deadline_due = datetime.date(2010, 9, 30)
    deliverable.save()
    after = read(owner)
    assert {str(one["uid"]) for one in after} == before
    assert [one.decoded("dtstart") for one in after] == [datetime.date(2010, 9, 30)]


def test_no_two_events_have_the_same_number(deliverable, late_deliverable, period, owner, authority):
    for committee in CommitteeFactory.create_batch(2, authority=authority):
        MeetingFactory(committee=committee, held_on=datetime.date(2010, 5, 1))
    uids = [str(one["uid"]) for one in read(owner)]
    assert len(uids) == len(set(uids)) == 5


def test_it_is_the_same_file_as_long_as_nothing_changes(deliverable, period, owner):
    assert calendar_of(owner) == calendar_of(owner)


@pytest.mark.parametrize(("held_on", "shown"), [("2010-01-09", False), ("2010-01-10", True), ("2011-04-12", True)])
def test_meetings_stay_for_a_quarter(held_on, shown, owner, authority):
    MeetingFactory(committee=CommitteeFactory(authority=authority), held_on=held_on)
    assert bool(events_of(owner)) == shown


def test_what_belongs_to_another_authority_is_not_in_it(deliverable, owner):
    elsewhere = PostFactory()
    DeliverableFactory(plan=PlanFactory(authority=elsewhere.authority), lead=elsewhere, title="Secret", due="May 2010")
    MeetingFactory(committee=CommitteeFactory(authority=elsewhere.authority), held_on="2010-05-01")
    assert list(events_of(owner)) == ["Deadline: 1.1 Adopt the plan"]
    AppointmentFactory(person=owner, post=elsewhere)
    del owner.standing
    assert len(events_of(owner)) == 3


def test_titles_cannot_break_out_of_their_line(plan, post, owner):
    DeliverableFactory(plan=plan, lead=post, reference="1", title="A,B;C\\D\r\nBEGIN:VALARM", due="May 2010")
    assert list(events_of(owner)) == ["Deadline: 1 A,B;C\\D BEGIN:VALARM"]


def test_an_auditor_sees_the_meetings(auditor, authority, deliverable):
    MeetingFactory(committee=CommitteeFactory(authority=authority, name="Audit"), held_on="2010-05-01")
    assert list(events_of(auditor)) == ["Meeting: Audit"]


def test_days_are_days_in_summer_and_winter_time(plan, post, owner):
    for due in ("28 March 2010", "31 October 2010", "31 December 2010"):
        DeliverableFactory(plan=plan, lead=post, due=due)
    with on(datetime.date(2010, 3, 27), datetime.time(23, 30)):
        days = sorted(entry.day for entry in entries_of(owner))
    assert days == [datetime.date(2010, 3, 28), datetime.date(2010, 10, 31), datetime.date(2010, 12, 31)]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_queries_however_much_is_due(count, plan, post, owner, authority, django_assert_num_queries):
    DeliverableFactory.create_batch(count, plan=plan, lead=post, due="May 2010")
    for number in range(count):
        MeetingFactory(committee=CommitteeFactory(authority=authority), held_on=f"2010-05-0{number + 1}")
    with django_assert_num_queries(15):
        calendar_of(owner)
