"""A meeting's day in the admin: moved while nothing says it, kept by what was given out or minuted."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.actions import amend, archive_committee
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.errors import Refused
from tests.base.toolkit.admin.test_records import filled
from tests.factories.packs import PackFactory
from tests.factories.people import CommitteeFactory, MeetingFactory
from tests.factories.plans import PlanFactory
from tests.factories.scrutiny import HELD_ON, TO_COME, HeldMeetingFactory, MinutedActionFactory

ANOTHER = datetime.date(2010, 5, 25)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority, name="Audit Committee", short_name="")


@pytest.fixture
def coming(committee):
    return MeetingFactory(committee=committee, held_on=TO_COME)


@pytest.fixture
def held(committee):
    return HeldMeetingFactory(committee=committee)


def day_of(meeting):
    return Meeting.objects.get(pk=meeting.pk).held_on


def test_a_meeting_that_nothing_was_made_for_is_moved(coming, administrator):
    amend(coming, seen=1, changes={"held_on": ANOTHER}, by=administrator)
    assert (day_of(coming), history_of(coming).get().verb) == (ANOTHER, "meeting changed")


def test_a_day_that_was_typed_wrong_is_put_right_while_nothing_is_minuted(held, administrator):
    amend(held, seen=1, changes={"held_on": HELD_ON.replace(day=17)}, by=administrator)
    assert day_of(held) == HELD_ON.replace(day=17)


def test_a_meeting_stays_on_the_day_that_its_pack_says(coming, authority, administrator):
    PackFactory(meeting=coming, frozen=True, plan=PlanFactory(authority=authority, title="Business plan 2009/10"))
    with pytest.raises(Refused) as refused:
        amend(coming, seen=1, changes={"held_on": ANOTHER}, by=administrator)
    assert (refused.value.field, refused.value.message) == (
        "held_on",
        "The meeting of Audit Committee, 18 May 2010 stays as it is, because of the pack on “Business plan 2009/10” "
        "that members were given.",
    )
    assert day_of(coming) == TO_COME


def test_a_meeting_stays_with_the_committee_that_minuted_it(held, authority, administrator):
    MinutedActionFactory(meeting=held, minute="10/1")
    with pytest.raises(Refused, match="because of action 10/1"):
        amend(held, seen=1, changes={"committee": CommitteeFactory(authority=authority)}, by=administrator)


def test_where_much_keeps_it_the_first_are_named_and_the_others_counted(held, administrator):
    for number in range(5):
        MinutedActionFactory(meeting=held, minute=f"10/{number}")
    with pytest.raises(Refused, match=r"because of action 10/0, action 10/1, action 10/2 and 2 more\."):
        amend(held, seen=1, changes={"held_on": ANOTHER}, by=administrator)


def test_its_place_and_its_papers_are_changed_all_the_same(coming, administrator):
    PackFactory(meeting=coming, frozen=True)
    amend(coming, seen=1, changes={"place": "Maidstone", "held_on": TO_COME}, by=administrator)
    assert Meeting.objects.get(pk=coming.pk).place == "Maidstone"


@pytest.mark.parametrize("page", ["meeting", "committee"])
def test_the_admin_says_why_on_either_page(page, coming, administrator, as_person):
    """A meeting stands on its own page and as a row of its committee's."""
    PackFactory(meeting=coming, frozen=True)
    record = coming if page == "meeting" else coming.committee
    prefix = "" if page == "meeting" else "meetings-0-"
    url, client = reverse(f"admin:people_{page}_change", args=[record.pk]), as_person(administrator)
    data = filled(client.get(url)) | {f"{prefix}held_on": "2010-05-25"}
    answer = client.post(url, data)
    assert (answer.status_code, day_of(coming)) == (200, TO_COME)
    assert "that members were given" in answer.content.decode()


def test_a_committee_is_not_archived_while_members_hold_papers_for_a_meeting_to_come(coming, administrator):
    pack = PackFactory(meeting=coming, frozen=True)
    with pytest.raises(Refused, match=f"is still to come, and there is the pack on “{pack.plan}”"):
        archive_committee(coming.committee, seen=1, reason="Merged", by=administrator)


def test_a_committee_is_archived_after_its_last_meeting(held, administrator):
    PackFactory(meeting=held, frozen=True)
    assert archive_committee(held.committee, seen=1, reason="Merged", by=administrator).is_archived
