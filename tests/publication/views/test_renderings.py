"""The pages of a long document: offered, how it goes, the file; and that it is nobody else's."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.publication.actions import renderings as actions
from kpa_tracker.interfaces.publication.models import Rendering
from kpa_tracker.interfaces.publication.views import plans
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.publication import RenderingFactory

pytestmark = pytest.mark.django_db
PAGES = ("rendering", "rendering-file")


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="The plan", state="adopted")


@pytest.fixture
def drawn(plan, officer):
    return RenderingFactory(plan=plan, asked_by=officer, drawn=True)


def url(name, one):
    return reverse(name, args=[one.pk])


def ask(plan, kind="working"):
    return reverse("rendering-ask", args=[plan.pk, kind])


def shown(client, one):
    return " ".join(client.get(url("rendering", one)).content.decode().split())


@pytest.mark.parametrize(("name", "kind"), [("plan-pdf", "working"), ("plan-pdf-public", "public")])
@pytest.mark.parametrize("most", [1, 2])
def test_a_long_plan_is_offered_to_be_drawn_meanwhile(plan, officer, as_person, monkeypatch, name, kind, most):
    DeliverableFactory.create_batch(2, plan=plan, ambition=AmbitionFactory(plan=plan), title="Meet")
    monkeypatch.setattr(plans, "MOST_ROWS", most)
    monkeypatch.setattr("kpa_tracker.interfaces.publication.actions.exporting.render_pdf", lambda html: b"%PDF-1.7")
    answer = as_person(officer).get(url(name, plan))
    offered = ask(plan, kind) in answer.content.decode()
    assert (answer.status_code, offered, answer.content == b"%PDF-1.7") == (200, most == 1, most == 2)


def test_asking_leads_to_its_page_and_the_file(
    plan, officer, as_person, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(actions, "render_bounded", lambda html: b"%PDF-1.7 drawn")
    client = as_person(officer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(ask(plan))
    made = Rendering.objects.get()
    assert answer.url == url("rendering", made)
    assert url("rendering-file", made) in shown(client, made)
    file = client.get(url("rendering-file", made))
    assert (file.content, file["Content-Type"]) == (b"%PDF-1.7 drawn", "application/pdf")
    assert file["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert file["Cache-Control"] == "private, no-store"


def test_pressing_twice_leads_to_the_same_page(plan, officer, as_person):
    client = as_person(officer)
    assert client.post(ask(plan)).url == client.post(ask(plan)).url


def test_nothing_is_asked_for_by_looking(plan, officer, as_person):
    assert as_person(officer).get(ask(plan)).status_code == 405
    assert not Rendering.objects.exists()


@pytest.mark.parametrize("state", ["waiting", "drawing"])
def test_what_is_under_way_can_be_looked_at_again_and_cancelled(plan, officer, as_person, state):
    made = RenderingFactory(plan=plan, asked_by=officer, state=state)
    client = as_person(officer)
    assert "Look again" in shown(client, made)
    assert client.get(url("rendering-file", made)).status_code == 404
    client.post(url("rendering-cancel", made))
    assert "Cancelled" in shown(client, made)
    assert ask(plan) in shown(client, made)


def test_what_is_drawn_is_not_cancelled_any_more(drawn, officer, as_person):
    answer = as_person(officer).post(url("rendering-cancel", drawn))
    assert (answer.status_code, "not under way any more" in answer.content.decode()) == (422, True)


def test_what_failed_says_why_and_can_be_asked_for_again(plan, officer, as_person):
    made = RenderingFactory(plan=plan, asked_by=officer, state="failed", why_not="It took too long.")
    assert "It took too long." in shown(as_person(officer), made)
    assert ask(plan) in shown(as_person(officer), made)


def test_it_is_for_nobody_but_who_asked(drawn, administrator, auditor, as_person):
    for other in (administrator, auditor):
        client = as_person(other)
        assert [client.get(url(name, drawn)).status_code for name in PAGES] == [404, 404]
        assert client.post(url("rendering-cancel", drawn)).status_code == 404


def test_after_a_day_it_is_not_there_even_if_nobody_cleared_it_away(plan, officer, as_person):
    old = RenderingFactory(plan=plan, asked_by=officer, asked_at=clock.now() - datetime.timedelta(days=1), drawn=True)
    assert [as_person(officer).get(url(name, old)).status_code for name in PAGES] == [404, 404]


def test_who_leaves_the_authority_leaves_it_behind(drawn, officer, as_person):
    officer.appointments.update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert [as_person(officer).get(url(name, drawn)).status_code for name in PAGES] == [404, 404]


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        ("working", "deliverables.view_deliverable"),
        ("performance", "targets.view_measure"),
        ("public", "plans.view_plan"),
    ],
)
def test_who_may_not_read_what_is_in_it_cannot_ask_for_it(plan, authority, as_person, monkeypatch, kind, lacking):
    monkeypatch.setitem(GRANTS, Role.MEMBER, GRANTS[Role.MEMBER] - {lacking})
    member = person_with(Role.MEMBER, authority=authority)
    assert as_person(member).post(ask(plan, kind)).status_code == 404
    assert not Rendering.objects.exists()


def test_of_another_authority_and_of_no_kind_nothing_is_drawn(plan, officer, as_person):
    client = as_person(officer)
    assert {client.post(ask(PlanFactory())).status_code, client.post(ask(plan, "cover")).status_code} == {404}


def test_the_page_costs_the_same_however_much_was_asked_for(plan, drawn, officer, as_person, django_assert_num_queries):
    RenderingFactory.create_batch(3, plan=plan, drawn=True)
    client = as_person(officer)
    shown(client, drawn)
    with django_assert_num_queries(5):
        shown(client, drawn)
