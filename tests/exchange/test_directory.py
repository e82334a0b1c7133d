"""Posts and committees as a file may call them, and what becomes of names that are not known here."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.models import Post
from kpa_tracker.interfaces.exchange.directory import directory_of, kind_of, plain, plain_body
from tests.factories.people import CommitteeFactory, PostFactory


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chief Executive", "chief  executive"),
        ("A & F", "A and F"),
        ("The Clerk", "Clerk"),
        ("Clerk.", "Clerk"),
        ("Audit Cttee", "Audit Committee"),
        ("Audit Ctee", "Audit Committee"),
        ("Chair’s Group", "Chair's Group"),
        ("Head of HR/Training", "Head of HR Training"),
    ],
)
def test_spellings_of_one_name_are_one(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Clerk", "Clerks"), ("Theatre", "atre"), ("Deputy Clerk", "Clerk"), ("Audit Committee", "Audit")],
)
def test_different_names_stay_different(one, other):
    assert plain(one) != plain(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Audit Committee", "Audit"), ("The Audit Cttee", "audit"), ("Committee", "The Committee"), ("HR Ctee", "HR")],
)
def test_a_body_is_known_with_and_without_the_word_committee(one, other):
    assert plain_body(one) == plain_body(other)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ALL", "everyone"),
        ("All", "post"),
        ("Area lead members", "group"),
        ("All officers", "group"),
        ("Press team", "group"),
        ("Audit Committee", "group"),
        ("Chair of the Audit Committee", "post"),
        ("Head of staff", "post"),
        ("Member champion for staff", "post"),
        ("Lead officers", "post"),
        ("Director of teams", "post"),
        ("Treasurer", "post"),
    ],
)
def test_the_kind_of_a_new_post_is_read_from_its_name(name, kind):
    assert kind_of(name) == kind


@pytest.fixture
def here(authority):
    """Return a function that loads the authority's directory with decisions and a glossary."""
    clerk = PostFactory(authority=authority, title="Clerk to the Authority")
    PostFactory(authority=authority, title="All staff", kind=Post.Kind.EVERYONE)
    PostFactory(title="Treasurer")  # another authority's
    audit = CommitteeFactory(authority=authority, name="Audit and Finance Committee", short_name="A&F")

    def load(meanings=None, **names):
        return directory_of(authority.pk, names, meanings or {})

    load.clerk, load.audit = clerk, audit
    return load


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("clerk to the authority", "Clerk to the Authority"),
        ("CLERK TO AUTHORITY", "Clerk to the Authority"),
        ("ALL", "All staff"),
        ("Treasurer", ""),
        ("Clerk", ""),
    ],
)
def test_a_post_is_found_by_its_name_here(here, name, title):
    assert here().posts.title_of(name) == title


@pytest.mark.parametrize(
    ("name", "known"), [("Audit & Finance", True), ("A and F", True), ("AFC", True), ("Finance", False), ("PSD", False)]
)
def test_a_committee_is_found_by_its_short_name_and_the_files_own_abbreviation(here, name, known):
    meanings = {"AFC": "Audit and Finance Committee (of the Authority)", "PSD": "Professional Standards"}
    assert here(meanings).committees.title_of(name) == ("Audit and Finance Committee" if known else "")


def test_an_archived_post_is_not_here(here, editor):
    Post.objects.filter(pk=here.clerk.pk).update(archived_at="2010-01-01T00:00Z", archived_by=editor)
    assert here().posts.title_of("Clerk to the Authority") == ""


def test_what_is_not_known_is_wanted_once_in_its_first_spelling(here):
    posts = here().posts
    for name in ("Press Officer", "press officer", "Analyst", "ALL"):
        posts.title_of(name)
    assert list(posts.wanted) == ["Press Officer", "Analyst"]
    assert (posts.to_make, posts.left) == ([], ["Press Officer", "Analyst"])


def test_a_name_is_made_left_or_one_that_is_here(here):
    decided = {"Press Officer": "new", "Analyst": "leave", "Secretary": str(here.clerk.pk), "Nobody": "99999"}
    posts = here(posts=decided).posts
    titles = {name: posts.title_of(name) for name in [*decided, "PRESS OFFICER"]}
    assert titles == {
        "Press Officer": "Press Officer",
        "Analyst": "",
        "Secretary": "Clerk to the Authority",
        "Nobody": "",
        "PRESS OFFICER": "Press Officer",
    }
    assert (posts.to_make, posts.left) == (["Press Officer"], ["Analyst", "Nobody"])


def test_a_directory_costs_two_queries(here, django_assert_num_queries):
    with django_assert_num_queries(2):
        here(meanings={"AFC": "Audit and Finance"}, posts={"Clerk": "new"}, committees={"Audit": "new"})
