"""The page that reminds all outstanding."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.notifications.models import Message
from tests.answers import text
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import PostFactory, person_with


@pytest.fixture
def page(period):
    return reverse("period-remind", args=[period.pk])


@pytest.mark.parametrize(
    ("who", "answer"), [("administrator", 200), ("editor", 200), ("officer", 404), ("auditor", 404), ("stranger", 404)]
)
def test_whoever_opens_periods_reminds(who, answer, page, deliverable, owner, as_person, request):
    client = as_person(request.getfixturevalue(who))
    assert client.get(page).status_code == answer
    client.post(page)
    assert Message.objects.exists() == (answer == 200)


def test_it_says_who_is_reminded_before_the_press_and_that_nobody_is_left_after_it(
    page, deliverable, late_deliverable, owner, editor, period, as_person
):
    client = as_person(editor)
    assert f"{owner}: 2 updates" in client.get(page).content.decode()
    answer = client.post(page, follow=True)
    assert answer.request["PATH_INFO"] == period.get_absolute_url()
    assert "They are reminded by mail" in answer.content.decode()
    assert "Nobody is left to remind" in client.get(page).content.decode()
    assert client.post(page).status_code == 422


def test_it_names_what_nobody_is_reminded_of(page, deliverable, plan, owner, editor, as_person):
    client = as_person(editor)
    assert "Nobody is reminded of" not in client.get(page).content.decode()
    unled = DeliverableFactory(plan=plan, lead=None, reference="2.1", title="Find an owner")
    told = text(client.get(page))
    assert "Nobody is reminded of 1 update: no post leads it, or nobody with an address holds the post." in told
    assert f"{unled}</a>: no lead post" in told


def test_the_board_of_the_period_leads_to_it(page, deliverable, editor, period, as_person):
    assert page in as_person(editor).get(period.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_queries_however_much_is_outstanding(
    count, page, plan, editor, as_person, django_assert_num_queries
):
    for _ in range(count):
        other = person_with(Role.OFFICER, post=PostFactory(authority=plan.authority))
        DeliverableFactory.create_batch(count, plan=plan, lead=other.appointments.get().post)
    client = as_person(editor)
    with django_assert_num_queries(14):
        client.get(page)
