"""Next year's plan is begun in the demonstration, with part of it decided."""

from __future__ import annotations

from collections import Counter

import pytest
from django.urls import reverse

from deliverables.models import Deliverable, Fate
from deliverables.models.fates import undecided_before
from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.scrutiny.demonstration.reading import FOLDER, read
from plans.models import Plan

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def plan():
    return Plan.objects.get(previous__isnull=False)


def test_a_draft_follows_the_plan_of_the_year(plan):
    assert (plan.title, plan.state, plan.previous.title) == ("Business plan 2010/11", "draft", "Business plan 2009/10")
    assert plan.authority.slug == "kent"


def test_every_outcome_is_there_and_most_is_left_to_decide(plan):
    outcomes = Counter(Fate.objects.values_list("outcome", flat=True))
    assert outcomes == {"completed": 3, "carried": 8, "merged": 1, "replaced": 1, "dropped": 2}
    assert undecided_before(plan) == 57 - 15


def test_the_draft_holds_what_goes_on_and_nothing_else(plan):
    assert Deliverable.objects.filter(plan=plan).count() == 8 + 1
    merged = Fate.objects.get(outcome="merged")
    assert [one.origins.count() for one in merged.became.all()] == [2]


def test_the_file_gives_a_reason_wherever_one_is_asked_for():
    fates = read(FOLDER / "kent").next_year["fates"]
    assert all(one.get("reason") for one in fates if one["outcome"] in Fate.NEEDS_REASON)


def test_its_pages_open(plan, client):
    editor = Person.objects.get(email="editor@demo.example")
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    addresses = [
        plan.get_absolute_url(),
        reverse("plan-fates", args=[plan.previous_id]),
        reverse("plan-difference", args=[plan.pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 3
