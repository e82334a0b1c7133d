"""Who holds which post on which day, and what lists select of bodies, meetings, posts and people."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction

from kpa_tracker.base.people.models import Appointment, Authority, Committee, Meeting, Person, Post
from kpa_tracker.base.people.roles import Role
from tests.factories.people import (
    AppointmentFactory,
    CommitteeFactory,
    MeetingFactory,
    PersonFactory,
    PostFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2010, 4, 12)
ARCHIVED_AT = datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc)


def day(number):
    return TODAY + datetime.timedelta(days=number)


# --- Appointments ---


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (-10, None, True),
        (0, None, True),
        (1, None, False),
        (-10, 0, True),
        (-10, -1, False),
        (0, 0, True),
        (1, 5, False),
    ],
)
def test_an_appointment_holds_from_its_first_day_to_its_last(starts, ends, holds):
    AppointmentFactory(starts_on=day(starts), ends_on=None if ends is None else day(ends))
    assert Appointment.objects.in_force(TODAY).exists() == holds


def test_an_appointment_does_not_end_before_it_starts():
    AppointmentFactory(starts_on=day(0), ends_on=day(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(starts_on=day(0), ends_on=day(-1))


def test_nobody_holds_one_post_twice_in_one_role():
    first = AppointmentFactory()
    again = {"person": first.person, "post": first.post}
    AppointmentFactory(**again, ends_on=day(-1))
    AppointmentFactory(**again, role=Role.EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(**again)


def test_an_appointment_names_who_and_what():
    one = AppointmentFactory(person__name="Ada Quill", post__title="Clerk", role=Role.EDITOR)
    assert (str(one), one.authority_id) == ("Ada Quill, Clerk (Plan editor)", one.post.authority_id)


def test_appointments_are_seen_by_those_who_administer(administrator, officer, stranger):
    seen = {person: Appointment.objects.visible_to(person).count() for person in (administrator, officer, stranger)}
    assert seen == {administrator: 2, officer: 0, stranger: 1}


# --- Posts ---


@pytest.mark.parametrize(
    ("made", "vacant"),
    [
        ({}, True),
        ({"starts_on": day(-1)}, False),
        ({"starts_on": day(1)}, True),
        ({"starts_on": day(-9), "ends_on": day(-1)}, True),
        ({"starts_on": day(-9), "person__is_active": False}, True),
    ],
    ids=["nobody", "somebody", "from tomorrow", "until yesterday", "a leaver"],
)
def test_a_post_is_vacant_while_nobody_active_holds_it(made, vacant):
    post = PostFactory()
    if made:
        AppointmentFactory(post=post, **made)
    assert (post in Post.objects.vacant()) == vacant
    assert (post not in Post.objects.with_holders(on=TODAY).filter(is_held=True)) == vacant


@pytest.mark.parametrize(("kind", "vacant"), [("post", True), ("group", False), ("everyone", False)])
def test_groups_and_everyone_are_never_vacant(kind, vacant):
    PostFactory(kind=kind)
    assert Post.objects.vacant().exists() == vacant


def test_vacancy_is_asked_of_any_day():
    AppointmentFactory(starts_on=day(-9), ends_on=day(-1))
    assert [Post.objects.vacant(day(n)).exists() for n in (-10, -9, -1, 0)] == [True, False, False, True]


@pytest.mark.parametrize(
    ("words", "found"),
    [("clerk", True), ("ada", True), ("ada clerk", True), ("ada treasurer", False), ("bo", False), ("", True)],
)
def test_posts_are_found_by_title_and_by_who_holds_them_today(words, found):
    post = PostFactory(title="Clerk to the Authority")
    AppointmentFactory(post=post, person__name="Ada Quill")
    AppointmentFactory(post=post, person__name="Bo Former", ends_on=day(-1))
    assert (post in Post.objects.matching(words)) == found


def test_a_title_is_once_an_authority_whatever_its_case():
    post = PostFactory(title="Clerk")
    PostFactory(title="Clerk")
    with pytest.raises(IntegrityError), transaction.atomic():
        PostFactory(title="CLERK", authority=post.authority)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_posts_names_todays_holders_at_one_cost(rows, django_assert_num_queries):
    for _ in range(rows):
        post = PostFactory()
        AppointmentFactory(post=post, person__name="Zoe")
        AppointmentFactory(post=post, person__name="Ada")
        AppointmentFactory(post=post, ends_on=day(-1))
    with django_assert_num_queries(3):
        held = [[one.person.name for one in post.held_today] for post in Post.objects.for_list()]
    assert held == [["Ada", "Zoe"]] * rows


# --- Committees and meetings ---


def test_committees_without_a_chair_or_a_meeting_to_come_are_found():
    chaired = CommitteeFactory(name="Chaired", chair=PostFactory())
    MeetingFactory(committee=chaired, held_on=day(-1))
    meets = CommitteeFactory(name="Meets")
    MeetingFactory(committee=meets, held_on=day(0))
    assert list(Committee.objects.without_chair()) == [meets]
    assert list(Committee.objects.without_meeting()) == [chaired]


@pytest.mark.parametrize(
    ("words", "found"),
    [("audit", True), ("A&F", True), ("money", True), ("chair", True), ("audit money", True), ("audit roads", False)],
)
def test_committees_are_found_by_name_remit_and_chair(words, found):
    one = CommitteeFactory(name="Audit Committee", short_name="A&F", remit="Money", chair=PostFactory(title="Chair"))
    assert (one in Committee.objects.matching(words)) == found


def test_a_row_of_a_committee_counts_members_and_names_the_next_meeting(editor):
    one = CommitteeFactory()
    gone = PostFactory(archived_at=ARCHIVED_AT, archived_by=editor)
    one.members.set([PostFactory(), PostFactory(), gone])
    for number in (-5, 9, 3):
        MeetingFactory(committee=one, held_on=day(number))
    row = Committee.objects.for_list().get()
    assert (row.member_count, row.next_meeting) == (2, day(3))


def test_what_is_archived_is_in_no_list(editor):
    CommitteeFactory(archived_at=ARCHIVED_AT, archived_by=editor)
    MeetingFactory(committee=Committee.objects.get())
    assert not Committee.objects.current().exists()
    assert not Meeting.objects.for_list().exists()


def test_meetings_are_to_come_or_past_and_today_is_to_come():
    for number in (4, -1, 0, 2):
        MeetingFactory(held_on=day(number))
    assert [one.held_on for one in Meeting.objects.coming()] == [day(0), day(2), day(4)]
    assert [one.held_on for one in Meeting.objects.past()] == [day(-1)]


@pytest.mark.parametrize(("papers", "fits"), [(None, True), (-7, True), (0, True), (1, False)])
def test_papers_are_due_on_or_before_the_day(papers, fits):
    made = {"held_on": day(0), "papers_due_on": None if papers is None else day(papers)}
    if fits:
        assert MeetingFactory(**made).pk
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(**made)


def test_a_committee_meets_once_a_day():
    one = MeetingFactory()
    MeetingFactory(held_on=one.held_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(committee=one.committee, held_on=one.held_on)


def test_a_meeting_is_called_by_its_committee_and_day():
    one = MeetingFactory(committee__name="Audit Committee", committee__short_name="A&F", held_on=TODAY)
    assert (str(one), one.authority_id) == ("A&F, 12 April 2010", one.committee.authority_id)


# --- Who sees what ---


@pytest.mark.parametrize("model", [Authority, Committee, Meeting, Post])
def test_everybody_sees_their_own_authoritys_and_no_other(model, authority, officer, stranger):
    MeetingFactory(committee__authority=authority)
    for person, there in ((officer, authority.pk), (stranger, next(iter(stranger.authority_ids)))):
        assert {one.authority_id for one in model.objects.visible_to(person)} <= {there}
    assert model.objects.visible_to(officer).exists()


def test_people_are_seen_by_who_administers_them_once_each(administrator, officer, authority):
    AppointmentFactory(person=officer, post=PostFactory(authority=authority), role=Role.EDITOR)
    left = AppointmentFactory(post=PostFactory(authority=authority), ends_on=day(-1)).person
    PersonFactory()
    assert set(Person.objects.visible_to(administrator)) == {administrator, officer, left}
    assert Person.objects.visible_to(administrator).count() == 3
    assert not Person.objects.visible_to(officer).exists()


@pytest.mark.parametrize("typed", ["ada@authority.example", "ADA@authority.example", "Ada@Authority.Example"])
def test_somebody_is_found_by_their_address_in_any_case(typed):
    ada = PersonFactory(email="ada@authority.example")
    assert Person.objects.get_by_natural_key(typed) == ada


def test_an_address_is_once_in_any_case():
    PersonFactory(email="ada@authority.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(email="Ada@authority.example")


def test_somebody_is_called_by_name_or_else_by_address():
    assert str(Person(name="Ada Quill", email="a@b.example")) == "Ada Quill"
    assert str(Person(email="a@b.example")) == "a@b.example"


def test_what_somebody_holds_today_is_asked_once(officer, django_assert_num_queries):
    person = Person.objects.get(pk=officer.pk)
    posts = set(officer.appointments.values_list("post", flat=True))
    with django_assert_num_queries(1):
        assert person.has_role(Role.OFFICER)
        assert not person.has_role(Role.EDITOR, Role.AUDITOR)
        assert (person.post_ids, len(person.authority_ids)) == (posts, 1)


def test_the_admin_is_open_to_active_administrators(authority):
    person = person_with(Role.ADMINISTRATOR, authority=authority)
    assert person.is_staff
    assert person.has_module_perms("people")
    person.is_active = False
    assert not person.is_staff
    assert not person.has_module_perms("people")
