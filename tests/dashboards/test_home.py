"""Everybody lands on their own first page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from tests.factories.people import AppointmentFactory, CommitteeFactory, PersonFactory, PostFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.OFFICER, "my-work"),
        (Role.EDITOR, "dashboard"),
        (Role.ADMINISTRATOR, "dashboard"),
        (Role.AUDITOR, "dashboard"),
        (Role.MEMBER, "dashboard"),
    ],
)
def test_a_role_leads_to_its_first_page(as_person, role, page):
    assert as_person(person_with(role)).get("/").url == reverse(page)


def test_a_member_lands_on_the_committee_they_sit_on(authority, as_person):
    post = PostFactory(authority=authority)
    committee = CommitteeFactory(authority=authority)
    CommitteeFactory(authority=authority)
    committee.members.add(post)
    assert as_person(person_with(Role.MEMBER, post=post)).get("/").url == committee.get_absolute_url()


def test_a_chair_lands_on_their_own_committee_before_others(authority, as_person):
    post = PostFactory(authority=authority)
    sits, chairs = CommitteeFactory(authority=authority), CommitteeFactory(authority=authority, chair=post)
    sits.members.add(post)
    assert as_person(person_with(Role.MEMBER, post=post)).get("/").url == chairs.get_absolute_url()


def test_an_editor_who_also_is_an_officer_lands_on_the_dashboard(editor, authority, as_person):
    AppointmentFactory(person=editor, post=PostFactory(authority=authority), role=Role.OFFICER)
    assert as_person(editor).get("/").url == reverse("dashboard")


def test_somebody_without_a_post_is_told_so(as_person):
    response = as_person(PersonFactory()).get("/")
    assert response.status_code == 200
    assert "You hold no post today" in response.content.decode()


def test_nobody_lands_anywhere_without_signing_in(client):
    assert client.get("/").url.startswith(reverse("account_login"))
