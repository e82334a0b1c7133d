"""The post above a post: entered in the admin, of the same authority, never in a circle."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.actions import amend, enter
from kpa_tracker.base.people.models import Post
from tests.factories.people import PostFactory


@pytest.fixture
def clerk(authority):
    return PostFactory(authority=authority, title="Clerk")


@pytest.fixture
def officer_post(authority, clerk):
    """The policy officer's post, which answers to the clerk."""
    return PostFactory(authority=authority, title="Policy Officer", answers_to=clerk)


def answer_to(post, other, *, by):
    return amend(post, seen=post.version, changes={"answers_to": other}, by=by)


def test_a_post_answers_to_another_and_the_history_says_so(authority, clerk, administrator):
    deputy = enter(Post(authority=authority, title="Deputy", answers_to=clerk), by=administrator)
    answer_to(deputy, None, by=administrator)
    assert [event.changes["answers_to"] for event in history_of(deputy)] == [["Clerk", None], [None, "Clerk"]]


def test_a_post_of_another_authority_is_refused(clerk, administrator):
    with pytest.raises(ValidationError, match="another authority"):
        answer_to(clerk, PostFactory(), by=administrator)


def test_no_post_answers_to_itself_by_any_way(authority, clerk, officer_post, administrator):
    clerks_own = PostFactory(authority=authority, title="Typist", answers_to=officer_post)
    for other in (clerk, officer_post, clerks_own):
        with pytest.raises(ValidationError, match="answers to Clerk already"):
            answer_to(Post.objects.get(title="Clerk"), other, by=administrator)
    assert clerks_own.above() == [officer_post, clerk]


def test_the_database_refuses_a_post_above_itself(clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=clerk.pk).update(answers_to=clerk)


def test_a_circle_that_is_there_all_the_same_is_walked_round_once(clerk, officer_post):
    Post.objects.filter(pk=clerk.pk).update(answers_to=officer_post)
    assert Post.objects.get(pk=officer_post.pk).above() == [clerk, officer_post]


def test_an_administrator_says_it_in_the_admin(authority, clerk, administrator, as_person):
    client, page = as_person(administrator), reverse("admin:people_post_add")
    rows = {"appointments-TOTAL_FORMS": "0", "appointments-INITIAL_FORMS": "0"}
    sent = {"authority": authority.pk, "title": "Deputy", "kind": "post", "answers_to": clerk.pk, **rows}
    assert client.post(page, sent).status_code == 302
    assert Post.objects.get(title="Deputy").answers_to == clerk
    assert client.post(page, {**sent, "title": "Other", "answers_to": PostFactory().pk}).status_code == 200
    assert not Post.objects.filter(title="Other").exists()
