"""People in the admin: entered with a post, given passwords, deactivated knowingly; never taken over from elsewhere."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.actions import amend_person
from kpa_tracker.base.people.models import Appointment, Person
from kpa_tracker.base.people.roles import Role
from tests.factories.people import AppointmentFactory, AuthorityFactory, PostFactory, person_with

GOOD = "correct horse battery staple"


@pytest.fixture
def client(administrator, as_person):
    return as_person(administrator)


def new_person(post, **changes):
    rows = {"appointments-TOTAL_FORMS": "1", "appointments-INITIAL_FORMS": "0"}
    rows |= {"appointments-0-post": post.pk, "appointments-0-role": Role.OFFICER}
    rows |= {"appointments-0-starts_on": "2010-04-01"}
    who = {"name": "New Person", "email": "new@authority.example", "password_1": GOOD, "password_2": GOOD}
    return {**who, **rows, **changes}


def enter(client, sent):
    return client.post(reverse("admin:people_person_add"), sent)


def page(name, person):
    return reverse(f"admin:people_person_{name}", args=[person.pk])


def texts(answer):
    return answer.content.decode()


def test_somebody_new_is_entered_with_a_password_and_a_post(authority, client):
    post = PostFactory(authority=authority, title="Clerk")
    assert enter(client, new_person(post)).status_code == 302
    person = Person.objects.get(email="new@authority.example")
    assert (person.check_password(GOOD), person.post_ids) == (True, {post.pk})
    appointment = person.appointments.get()
    assert [history_of(record).get().door for record in (person, appointment)] == ["admin", "admin"]
    assert GOOD not in str(history_of(person).get().changes)


def test_without_a_password_they_set_their_own(authority, client):
    enter(client, new_person(PostFactory(authority=authority), password_1="", password_2=""))
    assert not Person.objects.get(email="new@authority.example").has_usable_password()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"password_2": "another"}, "This is not the same as the password above."),
        ({"password_1": "short", "password_2": "short"}, "This password is too short."),
        ({"email": "not an address"}, "Enter a valid email address."),
        ({"appointments-0-post": "", "appointments-0-role": "officer"}, "Give this person a post"),
    ],
)
def test_what_will_not_do_is_said_beside_it(authority, client, changes, sentence):
    sent = new_person(PostFactory(authority=authority), **changes)
    if changes.get("appointments-0-post") == "":
        sent["appointments-TOTAL_FORMS"] = "0"
    assert sentence in texts(enter(client, sent))
    assert not Person.objects.filter(name="New Person").exists()


def test_nobody_is_appointed_to_another_authoritys_post(client):
    answer = enter(client, new_person(PostFactory(authority=AuthorityFactory())))
    assert "valid choice" in texts(answer)
    assert not Person.objects.filter(name="New Person").exists()


def test_who_only_reads_there_appoints_nobody_there(administrator, client):
    there = AppointmentFactory(person=administrator, role=Role.MEMBER).post.authority
    answer = enter(client, new_person(PostFactory(authority=there), **{"appointments-0-role": Role.ADMINISTRATOR}))
    assert "You do not administer the authority that this belongs to." in texts(answer)
    assert not Person.objects.filter(name="New Person").exists()


def test_a_person_is_entered_once(authority, client, officer):
    answer = enter(client, new_person(PostFactory(authority=authority), email=officer.email.upper()))
    assert "Somebody with this e-mail address is already here." in texts(answer)


def test_a_password_is_set(client, officer):
    answer = client.post(page("password", officer), {"password_1": GOOD, "password_2": GOOD})
    assert answer.url == page("change", officer)
    assert Person.objects.get(pk=officer.pk).check_password(GOOD)


def test_a_weak_password_is_refused(client, officer):
    answer = client.post(page("password", officer), {"password_1": officer.email, "password_2": officer.email})
    assert "too similar to the" in texts(answer)


def test_a_leaver_whose_posts_stay_empty_is_deactivated_knowingly(authority, client):
    leaver = person_with(Role.OFFICER, post=PostFactory(authority=authority, title="Treasurer"))
    assert client.get(page("deactivate", leaver)).status_code == 200
    asked = client.post(page("deactivate", leaver), {})
    assert "Nobody else holds these posts: Treasurer." in texts(asked)
    assert Person.objects.get(pk=leaver.pk).is_active
    client.post(page("deactivate", leaver), {"knowing": "on"})
    assert not Person.objects.get(pk=leaver.pk).is_active
    assert not Appointment.objects.filter(person=leaver, ends_on=None).exists()


def test_who_left_may_come_back(authority, client):
    back = person_with(Role.OFFICER, authority=authority, is_active=False)
    client.post(page("reactivate", back), {})
    assert Person.objects.get(pk=back.pk).is_active


@pytest.mark.parametrize("name", ["password", "deactivate", "reactivate"])
def test_somebody_of_another_authority_is_not_there(name, client):
    assert client.get(page(name, person_with(Role.OFFICER))).status_code == 404


@pytest.mark.parametrize("name", ["password", "deactivate", "reactivate"])
def test_who_also_works_elsewhere_is_not_taken_over(name, authority, client):
    shared = person_with(Role.OFFICER, authority=authority)
    AppointmentFactory(person=shared)
    answer = client.post(page(name, shared), {"password_1": GOOD, "password_2": GOOD, "knowing": "on"})
    assert "their sign-in is not yours to change" in texts(answer)


def test_an_appointment_elsewhere_is_not_shown(authority, client):
    shared = person_with(Role.OFFICER, authority=authority)
    AppointmentFactory(person=shared, post__title="Secret post of another authority")
    assert "Secret post" not in texts(client.get(page("change", shared)))


def test_an_administrator_who_only_reads_there_sets_nobodys_password_there(administrator, client):
    there = AppointmentFactory(person=administrator, role=Role.MEMBER).post.authority
    assert client.get(page("password", person_with(Role.OFFICER, authority=there))).status_code == 404


def test_an_appointment_is_ended(authority, client):
    appointment = AppointmentFactory(post__authority=authority)
    url = reverse("admin:people_appointment_change", args=[appointment.pk])
    sent = {"role": appointment.role, "starts_on": "2009-04-01", "ends_on": "2010-03-31", "seen_version": 1}
    client.post(url, sent)
    assert history_of(appointment).get().changes == {"ends_on": [None, "2010-03-31"]}


def test_a_holder_is_appointed_on_the_posts_page(authority, client, officer):
    post = PostFactory(authority=authority)
    rows = {"appointments-TOTAL_FORMS": "1", "appointments-INITIAL_FORMS": "0"}
    rows |= {"appointments-0-person": officer.pk, "appointments-0-role": Role.MEMBER}
    rows |= {"appointments-0-starts_on": "2010-04-01"}
    url = reverse("admin:people_post_change", args=[post.pk])
    client.post(url, {"title": post.title, "kind": "post", "seen_version": 1, **rows})
    assert post.appointments.get().person == officer


# --- Somebody who also works elsewhere --------------------------------------------------------------------------------


@pytest.fixture
def shared(authority):
    """Somebody of ours who holds a post elsewhere as well."""
    person = person_with(Role.OFFICER, authority=authority, name="Shared Person")
    AppointmentFactory(person=person, post=PostFactory(title="Post elsewhere"))
    return person


def elsewhere(person):
    return person.appointments.get(post__title="Post elsewhere").post.authority


def test_what_another_authority_did_with_somebody_shared_is_not_told_here(shared, administrator, client):
    boss = person_with(Role.ADMINISTRATOR, authority=elsewhere(shared), name="Their Administrator")
    amend_person(shared, seen=1, changes={"name": "Renamed There"}, by=boss)
    amend_person(shared, seen=2, changes={"name": "Renamed Here"}, by=administrator)
    html = texts(client.get(page("history", shared)))
    assert ("Their Administrator" in html, str(administrator) in html) == (False, True)


def test_each_event_on_a_person_stands_in_an_authority_that_they_work_for(administrator, stranger):
    """Who administers two authorities writes into the history of the one that is concerned."""
    both = person_with(Role.ADMINISTRATOR, post=administrator.appointments.get().post)
    AppointmentFactory(person=both, post=stranger.appointments.get().post, role=Role.ADMINISTRATOR)
    for person in (administrator, stranger):
        amend_person(person, seen=1, changes={"name": "Renamed"}, by=both)
        assert history_of(person).get().authority_id == person.appointments.get().authority_id


def test_the_posts_that_somebody_shared_holds_elsewhere_are_not_named(shared, client):
    here = shared.appointments.exclude(post__title="Post elsewhere").get().post
    html = texts(client.get(page("deactivate", shared)))
    assert ("Post elsewhere" in html, here.title in html) == (False, True)
