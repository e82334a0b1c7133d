"""The Django admin keeps its own forms; ours is only its frame."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

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


def test_lists_have_the_whole_width(index):
    assert "nav-sidebar" not in index


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_no_list_of_the_admin_has_a_style_of_its_own_that_the_policy_forbids(as_person, administrator, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    page = as_person(administrator).get(address).content.decode()
    assert ("<style" in page, " style=" in page) == (False, False)


def test_the_admin_has_none_of_our_inputs(as_person, administrator):
    html = as_person(administrator).get("/admin/people/post/add/").content.decode()
    assert 'name="title"' in html
    assert "govuk-" not in html


def test_the_admin_says_when_it_is_a_demonstration(as_person, administrator, authority, index):
    assert "Demonstration." not in index
    authority.is_demonstration = True
    authority.save()
    assert "Demonstration." in as_person(administrator).get("/admin/").content.decode()
