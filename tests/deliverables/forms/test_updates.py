"""The update's form: what it asks of whom, what it hands over, and what a review needs."""

from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict

from deliverables.forms.updates import (
    ReviewForm,
    SeenField,
    UpdateForm,
    answers_of,
    as_seen,
    points_of,
    unchanged_since,
)
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PostFactory
from tests.factories.plans import ScaleFactory

NOTHING = (0, 0)


@pytest.fixture
def form(deliverable):
    """Return a function that fills the form in for the deliverable."""

    def fill(is_late=False, of=deliverable, **answers):
        data = QueryDict(mutable=True)
        data.update(answers)
        made = UpdateForm(data, {}, deliverable=of, is_late=is_late)
        made.full_clean()
        return made

    return fill


@pytest.mark.parametrize(
    ("text", "seen"),
    [("3.12", (3, 12)), ("0.0", NOTHING), ("", NOTHING), (None, NOTHING), ("3", NOTHING), ("3.12.1", NOTHING),
     ("-1.2", NOTHING), ("1.x", NOTHING), ("9999999999.1", NOTHING), ("१.२", NOTHING)],
)  # fmt: skip
def test_what_was_seen_is_a_number_and_a_version_or_nothing(text, seen):
    assert SeenField(required=False).clean(text) == seen


def test_what_was_seen_is_written_as_it_is_read(submitted):
    assert as_seen(submitted) == f"{submitted.number}.{submitted.version}"
    assert SeenField().clean(as_seen(submitted)) == (submitted.number, submitted.version)
    assert as_seen(None) == "0.0"


def test_the_scale_is_offered_best_first(authority):
    scale = ScaleFactory(authority=authority, points=("amber", "red", "amber_red", "green", "amber_green"))
    one = DeliverableFactory(plan__authority=authority, plan__scale=scale)
    assert [point.code for point in points_of(one)] == ["green", "amber_green", "amber", "amber_red", "red"]
    made = UpdateForm(deliverable=one, is_late=False)
    assert [code for code, _ in made.fields["forecast"].choices] == ["", *(point.code for point in points_of(one))]


@pytest.mark.parametrize("field", ["rating", "forecast"])
@pytest.mark.parametrize(
    ("code", "fits"), [("green", True), ("red", True), ("", True), ("amber_red", False), ("blue", False)]
)
def test_only_a_rating_of_the_plans_scale_is_taken(form, field, code, fits):
    assert (field not in form(**{field: code}).errors) == fits


@pytest.mark.parametrize(("stage", "fits"), [("in_progress", True), ("complete", True), ("", True), ("done", False)])
def test_only_a_known_stage_is_taken(form, stage, fits):
    assert ("stage" not in form(stage=stage).errors) == fits


def test_the_reason_for_still_green_is_asked_only_of_what_is_late(form):
    assert "late_reason" not in form().fields
    assert "late_reason" in form(is_late=True).fields
    assert form(late_reason="Nearly there").content()["late_reason"] is None
    assert form(is_late=True, late_reason="Nearly there").content()["late_reason"] == "Nearly there"


def test_a_draft_may_be_empty(form):
    made = form()
    assert made.errors == {}
    assert not any(made.content().values())


def test_posts_are_those_of_the_authority_and_those_that_answer_for_it(form, deliverable, post, authority):
    support, other, elsewhere = PostFactory(authority=authority), PostFactory(authority=authority), PostFactory()
    deliverable.supporting.add(support)
    by = {name: set(form().fields[name].queryset) for name in ("recovery_by", "on_behalf_of")}
    assert by == {"recovery_by": {post, support, other}, "on_behalf_of": {post, support}}
    assert "recovery_by" in form(recovery_by=elsewhere.pk).errors
    assert "on_behalf_of" in form(on_behalf_of=other.pk).errors


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 June 2010", datetime.date(2010, 6, 30)),
        ("30/6/2010", datetime.date(2010, 6, 30)),
        ("", None),
        ("June 2010", "wrong"),
        ("soon", "wrong"),
    ],
)
def test_the_return_to_green_is_a_day(form, text, day):
    made = form(green_on=text)
    assert made.errors.get("green_on") if day == "wrong" else made.cleaned_data["green_on"] == day


def test_two_texts_are_laid_beside_each_other_where_either_says_something(form, submitted):
    rows = form(rating="amber", stage="in_progress", done="Mine", cause="Late").beside(submitted)
    assert {question: texts for question, *texts in rows} == {
        "How far is it?": ["In progress", "In progress"],
        "How do you rate it now?": ["Amber", "Green"],
        "Why is it not green?": ["Late", ""],
        "How will it stand at the end of the year?": ["", "Green"],
        "What was done?": ["Mine", "The draft was written."],
    }


def test_the_next_sending_counts_as_written_in_view_of_what_was_shown(form, submitted):
    made = form(seen="0.0")
    made.has_now_seen(submitted)
    assert made["seen"].value() == as_seen(submitted)


def test_a_form_on_a_version_starts_with_its_answers(submitted):
    start = answers_of(submitted)
    assert (start["rating"], start["done"], start["seen"]) == ("green", "The draft was written.", as_seen(submitted))


def test_where_nothing_has_changed_the_last_judgement_holds_and_its_words_do_not(deliverable, earlier_period):
    before = ProgressUpdateFactory(
        deliverable=deliverable, period=earlier_period, rating="amber", cause="Ill", late_reason="Soon", done="Much"
    )
    start = unchanged_since(before)
    assert (start["rating"], start["cause"], start["seen"]) == ("amber", "Ill", "0.0")
    assert start["done"] == "No change since Quarter 3, October to December 2009."
    assert "late_reason" not in start


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"seen": "1", "decision": "accept"}, set()),
        ({"seen": "1", "decision": "send_back", "reason": "Say more."}, set()),
        ({"seen": "1"}, {"decision"}),
        ({"seen": "1", "decision": "perhaps"}, {"decision"}),
        ({"decision": "accept"}, {"seen"}),
        ({}, {"seen", "decision"}),
    ],
)
def test_a_review_is_a_decision_on_what_was_seen(answers, wrong, deliverable):
    assert set(ReviewForm(answers, deliverable=deliverable).errors) == wrong
