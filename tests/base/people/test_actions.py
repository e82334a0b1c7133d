"""People come, hold posts and leave; nothing is left empty unnoticed."""

from __future__ import annotations

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.actions import (
    PostsLeftEmpty,
    amend_person,
    appoint,
    choose_password,
    create_person,
    deactivate,
    end_appointment,
    forget_view,
    keep_view,
    reactivate,
    set_password,
    set_up_authority,
)
from kpa_tracker.base.people.models import Authority, Person, Post, SavedView
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory, person_with


def test_a_new_person_is_recorded_without_the_password(administrator):
    person = create_person(
        Person(email="new@authority.example", name="New Person"), password="a long secret", by=administrator
    )
    event = history_of(person).get()
    assert person.check_password("a long secret")
    assert event.changes == {
        "email": [None, "new@authority.example"],
        "name": [None, "New Person"],
        "is_active": [None, True],
    }


def test_a_person_entered_without_a_password_cannot_sign_in_until_they_set_one(administrator):
    person = create_person(Person(email="new@authority.example", name="New"), password=None, by=administrator)
    assert not person.has_usable_password()


def test_two_people_cannot_share_an_address_in_other_letters(administrator):
    PersonFactory(email="same@authority.example")
    with pytest.raises(ValidationError, match="already here"):
        create_person(Person(email="SAME@authority.example", name="Twin"), password=None, by=administrator)


def test_a_leaver_who_alone_holds_a_post_is_not_deactivated_unnoticed(administrator, officer):
    with pytest.raises(PostsLeftEmpty) as refused:
        deactivate(officer, seen=1, knowing=False, by=administrator)
    assert [post.pk for post in refused.value.posts] == list(officer.post_ids)
    officer.refresh_from_db()
    assert officer.is_active


def test_a_leaver_whose_post_stays_empty_knowingly_is_deactivated(administrator, officer, today):
    deactivate(officer, seen=1, knowing=True, by=administrator)
    officer.refresh_from_db()
    assert (officer.is_active, officer.appointments.get().ends_on) == (False, today)


def test_a_leaver_whose_post_somebody_else_holds_just_leaves(administrator, officer):
    AppointmentFactory(post=officer.appointments.get().post)
    deactivate(officer, seen=1, knowing=False, by=administrator)
    assert not Person.objects.get(pk=officer.pk).is_active


def test_a_holder_who_may_no_longer_sign_in_does_not_fill_a_post(administrator, officer):
    AppointmentFactory(post=officer.appointments.get().post, person=PersonFactory(is_active=False))
    with pytest.raises(PostsLeftEmpty):
        deactivate(officer, seen=1, knowing=False, by=administrator)


def test_the_slower_of_two_deactivations_is_told(administrator, officer):
    deactivate(Person.objects.get(pk=officer.pk), seen=1, knowing=True, by=administrator)
    with pytest.raises(Conflict):
        deactivate(officer, seen=1, knowing=True, by=administrator)


def test_an_ended_appointment_gives_nothing_the_day_after(officer, administrator, today):
    end_appointment(officer.appointments.get(), on=today - datetime.timedelta(days=1), by=administrator)
    assert Person.objects.get(pk=officer.pk).standing == []


def test_an_appointment_cannot_end_before_it_starts(officer, administrator):
    with pytest.raises(ValidationError, match="on or after the day it starts"):
        end_appointment(officer.appointments.get(), on=datetime.date(2009, 3, 31), by=administrator)


def test_nobody_holds_the_same_post_in_the_same_role_twice(officer, administrator, today):
    post = officer.appointments.get().post
    with pytest.raises(ValidationError, match="already holds this post"):
        appoint(officer, post=post, role=Role.OFFICER, starts_on=today, by=administrator)


def test_posts_for_everybody_are_never_vacant(authority, today):
    PostFactory(authority=authority, title="ALL", kind=Post.Kind.EVERYONE)
    empty = PostFactory(authority=authority)
    assert list(Post.objects.vacant(on=today)) == [empty]


def test_a_real_installation_starts_with_one_authority_and_its_administrator(db):
    authority = Authority(name="Downs Police Authority", short_name="DPA", slug="downs")
    person = set_up_authority(authority, email="first@downs.example", name="First", password="a long secret")
    assert (person.is_staff, person.authority_ids) == (True, {authority.pk})
    told = Event.objects.visible_to(person).order_by("id").values_list("verb", "subject_name")
    assert list(told) == [
        ("authority created", "Downs Police Authority"),
        ("post created", "Administrator"),
        ("person created", "First"),
        ("appointment created", "First, Administrator (Administrator)"),
    ]


def test_a_view_kept_under_the_same_name_replaces_the_first(officer):
    first = keep_view(officer, page="deliverable-list", name="Mine", query="rating=red")
    again = keep_view(officer, page="deliverable-list", name="Mine", query="rating=amber")
    assert (again.pk, again.query) == (first.pk, "rating=amber")
    forget_view(again, by=officer)
    assert SavedView.objects.count() == 0


def test_a_person_of_two_authorities_is_administered_only_where_the_administrator_is(administrator, officer):
    other = person_with(Role.OFFICER)
    assert administrator.has_perm("people.change_person", officer)
    assert not administrator.has_perm("people.change_person", other)


@pytest.mark.parametrize(
    "work",
    [
        lambda person, by: deactivate(person, seen=1, knowing=True, by=by),
        lambda person, by: reactivate(person, seen=1, by=by),
        lambda person, by: set_password(person, password="another long secret", by=by),
    ],
    ids=["deactivate", "reactivate", "set_password"],
)
def test_work_on_a_person_holds_the_history_before_it_writes(administrator, officer, work):
    """Two administrators who take a person and the history in different orders would wait for each other for ever."""
    with CaptureQueriesContext(connection) as queries:
        work(officer, administrator)
    statements = [query["sql"] for query in queries]
    held = next(number for number, sql in enumerate(statements) if "chainhead" in sql)
    written = next(number for number, sql in enumerate(statements) if sql.startswith('UPDATE "people_'))
    assert held < written


def test_an_old_address_no_longer_opens_the_account(administrator, authority):
    person = person_with(Role.OFFICER, authority=authority)
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    amend_person(person, seen=person.version, changes={"email": "moved@authority.example"}, by=administrator)
    assert not EmailAddress.objects.filter(user=person).exists()


@pytest.mark.parametrize(("forgotten", "verb"), [(False, "person password set"), (True, "person password reset")])
def test_whoever_sets_their_own_password_leaves_an_event_of_no_authority(officer, forgotten, verb):
    Person.objects.filter(pk=officer.pk).update(version=7)  # an administrator was at it meanwhile: the last one counts
    choose_password(officer, password="a long secret of mine", forgotten=forgotten)
    event = history_of(officer).get()
    assert (event.verb, event.actor_id, event.authority_id, event.changes) == (verb, officer.pk, None, {})
    assert Person.objects.get(pk=officer.pk).check_password("a long secret of mine")
