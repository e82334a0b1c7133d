"""Every computed figure is explained, and every link to an explanation arrives at one."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from deliverables.models.selections import SELECTIONS
from kpa_tracker.interfaces.dashboards.explanations import explanations
from kpa_tracker.interfaces.dashboards.views.boards import HOW
from tests.factories.people import PersonFactory
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db


def anchors():
    return [one.anchor for one in explanations()]


def test_every_flag_and_every_part_of_a_dashboard_is_explained_once():
    assert len(anchors()) == len(set(anchors()))
    assert set(SELECTIONS) <= set(anchors())
    assert set(HOW.values()) <= set(anchors())


def test_the_page_has_every_explanation(as_person):
    page = as_person(PersonFactory()).get(reverse("how-figures")).content.decode()
    for one in explanations():
        assert f'id="{one.anchor}"' in page


def test_every_link_to_an_explanation_arrives(authority, editor, as_person):
    made = rated(PlanFactory(authority=authority), "red")
    client = as_person(editor)
    periods = reverse("period-list", args=[made.plan_id])
    for url in (authority.get_absolute_url(), made.get_absolute_url(), reverse("deliverable-list"), periods):
        found = re.findall(r'href="/how-figures-are-worked-out/#?([^"]*)"', client.get(url).content.decode())
        assert found, url
        assert set(found) - {""} <= set(anchors())


def test_it_takes_a_signed_in_person(client):
    assert client.get(reverse("how-figures")).status_code == 302
