"""The Django admin keeps its own forms; ours is only its frame."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(as_person, administrator):
    return as_person(administrator).get("/admin/").content.decode()


def test_the_admin_leads_back_to_the_site_once(index):
    assert index.count("Back to the plan tracker") == 1
    assert "View site" not in index


def test_the_admin_shows_no_list_that_would_always_be_empty(index):
    assert "Deliverables" in index
    assert "Recent actions" not in index


def test_the_admin_has_none_of_our_inputs(as_person, administrator):
    html = as_person(administrator).get("/admin/people/post/add/").content.decode()
    assert 'name="title"' in html
    assert "govuk-" not in html


def test_the_admin_says_when_it_is_a_demonstration(as_person, administrator, authority, index):
    assert "Demonstration." not in index
    authority.is_demonstration = True
    authority.save()
    assert "Demonstration." in as_person(administrator).get("/admin/").content.decode()
