"""Whoever sees many authorities chooses one before lists offer what it has."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import get_resolver
from lxml.html import fromstring

from deliverables.filters import DeliverableFilter
from deliverables.models import Deliverable
from kpa_tracker.base.people import filters
from kpa_tracker.base.people.filters import CHOOSE_ONE, FEW, AuthorityFilter, way_to_authority
from kpa_tracker.base.people.models import Authority, Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.scrutiny.filters.minuting import QuestionFilter
from kpa_tracker.interfaces.scrutiny.models import AgendaItem
from plans.models import Ambition, Priority
from risks.models import Category
from tests.base.toolkit.test_filters import Asked
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import AppointmentFactory, CommitteeFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db
RECORDS = {"plan", "committee", "lead", "ambition", "supporting", "priority"}


@pytest.fixture
def inspector():
    """Somebody who reads one authority more than are offered with all that they have."""
    person = PersonFactory()
    for _ in range(FEW + 1):
        AppointmentFactory(person=person, role=Role.AUDITOR)
    return person


@pytest.fixture
def one(inspector):
    authority = Authority.objects.filter(pk__in=inspector.authority_ids).earliest("pk")
    return DeliverableFactory(
        plan__authority=authority,
        lead=PostFactory(authority=authority),
        committee=CommitteeFactory(authority=authority),
    )


def facets(user, query="", kind=DeliverableFilter):
    found = kind(QueryDict(query), queryset=Deliverable.objects.all(), request=Asked(user))
    assert found.form.is_valid(), found.form.errors
    return found


def offered(found, name):
    return list(found.form.fields[name].queryset)


def test_before_one_is_chosen_nothing_of_them_is_offered(inspector, one):
    found = facets(inspector)
    assert RECORDS.isdisjoint(found.form.fields)
    assert found.form.fields["authority"].help_text == CHOOSE_ONE
    assert found.form.main_fields[0].name == "authority"
    assert list(found.qs) == [one]


def test_of_the_one_that_is_chosen_everything_is(inspector, one):
    authority, other = one.plan.authority, DeliverableFactory(plan__authority=last_of(inspector))
    found = facets(inspector, f"authority={authority.pk}")
    assert set(found.form.fields) > RECORDS
    assert set(offered(found, "lead")) == set(Post.objects.filter(authority=authority))
    assert [offered(found, "plan"), offered(found, "ambition")] == [[one.plan], [one.ambition]]
    assert found.form.fields["authority"].help_text == ""
    assert [list(found.qs), list(facets(inspector, f"authority={other.plan.authority_id}").qs)] == [[one], [other]]


def test_an_address_that_names_a_record_alone_holds(inspector, one):
    """Dashboards, saved views and bookmarks name a committee and no authority."""
    found = facets(inspector, f"committee={one.committee_id}&lead={one.lead_id}")
    assert [offered(found, "committee"), offered(found, "lead")] == [[one.committee], [one.lead]]
    assert "plan" not in found.form.fields
    assert list(found.qs) == [one]


def test_a_record_of_another_than_is_chosen_finds_nothing_and_is_no_error(inspector, one):
    found = facets(inspector, f"authority={last_of(inspector).pk}&plan={one.plan_id}")
    assert one.plan in offered(found, "plan")
    assert list(found.qs) == []


@pytest.mark.parametrize("value", ["x", "0", "-1", "9" * 30, "1 OR 1"])
@pytest.mark.parametrize("name", ["authority", "plan"])
def test_what_names_nothing_is_refused_and_offers_nothing(inspector, one, name, value):
    found = DeliverableFilter({name: value}, queryset=Deliverable.objects.all(), request=Asked(inspector))
    assert list(found.form.errors) == [name]
    assert not any(offered(found, facet) for facet in RECORDS & set(found.form.fields))


@pytest.mark.parametrize("name", ["authority", "plan"])
def test_nor_does_what_is_not_theirs_to_see(inspector, name):
    plan = DeliverableFactory().plan
    asked = {"authority": plan.authority_id, "plan": plan.pk}[name]
    found = DeliverableFilter({name: str(asked)}, queryset=Deliverable.objects.all(), request=Asked(inspector))
    assert list(found.form.errors) == [name]
    assert not any(offered(found, facet) for facet in RECORDS & set(found.form.fields))


def test_of_few_everything_is_offered_at_once(inspector, one, monkeypatch):
    monkeypatch.setattr(filters, "FEW", FEW + 1)
    found = facets(inspector)
    assert set(found.form.fields) > RECORDS
    assert offered(found, "plan") == [one.plan]


def test_whoever_sees_one_authority_is_not_asked_for_it(editor):
    assert "authority" not in facets(editor).form.fields


def test_the_page_says_what_to_do_and_goes_on_without_javascript(inspector, one, as_person):
    page = fromstring(as_person(inspector).get("/deliverables/").content)
    assert [page.xpath("//select[@name='plan']"), page.xpath("//select[@name='lead']")] == [[], []]
    assert CHOOSE_ONE in page.text_content()
    chosen = fromstring(as_person(inspector).get(f"/deliverables/?authority={one.plan.authority_id}").content)
    assert len(chosen.xpath("//select[@name='plan']/option")) == 2


@pytest.mark.parametrize(
    ("model", "way"),
    [
        (Post, "authority"),
        (Ambition, "plan__authority"),
        (Priority, "plan__authority"),
        (Category, "authority"),
        (Deliverable, "plan__authority"),
        (AgendaItem, "meeting__committee__authority"),
    ],
)
def test_each_record_leads_to_its_authority(model, way):
    assert way_to_authority(model) == way


def kinds(base):
    return {base, *(found for one in base.__subclasses__() for found in kinds(one))}


def test_each_list_of_several_authorities_can_be_narrowed_to_one(inspector):
    """A facet whose records lead to no authority fails here."""
    assert get_resolver().url_patterns  # all lists are known once all pages are
    lists = [kind for kind in kinds(AuthorityFilter) if kind._meta.model]
    assert len(lists) > 12
    for kind in lists:
        found = kind(QueryDict("authority=1"), queryset=kind._meta.model.objects.none(), request=Asked(inspector))
        assert "authority" in found.form.fields


def test_deliverables_that_questions_are_about_are_offered_of_one_authority(inspector, one):
    assert "deliverable" not in facets(inspector, kind=QuestionFilter).form.fields


def last_of(inspector):
    return Authority.objects.filter(pk__in=inspector.authority_ids).latest("pk")
