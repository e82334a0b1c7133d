"""What an update cannot be submitted without, all at once and field by field; each refusal with its permitted twin."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from deliverables.actions.completeness import only_what_applies, refuse_incomplete
from tests.factories.deliverables import EvidenceFactory
from tests.factories.people import PostFactory
from tests.factories.situations import GREEN

YESTERDAY, TODAY = datetime.date(2010, 4, 11), datetime.date(2010, 4, 12)


def missing(deliverable, content, *, brings_evidence=False):
    try:
        refuse_incomplete(deliverable, content, brings_evidence=brings_evidence)
    except ValidationError as error:
        return {field: texts[0] for field, texts in error.message_dict.items()}
    return {}


def test_a_green_update_needs_its_stage_rating_and_words(deliverable):
    assert missing(deliverable, GREEN) == {}
    assert missing(deliverable, {}) == {
        "stage": "Say how far the work has come.",
        "rating": "Choose a rating.",
        "done": "Say what was done, or that nothing has changed.",
    }


@pytest.mark.parametrize("field", ["stage", "rating", "done"])
@pytest.mark.parametrize("nothing", ["", None])
def test_each_of_them_is_asked_for_by_itself(deliverable, field, nothing):
    assert set(missing(deliverable, {**GREEN, field: nothing})) == {field}


@pytest.mark.parametrize("field", ["cause", "recovery", "recovery_by", "green_on"])
def test_an_amber_update_needs_its_whole_recovery(deliverable, amber, field):
    assert missing(deliverable, amber) == {}
    assert set(missing(deliverable, {**amber, field: None})) == {field}


@pytest.mark.parametrize("rating", ["amber", "red"])
def test_work_that_is_cancelled_needs_its_cause_and_no_recovery(deliverable, rating):
    content = {**GREEN, "stage": "cancelled", "rating": rating}
    assert set(missing(deliverable, content)) == {"cause"}
    assert missing(deliverable, {**content, "cause": "No money."}) == {}


def test_cancelled_work_need_not_be_rated(deliverable):
    assert missing(deliverable, {**GREEN, "stage": "cancelled", "rating": ""}) == {}


@pytest.mark.parametrize("field", ["rating", "forecast"])
def test_a_rating_that_the_scale_lacks_is_refused(deliverable, field):
    assert missing(deliverable, {**GREEN, field: "amber_green"})[field] == "This plan's scale has no such rating."


@pytest.mark.parametrize("field", ["recovery_by", "on_behalf_of"])
def test_a_post_of_another_authority_is_refused(deliverable, amber, post, field):
    assert missing(deliverable, {**amber, field: post}) == {}
    assert missing(deliverable, {**amber, field: PostFactory()})[field] == "This post belongs to another authority."


@pytest.mark.parametrize(("day", "fits"), [(YESTERDAY, False), (TODAY, True), (datetime.date(2011, 1, 1), True)])
def test_the_return_to_green_lies_ahead(deliverable, amber, day, fits):
    assert ("green_on" not in missing(deliverable, {**amber, "green_on": day})) == fits


def test_closed_work_may_have_returned_to_green_long_ago(deliverable, amber):
    content = {**amber, "stage": "cancelled", "green_on": YESTERDAY}
    assert missing(deliverable, content) == {}


@pytest.mark.parametrize(("rating", "asks"), [("green", True), ("amber", False), ("red", False)])
def test_late_and_still_green_needs_a_reason(late_deliverable, amber, rating, asks):
    content = {**amber, "rating": rating} if rating != "green" else GREEN
    assert ("late_reason" in missing(late_deliverable, content)) == asks
    assert missing(late_deliverable, {**content, "late_reason": "The printer delivers on Monday."}) == {}


# --- Complete is a claim: something has to show it ---
COMPLETE = {**GREEN, "stage": "complete"}


def test_completion_without_evidence_is_refused(deliverable):
    assert missing(deliverable, COMPLETE) == {"evidence": "Attach or link something that shows it is complete."}


def test_evidence_that_comes_with_it_shows_completion(deliverable):
    assert missing(deliverable, COMPLETE, brings_evidence=True) == {}


def test_evidence_that_stands_beside_it_shows_completion(deliverable):
    EvidenceFactory(deliverable=deliverable)
    assert missing(deliverable, COMPLETE) == {}


def test_evidence_that_was_withdrawn_shows_nothing(deliverable, editor):
    day = datetime.datetime(2010, 2, 1, tzinfo=datetime.timezone.utc)
    EvidenceFactory(deliverable=deliverable, withdrawn_at=day, withdrawn_by=editor)
    assert set(missing(deliverable, COMPLETE)) == {"evidence"}


def test_everything_that_is_wrong_is_said_at_once(deliverable):
    content = {"stage": "complete", "rating": "amber", "forecast": "blue", "recovery_by": PostFactory()}
    found = missing(deliverable, content)
    assert set(found) == {"done", "cause", "forecast", "recovery_by", "evidence"}


# --- Answers to questions that do not arise ---


def test_a_recovery_is_dropped_once_it_is_green_again(deliverable, amber):
    kept = only_what_applies(deliverable, {**amber, "rating": "green"})
    assert [kept[name] for name in ("cause", "recovery", "recovery_by", "green_on")] == ["", "", None, None]
    assert kept["done"] == amber["done"]


def test_a_recovery_is_kept_while_it_is_not(deliverable, amber):
    kept = only_what_applies(deliverable, amber)
    assert {name: kept[name] for name in amber} == amber


@pytest.mark.parametrize(("rating", "kept"), [("green", "Nearly there."), ("amber", ""), ("", "")])
def test_the_reason_for_still_green_is_kept_only_where_it_is(late_deliverable, rating, kept):
    content = {**GREEN, "rating": rating, "late_reason": "Nearly there."}
    assert only_what_applies(late_deliverable, content)["late_reason"] == kept


def test_in_time_there_is_no_reason_to_keep(deliverable):
    assert only_what_applies(deliverable, {**GREEN, "late_reason": "Nearly there."})["late_reason"] == ""
