from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.checklist import USUAL
from kpa_tracker.interfaces.publication.models import Requirement
from tests.factories.people import person_with
from tests.factories.plans import SectionFactory
from tests.factories.publication import RequirementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(authority):
    return RequirementFactory(authority=authority, title="Resources", seen_by="section")


def url(name, one):
    return reverse(name, args=[one.pk])


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


CHANGING = ("requirement-edit", "requirement-drop", "requirement-up", "requirement-down")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_who_only_reads_sees_the_checklist_and_changes_nothing(line, as_person, role):
    client = as_person(person_with(role, authority=line.authority))
    assert "Resources" in page(client, url("checklist", line.authority))
    assert "Take off" not in page(client, url("checklist", line.authority))
    addresses = [url(name, line) for name in CHANGING]
    addresses += [url(name, line.authority) for name in ("checklist-take-over", "requirement-add")]
    assert {client.post(address, {"version": 1}).status_code for address in addresses} == {404}


def test_another_authority_does_not_learn_of_it(line, stranger, as_person):
    client = as_person(stranger)
    addresses = [url(name, line) for name in CHANGING]
    addresses += [url(name, line.authority) for name in ("checklist-take-over", "requirement-add")]
    assert {client.post(address, {"version": 1}).status_code for address in addresses} == {404}
    assert client.get(url("checklist", line.authority)).status_code == 404


def test_the_usual_checklist_is_made_ones_own_by_a_button(authority, editor, as_person):
    client = as_person(editor)
    assert "This is the usual checklist." in page(client, url("checklist", authority))
    assert client.post(url("checklist-take-over", authority)).url == url("checklist", authority)
    assert Requirement.objects.count() == len(USUAL)
    assert "Make it your own" not in page(client, url("checklist", authority))
    assert client.post(url("checklist-take-over", authority)).status_code == 422


def test_a_line_is_added_with_the_sections_that_answer_it(authority, editor, as_person):
    section, theirs = SectionFactory(plan__authority=authority), SectionFactory()
    client = as_person(editor)
    typed = {"title": "Resources", "seen_by": "section", "sections": [section.pk]}
    assert str(theirs.plan) not in page(client, url("requirement-add", authority))
    assert client.post(url("requirement-add", authority), {**typed, "sections": [theirs.pk]}).status_code == 422
    assert client.post(url("requirement-add", authority), typed).status_code == 302
    assert list(Requirement.objects.get(title="Resources").sections.all()) == [section]


def test_how_a_line_is_seen_is_chosen_by_nobody_else(authority, editor, as_person):
    page = as_person(editor).get(reverse("requirement-add", args=[authority.pk]))
    radios = list(page.context["form"]["seen_by"])
    assert [one.data["selected"] for one in radios] == [False] * len(Requirement.Seen.choices)
    assert page.context["breadcrumbs"][-1] == ("Add to it", "")


def test_the_same_line_twice_is_refused(line, editor, as_person):
    typed = {"title": "Resources", "seen_by": "priorities"}
    response = as_person(editor).post(url("requirement-add", line.authority), typed)
    assert (response.status_code, Requirement.objects.count()) == (422, 1)


def test_a_line_is_changed_and_sections_of_an_archived_plan_still_answer_it(line, editor, as_person):
    here = SectionFactory(plan__authority=line.authority)
    old = SectionFactory(plan__authority=line.authority, is_public=False)
    line.sections.add(old)
    typed = {"title": "Money", "seen_by": "section", "sections": [here.pk], "version": 1}
    assert as_person(editor).post(url("requirement-edit", line), typed).status_code == 302
    line.refresh_from_db()
    assert (line.title, set(line.sections.all())) == ("Money", {here, old})


def test_who_is_slower_sees_both_texts(line, editor, as_person):
    client = as_person(editor)
    typed = {"title": "Money", "seen_by": "section", "version": 1}
    client.post(url("requirement-edit", line), typed)
    response = client.post(url("requirement-edit", line), {**typed, "title": "Means"})
    assert response.status_code == 422
    assert b"Somebody else saved this" in response.content


def test_a_line_comes_off_for_a_reason(line, editor, as_person):
    client = as_person(editor)
    assert client.post(url("requirement-drop", line), {"version": 1, "reason": ""}).status_code == 422
    assert client.post(url("requirement-drop", line), {"version": 1, "reason": "Repealed."}).status_code == 302
    assert "The checklist is empty" in page(client, url("checklist", line.authority))


def test_lines_move(line, editor, as_person):
    second = RequirementFactory(authority=line.authority, title="Targets", position=2)
    assert as_person(editor).post(url("requirement-up", second), {"version": 1}).status_code == 302
    assert list(Requirement.objects.current().values_list("title", flat=True)) == ["Targets", "Resources"]
    second.refresh_from_db()
    assert as_person(editor).post(url("requirement-down", second), {"version": second.version}).status_code == 302
    assert as_person(editor).post(url("requirement-down", second), {"version": 1}).status_code == 422
