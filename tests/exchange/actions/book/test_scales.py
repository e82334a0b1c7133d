import pytest

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book import take_over_book
from plans.models import Plan, Scale
from tests.exchange.actions.book.plans import (
    come_back,
    copied,
    differences,
    edited,
    empty_plan_for,
    proposed,
    sent_out,
    whole_plan,
)
from tests.factories.people import AuthorityFactory
from tests.factories.plans import PlanFactory, ScaleFactory

FIVE = ("red", "amber_red", "amber", "amber_green", "green")
NAME = ("Plan", "Scale of ratings", "What it says")


@pytest.fixture
def plan(authority):
    return whole_plan(authority)


def words_of(plan):
    return dict(Plan.objects.get(pk=plan.pk).scale.points.values_list("code", "word"))


def test_five_points_come_along_with_their_words(authority):
    plan = whole_plan(authority, scale=ScaleFactory(authority=authority, name="Confidence", points=FIVE))
    copy = copied(plan)
    assert differences(plan, copy) == []
    assert (copy.scale.name, len(words_of(copy))) == ("Confidence", 5)


def test_a_scale_of_that_name_with_the_same_words_is_used(plan):
    copy = empty_plan_for(plan)
    same = ScaleFactory(authority=copy.authority, name=plan.scale.name)
    take_over_book(copy, come_back(sent_out(plan)), by=None)
    assert Plan.objects.get(pk=copy.pk).scale == same


def test_a_scale_that_other_plans_rate_by_keeps_its_words(plan):
    copy = empty_plan_for(plan)
    shared = ScaleFactory(authority=copy.authority, name=plan.scale.name, points=FIVE)
    PlanFactory(authority=copy.authority, scale=shared)
    take_over_book(copy, come_back(sent_out(plan)), by=None)
    copy.refresh_from_db()
    assert copy.scale.name == f"{plan.scale.name} of {copy}"
    assert words_of(copy) == words_of(plan)
    assert shared.points.count() == 5


def test_a_scale_that_no_other_plan_rates_by_takes_the_words(plan):
    copy = empty_plan_for(plan, authority=AuthorityFactory())
    Scale.objects.filter(pk=copy.scale_id).update(name=plan.scale.name)
    copy.scale.points.filter(code="red").update(word="Stuck")
    take_over_book(copy, come_back(sent_out(plan)), by=None)
    assert Plan.objects.get(pk=copy.pk).scale_id == copy.scale_id
    assert words_of(copy) == words_of(plan)


def test_colours_that_no_scale_has_are_refused(authority):
    plan = whole_plan(authority, scale=ScaleFactory(authority=authority, name="Two", points=("red", "green")))
    with pytest.raises(Refused, match="“Two” of the file has colours that no scale has here"):
        copied(plan)


def test_a_plan_can_be_put_on_another_scale_that_is_known(plan, authority):
    other = ScaleFactory(authority=authority, name="Other")
    take_over_book(plan, come_back(edited(sent_out(plan), (NAME[0], NAME[1], NAME[2], "Other"))), by=None)
    assert Plan.objects.get(pk=plan.pk).scale == other


def test_a_scale_that_is_not_known_is_refused(plan):
    content = edited(sent_out(plan), (NAME[0], NAME[1], NAME[2], "Nothing like it"))
    with pytest.raises(Refused, match="no scale of ratings “Nothing like it”"):
        take_over_book(plan, come_back(content), by=None)


def test_a_scale_keeps_its_points(plan):
    def add(book):
        book["Ratings"].append([None, "Amber/red", "Shaky", "When it shakes"])

    with pytest.raises(Refused, match="A scale of ratings keeps its points"):
        take_over_book(plan, come_back(edited(sent_out(plan), save=add)), by=None)


def test_an_adopted_plan_keeps_its_scale(plan, authority):
    ScaleFactory(authority=authority, name="Other")
    Plan.objects.filter(pk=plan.pk).update(state="adopted")
    plan.refresh_from_db()
    proposal = proposed(plan, edited(sent_out(plan), (NAME[0], NAME[1], NAME[2], "Other")))
    assert proposal.changed == []
    assert "it keeps its scale of ratings" in proposal.notes[0]
