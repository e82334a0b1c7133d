"""Who sets their own password leaves an event, and those who check the history of where they work see it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from tests.factories.people import PASSWORD, AppointmentFactory, AuthorityFactory, PostFactory, person_with

NEW = "another correct horse"
TWICE = {"password1": NEW, "password2": NEW}


@pytest.fixture(autouse=True)
def unhurried():
    """Forget how often others have tried: the sign-in counts by address and person."""
    cache.clear()


def change(client):
    return client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **TWICE})


def reset(client, person):
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], TWICE)


def told(person):
    return [tell(event).sentence for event in history_of(person)]


def test_a_changed_password_leaves_an_event_and_the_person_signed_in(officer, as_person):
    client = as_person(officer)
    assert change(client).status_code == 302
    assert Person.objects.get(pk=officer.pk).check_password(NEW)
    assert told(officer) == [f"{officer} set the password of the person."]
    assert client.get(reverse("account_change_password")).status_code == 200
    assert list(verify_history()) == []


def test_a_password_that_is_refused_leaves_none(officer, as_person):
    sent = {"oldpassword": "not this one", **TWICE}
    assert as_person(officer).post(reverse("account_change_password"), sent).status_code == 200
    assert told(officer) == []


def test_a_forgotten_password_that_is_set_anew_leaves_an_event(officer, client):
    assert reset(client, officer).status_code == 302
    assert Person.objects.get(pk=officer.pk).check_password(NEW)
    assert told(officer) == [f"{officer} reset the password of the person."]


def test_the_event_never_holds_the_password(officer, as_person):
    change(as_person(officer))
    event = history_of(officer).get()
    stored = Person.objects.get(pk=officer.pk).password
    assert not [word for word in (PASSWORD, NEW, stored) if word in str(event.content())]


@pytest.mark.parametrize("reader", ["auditor", "administrator"])
def test_who_checks_the_history_where_they_work_sees_it(reader, officer, as_person, request):
    change(as_person(officer))
    page = as_person(request.getfixturevalue(reader)).get(reverse("history"))
    assert [row.record.verb for row in page.context["table"].rows] == ["person password set"]


def test_who_checks_the_history_elsewhere_does_not(officer, stranger, as_person):
    change(as_person(officer))
    assert list(as_person(stranger).get(reverse("history")).context["table"].rows) == []


def test_of_somebody_shared_both_authorities_see_it(officer, as_person):
    post = PostFactory(authority=AuthorityFactory())
    AppointmentFactory(person=officer, post=post)
    there = person_with(Role.AUDITOR, authority=post.authority)
    change(as_person(officer))
    assert Event.objects.visible_to(there).get().subject_id == officer.pk


def test_what_people_keep_for_themselves_is_in_nobody_elses_history(officer, administrator, as_person):
    sent = {"page": "deliverable-list", "name": "Mine", "query": ""}
    as_person(officer).post(reverse("view-keep"), sent)
    assert Event.objects.get().verb == "savedview created"
    assert not Event.objects.visible_to(administrator).exists()
