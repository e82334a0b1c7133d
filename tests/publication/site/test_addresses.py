"""The words by which the public finds a plan."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.models import Authority
from plans.models import Plan
from tests.publication.site.conftest import SECOND, publish_plan, small_plan, weald


def address_of(plan):
    made = publish_plan(plan, at=SECOND)
    return str(Plan.objects.get(pk=made.plan_id).public_address)


def test_a_plan_is_found_by_its_authority_and_its_title(plan):
    assert address_of(plan) == "weald/business-plan-200910"


def test_two_plans_whose_titles_read_alike_have_two_addresses(plan):
    assert [address_of(plan), address_of(small_plan(plan.authority, title="Business plan 2009 10"))] == [
        "weald/business-plan-200910",
        "weald/business-plan-2009-10",
    ]
    assert address_of(small_plan(plan.authority, title="Business: Plan 2009/10")) == "weald/business-plan-200910-2"


@pytest.mark.parametrize(("title", "word"), [("Accessibility", "accessibility-2"), ("!!!", "plan-2009")])
def test_a_title_that_makes_no_word_of_its_own_still_has_an_address(db, title, word):
    assert address_of(small_plan(title=title)) == f"weald/{word}"


def test_an_authority_keeps_its_word_whatever_it_is_called_later(plan, published):
    Authority.objects.filter(pk=plan.authority_id).update(slug="kent")
    other = small_plan(Authority.objects.get(pk=plan.authority_id), title="Policing Plan")
    assert address_of(other) == "weald/policing-plan"


def test_an_authority_that_takes_the_old_name_of_another_stands_apart_from_it(plan, published, client):
    Authority.objects.filter(pk=plan.authority_id).update(slug="kent")
    newcomer = weald(name="New Weald")
    assert address_of(small_plan(newcomer)) == "weald-2/business-plan-200910"
    assert "New Weald" not in client.get("/public/weald/").content.decode()
