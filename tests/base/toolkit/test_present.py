"""Parts of a page that are empty most of the time are asked for together."""

from __future__ import annotations

import pytest

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.present import present
from tests.factories.people import CommitteeFactory, PostFactory

pytestmark = pytest.mark.django_db


def selected(authority):
    mine = {"authority": authority}
    return {"committees": Committee.objects.filter(**mine).order_by("name"), "posts": Post.objects.filter(**mine)}


def test_where_there_is_nothing_one_query_says_so(authority, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert present(authority, **selected(authority)) == {"committees": [], "posts": []}


def test_only_what_is_there_is_asked_for_and_comes_in_its_order(authority, django_assert_num_queries):
    two = [CommitteeFactory(authority=authority, name=name) for name in ("B", "A")]
    PostFactory()  # another authority's
    with django_assert_num_queries(2):
        found = present(authority, **selected(authority))
    assert found == {"committees": two[::-1], "posts": []}


def test_nothing_asked_is_nothing_answered(authority, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert present(authority) == {}
