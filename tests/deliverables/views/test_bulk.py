"""Changing several: choose, look, confirm."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.forms import versions_in, versions_of
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AppointmentFactory, CommitteeFactory, PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db
URL = "/deliverables/change-several/"


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, scale__authority=authority)


@pytest.fixture
def two(plan):
    return DeliverableFactory.create_batch(2, plan=plan)


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority, name="HR Committee")


@pytest.fixture
def editing(editor, as_person):
    return as_person(editor)


def asked(records, committee, **more):
    return {
        "kind": "committee", "committee": committee.pk, "reason": "A new remit.", "seen": versions_of(records),
        "list": "rating=red", **more,
    }  # fmt: skip


def test_the_chosen_rows_are_on_the_page(two, editing):
    response = editing.get(URL, {"row": [one.pk for one in two]})
    assert response.context["chosen"] == two
    assert response.context["form"]["seen"].value() == versions_of(two)


def test_all_of_a_list_are_those_that_its_filters_find(plan, editing):
    red, _ = rated(plan, "red"), rated(plan, "green")
    assert editing.get(URL, {"all": "yes", "list": "rating=red&sort=title"}).context["chosen"] == [red]
    assert len(editing.get(URL, {"all": "yes", "list": ""}).context["chosen"]) == 2
    assert editing.get(URL, {"all": "yes", "list": "rating=purple"}).context["chosen"] == []


def test_the_preview_changes_nothing_and_says_what_would(two, committee, editing):
    response = editing.post(URL, asked(two, committee))
    assert response.status_code == 200
    page = response.content.decode()
    assert "2 of 2 would change" in page
    assert page.count("<strong>HR Committee</strong>") == 2
    assert not Deliverable.objects.filter(committee=committee)


def test_confirming_does_it_and_leads_back_to_the_list(two, committee, editing):
    response = editing.post(URL, asked(two, committee, confirm="yes"))
    assert response.url == f"{reverse('deliverable-list')}?rating=red"
    assert Deliverable.objects.filter(committee=committee).count() == 2
    assert {event.door for event in Event.objects.all()} == {"bulk"}
    assert "2 of 2 deliverables changed." in editing.get(response.url).content.decode()


def test_what_changed_meanwhile_is_named_and_shown_anew(two, committee, editing):
    sent = asked(two, committee, confirm="yes")
    Deliverable.objects.filter(pk=two[0].pk).update(version=5)
    response = editing.post(URL, sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert f"Changed by somebody else since you looked: {two[0].reference}." in page
    assert f"{two[0].pk}:5" in page
    assert not Deliverable.objects.filter(committee=committee)
    assert editing.post(URL, {**sent, "seen": response.context["seen"]}).status_code == 302


def test_a_reason_is_asked_for(two, committee, editing):
    for step in ({}, {"confirm": "yes"}):
        response = editing.post(URL, asked(two, committee, reason=" ", **step))
        assert response.status_code == 422
        assert "reason" in response.context["form"].errors


def test_only_the_authoritys_own_committees_and_posts_are_offered(two, committee, editing):
    foreign = CommitteeFactory(name="Foreign committee")
    PostFactory(title="Foreign post")
    page = editing.get(URL, {"row": [one.pk for one in two]}).content.decode()
    assert "HR Committee" in page
    assert "Foreign" not in page
    assert editing.post(URL, asked(two, foreign)).status_code == 422


@pytest.mark.parametrize("rows", [{}, {"row": "x"}, {"row": "999999"}, {"row": "9" * 30}])
def test_without_rows_it_says_what_to_do(editing, rows):
    assert "No rows were chosen" in editing.get(URL, rows).content.decode()


def test_rows_of_another_authority_are_not_chosen(two, committee, editing):
    foreign = DeliverableFactory()
    assert editing.get(URL, {"row": [two[0].pk, foreign.pk]}).context["chosen"] == [two[0]]
    editing.post(URL, asked([foreign], committee, confirm="yes"))
    foreign.refresh_from_db()
    assert foreign.committee is None


def test_rows_of_several_authorities_are_refused_together(two, editor, as_person):
    other = DeliverableFactory()
    AppointmentFactory(person=editor, post=PostFactory(authority=other.plan.authority), role="editor")
    page = as_person(editor).get(URL, {"row": [two[0].pk, other.pk]}).content.decode()
    assert "several authorities" in page


def test_rows_that_a_person_may_only_read_are_refused(two, editor, as_person):
    other = DeliverableFactory()
    AppointmentFactory(person=editor, post=PostFactory(authority=other.plan.authority), role="member")
    assert "not yours to change" in as_person(editor).get(URL, {"row": [other.pk]}).content.decode()


@pytest.mark.parametrize("who", ["officer", "member", "auditor"])
def test_only_editors_open_the_page(two, request, as_person, who):
    reader = as_person(request.getfixturevalue(who))
    assert reader.get(URL, {"row": two[0].pk}).status_code == 404
    assert reader.post(URL, {}).status_code == 404


@pytest.mark.parametrize("text", ["", "1", "1:x", "1:2,", "a:1", "1:1 or 1", "9" * 19 + ":1"])
def test_a_broken_list_of_versions_is_nothing(text, two, committee, editing):
    assert versions_in(text) == {}
    assert editing.post(URL, asked(two, committee, seen=text, confirm="yes")).status_code == 422


@pytest.mark.parametrize(
    "seen", [",".join(f"{pk}:1" for pk in range(1, 3_000)), "9" * 19 + ":1", "1:1,", "١:1", "\x00", "1:1;2:1"]
)
def test_more_rows_than_a_database_can_look_up_are_none(seen, two, editing):
    response = editing.post(URL, {"kind": "archive", "reason": "Merged", "seen": seen, "confirm": "yes"})
    assert (response.status_code, response.context["chosen"]) == (422, [])


def test_rows_of_another_authority_are_not_changed_by_their_numbers_nor_is_what_came_with_them(two, editing):
    foreign = DeliverableFactory()
    sent = {"kind": "archive", "reason": "Merged", "seen": f"{two[0].pk}:{two[0].version},{foreign.pk}:1"}
    editing.post(URL, {**sent, "confirm": "yes"})
    foreign.refresh_from_db()
    two[0].refresh_from_db()
    assert (foreign.is_archived, two[0].is_archived) == (False, False)
