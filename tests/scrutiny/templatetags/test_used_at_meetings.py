"""An officer sees at which meetings their deliverable was asked about and rated, beside the packs that show it."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from kpa_tracker.interfaces.scrutiny.actions import withdraw
from tests.factories.packs import oversight
from tests.factories.scrutiny import CommitteeRatingFactory, QuestionFactory
from tests.scrutiny.templatetags.test_packs import drawn

pytestmark = pytest.mark.django_db


def words(shown):
    """The text of what is shown, on one line."""
    return " ".join(strip_tags(shown).split())


@pytest.fixture
def over(authority):
    return oversight(authority)


@pytest.fixture
def rating(over):
    return CommitteeRatingFactory(deliverable=over.red, meeting=over.made["action"].meeting, minute="10/7")


@pytest.fixture
def question(over):
    asked = {"committee": over.committee, "meeting": over.made["coming"], "deliverable": over.red}
    return QuestionFactory(text="Who counts it now?", **asked)


def test_a_meeting_that_rated_it_is_named_with_its_rating_and_minute(over, rating, officer):
    shown = drawn("used_in", over.red, officer)
    assert (rating.get_absolute_url() in shown, rating.meeting.get_absolute_url() in shown) == (True, True)
    assert "Meeting of Audit Committee, 16 March 2010 rated it Red minute 10/7: how the meeting of" in words(shown)


def test_a_meeting_at_which_it_was_asked_about_is_named_with_the_question(over, question, officer):
    shown = drawn("used_in", over.red, officer)
    assert question.get_absolute_url() in shown
    assert "Meeting of Audit Committee, 18 May 2010 asked about it: Who counts it now?" in words(shown)


def test_what_was_asked_at_no_meeting_or_taken_back_is_not_named(over, question, rating, officer, editor):
    for one in (question, rating):
        withdraw(one, reason="Another item.", seen=1, by=editor)
    QuestionFactory(committee=over.committee, deliverable=over.red, text="By the way?")
    assert "no meeting asked about it or rated it" in drawn("used_in", over.red, officer)


def test_what_is_about_another_deliverable_is_not_named(over, question, rating, officer):
    assert "no meeting asked about it or rated it" in drawn("used_in", over.green, officer)


def test_a_long_question_is_cut(over, question, officer):
    type(question).objects.update(text="Why? " * 100)
    assert words(drawn("used_in", over.red, officer)).endswith("Why?…")


def test_a_stranger_sees_nothing_of_it(over, question, rating, stranger):
    assert drawn("used_in", over.red, stranger).strip() == ""


def test_it_costs_the_same_for_three(over, question, rating, officer, django_assert_num_queries):
    officer.has_perm("scrutiny.view_pack", over.red.plan)
    for _ in range(2):
        red = type(over.red).objects.select_related("plan").get(pk=over.red.pk)
        with django_assert_num_queries(5):
            drawn("used_in", red, officer)
        for _ in range(2):
            asked = {"committee": over.committee, "meeting": over.made["coming"], "deliverable": over.red}
            QuestionFactory(**asked)
