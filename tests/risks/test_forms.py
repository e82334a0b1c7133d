"""What the form of a risk offers and hands over."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.models import Authority
from plans.models import Plan
from risks.forms.register import RiskForm, offers
from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AuthorityFactory, CommitteeFactory, PersonFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def only(authority):
    return Authority.objects.filter(pk=authority.pk)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def archived(record):
    record.archived_at, record.archived_by = "2010-01-01T00:00Z", PersonFactory()
    record.save()
    return record


def offered(authorities, name):
    return set(offers(authorities)[name])


@pytest.mark.parametrize(("name", "factory"), [("owner", PostFactory), ("committee", CommitteeFactory)])
def test_current_posts_and_committees_of_the_authority_are_offered(authority, only, name, factory):
    current = factory(authority=authority)
    archived(factory(authority=authority))
    factory()
    assert offered(only, name) == {current}


@pytest.mark.parametrize(("name", "factory"), [("ambitions", AmbitionFactory), ("deliverables", DeliverableFactory)])
def test_current_parts_of_open_plans_of_the_authority_are_offered(authority, only, plan, name, factory):
    current = factory(plan=plan)
    archived(factory(plan=plan))
    factory(plan=PlanFactory(authority=authority, state=Plan.State.CLOSED))
    factory()
    assert offered(only, name) == {current}


def test_the_authority_is_asked_for_only_where_there_are_several_and_never_on_a_change(authority, only):
    AuthorityFactory()
    both = Authority.objects.all()
    assert "authority" not in RiskForm(authorities=only, instance=Risk()).fields
    assert "authority" in RiskForm(authorities=both, instance=Risk()).fields
    assert "authority" not in RiskForm(authorities=both, instance=RiskFactory(authority=authority)).fields


def test_the_form_remembers_which_version_was_read(authority, only):
    risk = RiskFactory(authority=authority, version=7)
    assert RiskForm(authorities=only, instance=risk)["version"].value() == 7


def test_control_characters_are_cleaned_out_of_what_is_pasted(authority, only):
    form = RiskForm(
        {"reference": "KPA\x00 25", "title": "A\x0b flood\x07"}, authorities=only, instance=Risk(authority=authority)
    )
    assert form.is_valid()
    assert (form.instance.reference, form.instance.title) == ("KPA 25", "A\n flood")


def test_two_versions_are_laid_side_by_side_with_their_links(authority, only, plan):
    ambition = AmbitionFactory(plan=plan, reference="1", title="Money")
    risk = RiskFactory(authority=authority, reference="KPA 05", title="What is saved")
    risk.ambitions.add(ambition)
    form = RiskForm(
        {"reference": "KPA 05", "title": "What I typed"}, authorities=only, instance=Risk(authority=authority)
    )
    assert form.is_valid()
    rows = {label: (typed, saved) for label, typed, saved in form.beside(risk)}
    assert rows["Title"] == ("What I typed", "What is saved")
    assert rows["Ambitions"] == ("", "1 Money")
