"""What stands around every page: the menu of those who may, the authority's name, whether it is a demonstration."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import ResolverMatch

from kpa_tracker.base.people.context import NAVIGATION, navigation, site, words_of_site
from kpa_tracker.base.people.roles import Role
from tests.factories.people import AuthorityFactory, PersonFactory, person_with

EDITING = {"Import", "History"}


@pytest.fixture
def asked(rf):
    """Return a function that makes somebody's request."""

    def ask(person=None, path="/", name="home"):
        request = rf.get(path)
        request.user = person or AnonymousUser()
        request.resolver_match = ResolverMatch(lambda request: None, (), {}, url_name=name)
        return request

    return ask


@pytest.mark.parametrize(
    ("role", "without"),
    [
        ("administrator", set()),
        ("editor", set()),
        ("auditor", {"Import"}),
        ("officer", EDITING),
        ("member", EDITING),
    ],
)
def test_the_menu_has_what_a_person_may_open(db, asked, role, without):
    shown = [label for label, _, _ in navigation(asked(person_with(role)))]
    assert shown == [label for label, _, _ in NAVIGATION if label not in without]


def test_somebody_without_a_post_has_no_menu(db, asked):
    assert navigation(asked(PersonFactory())) == []


@pytest.mark.parametrize(
    ("path", "name", "current"),
    [
        ("/deliverables/", "deliverable-list", ["Deliverables"]),
        ("/deliverables/7/", "deliverable", ["Deliverables"]),
        ("/ambitions/7/", "ambition", ["Dashboard"]),
        ("/posts/7/", "post", ["Committees"]),
        ("/accounts/logout/", "account_logout", []),
    ],
)
def test_the_menu_marks_where_a_page_stands(editor, asked, path, name, current):
    assert [label for label, _, here in navigation(asked(editor, path, name)) if here] == current


def test_an_address_that_leads_nowhere_marks_nothing(editor, asked):
    request = asked(editor, "/nowhere/")
    request.resolver_match = None
    assert not any(here for _, _, here in navigation(request))


@pytest.mark.parametrize(("day", "demonstration"), [("2010-04-12", True), (None, False)])
def test_before_anybody_has_signed_in_the_installations_day_says_that_it_is_a_demonstration(
    asked, settings, day, demonstration
):
    settings.DEMONSTRATION_DATE = day
    assert words_of_site(asked()) == {"nav": [], "authority": None, "demonstration": demonstration}


def test_a_request_that_never_met_a_person_is_a_visitors(rf, settings):
    settings.DEMONSTRATION_DATE = None
    assert words_of_site(rf.get("/"))["nav"] == []


@pytest.mark.parametrize("demonstration", [True, False])
def test_the_authority_is_named_where_it_is_one(db, asked, demonstration):
    authority = AuthorityFactory(is_demonstration=demonstration)
    found = words_of_site(asked(person_with(Role.OFFICER, authority=authority)))
    assert (found["authority"], found["demonstration"]) == (authority, demonstration)


def test_of_two_authorities_none_is_named(officer, asked):
    other = person_with(Role.EDITOR)
    other.appointments.update(person=officer)
    person = type(officer).objects.get(pk=officer.pk)
    assert words_of_site(asked(person))["authority"] is None


def test_the_words_are_worked_out_once_a_request(editor, asked, django_assert_num_queries):
    request = asked(editor)
    first = site(request)
    with django_assert_num_queries(0):
        assert site(request) is first
