"""A plan goes on following the one of which it was said what became of its deliverables there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.models.fates import is_decided_in
from kpa_tracker.base.toolkit.errors import Refused
from plans.actions import change_plan
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, FateFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
SENTENCE = "It was already decided what became of the deliverables of “Plan of 2009/10” in this plan"


@pytest.fixture
def old(authority):
    return PlanFactory(authority=authority, title="Plan of 2009/10", state="adopted")


@pytest.fixture
def new(authority, old):
    return PlanFactory(authority=authority, title="Plan of 2010/11", state="draft", previous=old)


@pytest.fixture
def other(authority):
    return PlanFactory(authority=authority, title="Another one", state="adopted")


def decided(old, became=()):
    """Something of the old plan of which it was said what became of it."""
    said = {"outcome": "replaced"} if became else {}
    return FateFactory(deliverable=DeliverableFactory(plan=old), became=list(became), **said)


def follow(plan, previous, by):
    return change_plan(Plan.objects.get(pk=plan.pk), seen=plan.version, changes={"previous": previous}, by=by)


@pytest.mark.parametrize("to_none", [True, False])
def test_a_plan_does_not_leave_the_one_whose_fates_were_decided(to_none, old, new, other, editor):
    decided(old)
    with pytest.raises(Refused, match=SENTENCE) as refused:
        follow(new, None if to_none else other, editor)
    assert refused.value.field == "previous"
    assert Plan.objects.get(pk=new.pk).previous == old


def test_before_anything_is_decided_it_may_follow_another(new, other, editor):
    assert follow(new, other, editor).previous == other


def test_a_plan_that_follows_none_may_be_told_which_it_follows(old, other, editor):
    decided(old)
    assert follow(other, old, editor).previous == old


def test_its_other_words_are_changed_all_the_same(old, new, editor):
    decided(old)
    changed = change_plan(new, seen=new.version, changes={"title": "Plan of the year", "previous": old}, by=editor)
    assert (changed.title, changed.previous) == ("Plan of the year", old)


def test_of_two_that_follow_the_one_that_nothing_went_into_is_free(authority, old, new, other, editor):
    twin = PlanFactory(authority=authority, title="The other draft", state="draft", previous=old)
    decided(old, became=[DeliverableFactory(plan=new)])
    assert (is_decided_in(new), is_decided_in(twin)) == (True, False)
    assert follow(twin, other, editor).previous == other


def test_an_archived_twin_does_not_free_it(authority, old, new, editor):
    twin = PlanFactory(authority=authority, title="The other draft", state="draft", previous=old)
    Plan.objects.filter(pk=twin.pk).update(archived_at=old.created_at, archived_by=editor, archived_reason="Twice.")
    decided(old)
    assert is_decided_in(new)


def test_the_page_of_the_plan_says_so_beside_the_field(old, new, editor, as_person):
    decided(old)
    client, address = as_person(editor), reverse("plan-edit", args=[new.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    page = client.post(address, {**sent, "previous": ""})
    assert (page.status_code, SENTENCE in page.content.decode()) == (422, True)
