"""What a report judged stands on its page: points, what it asks for there, the country's grades and their sum."""

from __future__ import annotations

import datetime

import pytest

from targets.models import Inspection
from tests.factories.inspections import InspectionFactory, JudgementFactory, RecommendationFactory
from tests.factories.people import PostFactory
from tests.factories.targets import GradeScaleFactory

pytestmark = pytest.mark.django_db
ARROWS = ("↑", "→", "↓")


@pytest.fixture
def inspection(authority):
    return InspectionFactory(authority=authority, scale=GradeScaleFactory(authority=authority), forces=43)


def judged(inspection, word="Fair", counts=(), **values):
    """Add a judgement with a grade, and so many forces for each grade of the scale from the worst on."""
    grades = list(inspection.scale.grades.order_by("rank"))
    grade = next(one for one in grades if one.word == word)
    judgement = JudgementFactory(inspection=inspection, grade=grade, **values)
    for one, forces in zip(grades, counts, strict=False):
        judgement.distribution.create(grade=one, forces=forces)
    return judgement


def page_of(client, inspection):
    return client.get(inspection.get_absolute_url())


def test_its_points_and_what_it_asks_for_stand_under_each_area(inspection, member, as_person):
    one = judged(inspection, area="Leadership", strengths="- Seen often.", in_progress="- Two reviews.")
    judged(inspection, area="Contact")
    RecommendationFactory(inspection=inspection, judgement=one, text="Start a scheme for suggestions.")
    RecommendationFactory(inspection=inspection, text="Of the report as a whole.")
    html = page_of(as_person(member), inspection).content.decode()
    within = html[html.index("What it says of each area") : html.index('id="recommendations"')]
    for words in ("Seen often.", "Two reviews.", "Start a scheme for suggestions."):
        assert words in within
    assert "Of the report as a whole." not in within
    assert "Contact" not in within


def test_the_countrys_grades_stand_in_words_and_with_their_sum(inspection, member, as_person):
    judged(inspection, counts=(4, 18, 20, 1), strengths="- Seen often.")
    response = page_of(as_person(member), inspection)
    html = response.content.decode()
    assert "In the country: Poor 4, Fair 18, Good 20, Excellent 1 of 43 forces." in html
    assert "Every row that gives it adds up to 43." in html
    assert response.context["differing"] == []


def test_a_sum_that_differs_from_the_forces_inspected_is_said(inspection, member, as_person):
    judged(inspection, counts=(4, 18, 20, 1))
    wrong = judged(inspection, area="Leadership", counts=(4, 18, 20, 0))
    response = page_of(as_person(member), inspection)
    assert [area.judgement for area in response.context["differing"]] == [wrong]
    html = response.content.decode()
    assert "1 distribution of the country's grades adds up to another number than the 43 forces inspected" in html
    assert f"{wrong} (42)" in html
    assert "adds up to 43" not in html


def test_a_report_without_distributions_shows_no_empty_columns(inspection, member, as_person):
    judged(inspection)
    html = page_of(as_person(member), inspection).content.decode()
    assert "Forces of the country graded" not in html
    assert "Poor, Fair, Good, Excellent, from the worst to the best" in html


def test_the_states_of_what_it_asks_for_add_up_and_lead_to_the_tracker(inspection, member, as_person):
    RecommendationFactory(inspection=inspection)
    RecommendationFactory(inspection=inspection, state="in_progress", owner=PostFactory(authority=inspection.authority))
    RecommendationFactory(inspection=InspectionFactory(authority=inspection.authority))
    client = as_person(member)
    states = page_of(client, inspection).context["by_state"]
    assert sum(number for _, number, _ in states) == 2
    for label, number, url in states:
        assert client.get(url).context["table"].paginator.count == number, label


@pytest.mark.parametrize("needs", [True, False])
def test_comments_are_shown_where_the_report_asks_for_them(inspection, member, as_person, needs):
    one = RecommendationFactory(inspection=inspection, remains="A second room.")
    Inspection.objects.filter(pk=inspection.pk).update(needs_comments=needs)
    client = as_person(member)
    html = page_of(client, inspection).content.decode()
    assert ("None yet" in html, "A second room." in html) == (needs, not needs)
    assert ("The office&#x27;s comment" in client.get(one.get_absolute_url()).content.decode()) is False
    assert ("The office's comment" in client.get(one.get_absolute_url()).content.decode()) is needs


# --- Scales of different eras -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "now"), [("Poor", "Met"), ("Excellent", "Not met"), ("Fair", "Partly met")])
def test_no_arrow_is_drawn_between_scales_of_different_eras(inspection, authority, member, as_person, before, now):
    """The same area was judged twice, on two scales: neither page says that it went up, down or stayed."""
    judged(inspection, before, area="Custody", travel="not_graded")
    words = ("Not met", "Partly met", "Met")
    later = InspectionFactory(
        authority=authority,
        scale=GradeScaleFactory(authority=authority, era="2009 on", grades=words),
        published_on=datetime.date(2009, 10, 12),
    )
    judged(later, now, area="Custody", travel="not_graded")
    client = as_person(member)
    for one in (inspection, later):
        html = page_of(client, one).content.decode()
        assert [arrow for arrow in ARROWS if arrow in html] == []
        assert "Grades of another scale or time are not compared with these." in html
    for address in ("/inspections/", authority.get_absolute_url()):
        assert [arrow for arrow in ARROWS if arrow in client.get(address).content.decode()] == []


@pytest.mark.parametrize(("travel", "arrow"), [("improved", "↑"), ("stable", "→"), ("declined", "↓")])
def test_an_arrow_is_the_reports_own_direction_of_travel_with_its_word(inspection, member, as_person, travel, arrow):
    judged(inspection, travel=travel)
    assert f"{arrow} {travel.capitalize()}" in page_of(as_person(member), inspection).content.decode()
