"""A dashboard and a person's work say a plan's own words for its ratings."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated

pytestmark = pytest.mark.django_db
WORD = "Not achieved"


@pytest.fixture
def plan(authority):
    """A plan that calls red "Not achieved"."""
    made = PlanFactory(authority=authority, scale__authority=authority)
    made.scale.points.filter(code="red").update(word=WORD)
    return made


def test_the_figures_the_charts_and_the_worst_say_the_plans_word(plan, authority, editor, as_person):
    rated(plan, "red")
    response = as_person(editor).get(authority.get_absolute_url())
    context = response.context
    assert [one.label for one in context["rating_figures"]] == [WORD, "Amber", "Green", "Not rated"]
    for chart in (context["stage_chart"], *(drawn for drawn, _ in context["charts"])):
        assert chart.columns[1] == WORD
        assert "1 not achieved" in chart.description
        assert [part.word for bar in chart.bars for part in bar.segments] == [WORD]
    assert 'app-rating--red">Red' not in response.content.decode()


def test_my_work_says_the_plans_word(plan, authority, officer, as_person):
    lead = PostFactory(authority=authority)
    officer.appointments.update(post=lead)
    rated(plan, "red", lead=lead)
    page = as_person(officer).get(reverse("my-work")).content.decode()
    assert f'app-rating--red">{WORD}' in page
