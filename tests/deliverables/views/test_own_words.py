"""A plan's own words for its ratings stand wherever a rating of it is shown; each row has those of its own plan."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.urls import reverse

from deliverables.models import ProgressUpdate
from tests.factories.people import PersonFactory
from tests.factories.plans import PlanFactory
from tests.factories.progress import rated
from tests.factories.targets import MeasureFactory

pytestmark = pytest.mark.django_db
LIST = "/deliverables/"


@pytest.fixture
def plan(authority):
    """A plan that calls red "Not achieved", and amber "Partly achieved"."""
    made = PlanFactory(authority=authority, scale__authority=authority)
    made.scale.points.filter(code="red").update(word="Not achieved")
    made.scale.points.filter(code="amber").update(word="Partly achieved")
    return made


@pytest.fixture
def other(authority):
    """Another plan of the authority, with plain words."""
    return PlanFactory(authority=authority, scale__authority=authority)


@pytest.fixture
def reading(editor, as_person):
    """Return a function that reads the ratings on a page, in their order."""
    client = as_person(editor)

    def words(url, **asked):
        page = client.get(url, asked).content.decode()
        return re.findall(r'class="app-rating app-rating--[a-z-]+">([^<]+)<', page)

    return words


def test_each_row_of_the_list_has_the_word_of_its_own_plan(plan, other, reading):
    rated(plan, "red")
    rated(other, "red")
    assert reading(LIST) == ["Not achieved", "Red"]


def test_a_file_says_the_word_of_each_rows_plan(plan, other, editor, as_person):
    rated(plan, "red")
    rated(other, "red")
    answer = as_person(editor).get(LIST, {"export": "csv"})
    exported = b"".join(answer.streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(exported))
    assert [row[heading.index("Rating")] for row in rows] == ["Not achieved", "Red"]


def test_the_filter_offers_the_plans_words_where_they_agree(plan, authority, editor, as_person):
    def offered():
        return dict(as_person(editor).get(LIST).context["filter"].form.fields["rating"].choices)

    assert (offered()["red"], offered()["none"]) == ("Not achieved", "Not rated")
    PlanFactory(authority=authority, scale__authority=authority)
    assert (offered()["red"], offered()["green"]) == ("Red", "Green")


def test_the_record_and_its_updates_say_the_plans_words(plan, reading):
    made = rated(plan, "red", update={"forecast": "amber"})
    for name in ("deliverable", "deliverable-updates"):
        shown = reading(reverse(name, args=[made.pk]))
        assert {"Not achieved", "Partly achieved"} == set(shown), name


def test_a_colour_that_left_the_scale_keeps_its_plain_word(plan, reading):
    rated(plan, "amber_red")
    assert reading(LIST) == ["Amber/Red"]


def test_a_sentence_of_the_system_says_the_plans_word(plan, editor, as_person):
    made = rated(plan, "red", stage="complete")
    page = as_person(editor).get(made.get_absolute_url()).content.decode()
    assert "Marked complete, but rated not achieved: was it achieved or not?" in page


def test_a_reviewer_reads_the_plans_word(plan, reading):
    made = rated(plan, "red", update={"state": ProgressUpdate.State.SUBMITTED, "submitted_by": PersonFactory()})
    assert "Not achieved" in reading(reverse("update-review", args=[made.latest_id]))
    assert reading(reverse("my-work")) == ["Not achieved"]


def test_a_measure_names_what_rests_on_it_with_the_plans_word(plan, authority, reading):
    measure = MeasureFactory(authority=authority)
    rated(plan, "red").measures.add(measure)
    assert "Not achieved" in reading(measure.get_absolute_url())
