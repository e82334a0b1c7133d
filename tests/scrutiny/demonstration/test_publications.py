"""The demonstration's plan was made public twice."""

from __future__ import annotations

import pytest
from django.apps import apps

pytestmark = pytest.mark.django_db


def test_two_publications_of_the_large_authority_are_public(demonstration):
    made = apps.get_model("publication", "Publication").objects.public().order_by("number")
    assert [(one.plan.authority.slug, one.number, f"{one.public_from:%Y-%m-%d}") for one in made] == [
        ("kent", 1, "2009-11-06"),
        ("kent", 2, "2010-02-19"),
    ]
    assert all(one.note and one.files.filter(kind="pdf").exists() for one in made)


def test_each_says_what_was_accepted_by_its_day(demonstration):
    made = apps.get_model("publication", "Publication").objects.order_by("number")
    assert [progress_in(one.content) for one in made] == [4, 36]


def progress_in(content):
    """Return of how many deliverables a publication says how they stand."""
    groups = [group for ambition in content["ambitions"] for group in ambition["groups"]]
    return sum(row["progress"] is not None for group in groups for row in group["rows"])


def test_the_public_reads_it_at_once(demonstration, client):
    page = client.get("/public/").content.decode()
    assert "Kent Police Authority (demonstration)" in page
    assert 'href="/public/"' in client.get("/accounts/login/").content.decode()
