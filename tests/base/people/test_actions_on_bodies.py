"""Bodies and posts are entered and amended; nothing reaches into another authority."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.actions import (
    amend,
    amend_person,
    archive_committee,
    archive_post,
    deactivate,
    end_appointment,
    enter,
    reactivate,
    restore,
    set_password,
)
from kpa_tracker.base.people.models import Appointment, Authority, Committee, Person, Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory, person_with


@pytest.fixture
def shared(authority):
    """Somebody who works for this authority and for another one."""
    person = person_with(Role.OFFICER, authority=authority)
    AppointmentFactory(person=person)
    return person


def test_a_committee_is_entered_with_its_chair_and_members(authority, administrator):
    chair, member = PostFactory(authority=authority, title="Chair"), PostFactory(authority=authority, title="Member")
    new = Committee(authority=authority, name="Audit Committee", chair=chair)
    made = enter(new, links={"members": [member]}, by=administrator)
    changes = history_of(made).get().changes
    assert (changes["chair"], changes["members"]) == ([None, "Chair"], [None, ["Member"]])


def test_an_authority_is_entered(administrator):
    made = enter(Authority(name="Elsewhere", short_name="EW", slug="elsewhere"), by=administrator)
    assert history_of(made).get().verb == "authority created"


@pytest.mark.parametrize(
    ("field", "stranger"), [("chair", lambda: PostFactory()), ("members", lambda: [PostFactory()])]
)
def test_what_belongs_to_another_authority_is_not_linked(authority, administrator, field, stranger):
    committee = CommitteeFactory(authority=authority)
    with pytest.raises(ValidationError) as refused:
        amend(committee, seen=1, changes={field: stranger()}, by=administrator)
    assert refused.value.message_dict == {field: ["This belongs to another authority."]}


def test_a_committee_is_not_entered_with_another_authoritys_chair(authority, administrator):
    with pytest.raises(ValidationError, match="another authority"):
        enter(Committee(authority=authority, name="A", chair=PostFactory()), by=administrator)


def test_an_amendment_is_one_event(authority, administrator):
    post = PostFactory(authority=authority, title="Clerk")
    amend(post, seen=1, changes={"title": "Committee clerk"}, by=administrator)
    assert history_of(post).get().changes == {"title": ["Clerk", "Committee clerk"]}


def test_what_is_archived_is_amended_only_after_it_is_back(authority, administrator):
    committee = archive_committee(CommitteeFactory(authority=authority), seen=1, reason="Merged.", by=administrator)
    with pytest.raises(Refused, match="Bring it back first"):
        amend(committee, seen=2, changes={"name": "New"}, by=administrator)
    restore(committee, seen=2, by=administrator)
    assert amend(committee, seen=3, changes={"name": "New"}, by=administrator).name == "New"


def test_a_post_is_archived_once_nobody_holds_it(authority, administrator):
    appointment = AppointmentFactory(post__authority=authority)
    with pytest.raises(Refused, match="End their appointment first"):
        archive_post(appointment.post, seen=1, reason="Gone.", by=administrator)
    end_appointment(appointment, on=datetime.date(2010, 3, 31), by=administrator)
    assert archive_post(appointment.post, seen=1, reason="Gone.", by=administrator).is_archived


def test_a_correction_of_a_person_stands_in_the_administrators_history(authority, administrator, officer):
    amend_person(officer, seen=1, changes={"name": "New Name"}, by=administrator)
    event = history_of(officer).get()
    assert (event.verb, event.authority_id) == ("person changed", authority.pk)


def test_the_name_of_somebody_shared_is_corrected_but_not_the_address(administrator, shared):
    amend_person(shared, seen=1, changes={"name": "New", "email": shared.email}, by=administrator)
    with pytest.raises(Refused, match="also works for an authority that you do not administer"):
        amend_person(shared, seen=2, changes={"email": "mine@authority.example"}, by=administrator)


def test_a_command_corrects_an_address(officer):
    amend_person(officer, seen=1, changes={"email": "new@authority.example"}, by=None)
    assert Person.objects.get(pk=officer.pk).email == "new@authority.example"


@pytest.mark.parametrize(
    "act",
    [
        lambda person, by: set_password(person, password="a password of mine", by=by),
        lambda person, by: deactivate(person, seen=1, knowing=True, by=by),
        lambda person, by: reactivate(person, seen=1, by=by),
    ],
)
def test_who_is_shared_with_another_authority_is_not_taken_over(administrator, shared, act):
    before = shared.password
    with pytest.raises(Refused, match="their sign-in is not yours to change"):
        act(shared, administrator)
    kept = Person.objects.get(pk=shared.pk)
    assert (kept.password, kept.is_active) == (before, True)


def test_a_password_is_set_and_never_written_into_the_history(administrator, officer):
    set_password(officer, password="a new secret password", by=administrator)
    event = history_of(officer).get()
    assert Person.objects.get(pk=officer.pk).check_password("a new secret password")
    assert (event.verb, event.changes, "secret" in event.reason) == ("person password set", {}, False)


def test_who_left_may_come_back_to_new_appointments(administrator, officer):
    deactivate(officer, seen=1, knowing=True, by=administrator)
    reactivate(officer, seen=2, by=administrator)
    assert Person.objects.get(pk=officer.pk).is_active
    assert not Appointment.objects.filter(person=officer, ends_on=None).exists()


def test_nobody_deactivates_themselves(administrator):
    with pytest.raises(Refused, match="You cannot deactivate yourself"):
        deactivate(administrator, seen=1, knowing=True, by=administrator)


def test_the_slower_of_two_is_told(authority, administrator):
    post = PostFactory(authority=authority)
    theirs, mine = (Post.objects.get(pk=post.pk) for _ in range(2))
    amend(theirs, seen=1, changes={"title": "Theirs"}, by=administrator)
    with pytest.raises(Conflict):
        amend(mine, seen=1, changes={"title": "Mine"}, by=administrator)
