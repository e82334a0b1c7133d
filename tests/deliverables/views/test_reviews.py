"""The page on which somebody else decides on what was submitted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.actions.updates import NOTHING_SEEN, save_draft, submit_update
from deliverables.models import ProgressUpdate
from tests.factories.deliverables import EvidenceFactory, ProgressUpdateFactory
from tests.factories.situations import GREEN

State = ProgressUpdate.State


@pytest.fixture
def previous(deliverable, earlier_period, owner):
    return ProgressUpdateFactory(
        deliverable=deliverable,
        period=earlier_period,
        state=State.ACCEPTED,
        written_by=owner,
        done="The first draft was circulated.",
        next_steps="Consultation until March.",
        latest=True,
    )


def errors_of(response):
    return {field: list(texts) for field, texts in response.context["form"].errors.items()}


@pytest.fixture
def review(submitted):
    return reverse("update-review", args=[submitted.pk])


def test_an_editor_accepts_what_was_submitted(as_person, editor, review, submitted):
    response = as_person(editor).post(review, {"seen": submitted.version, "decision": "accept"})
    submitted.refresh_from_db()
    assert (response.status_code, submitted.state, submitted.reviewed_by) == (302, State.ACCEPTED, editor)


def test_an_editor_sends_back_what_was_submitted(as_person, editor, review, submitted):
    data = {"seen": submitted.version, "decision": "send_back", "reason": "Which draft?"}
    assert as_person(editor).post(review, data).status_code == 302
    submitted.refresh_from_db()
    assert (submitted.state, submitted.sent_back_reason) == (State.SENT_BACK, "Which draft?")


def test_sending_back_without_a_reason_is_refused_beside_the_question(as_person, editor, review, submitted):
    response = as_person(editor).post(review, {"seen": submitted.version, "decision": "send_back"})
    assert (response.status_code, list(errors_of(response))) == (422, ["reason"])


def test_a_review_without_a_decision_is_refused(as_person, editor, review, submitted):
    assert list(errors_of(as_person(editor).post(review, {"seen": submitted.version}))) == ["decision"]


def test_the_reviewer_reads_the_text_and_the_update_before_it(as_person, editor, review, previous):
    page = as_person(editor).get(review).content.decode()
    assert ["The draft was written." in page, "The first draft was circulated." in page] == [True, True]


@pytest.mark.parametrize("who", ["owner", "officer", "member", "auditor", "stranger"])
def test_who_does_not_review_finds_nothing_to_review(who, as_person, review, submitted, request):
    client = as_person(request.getfixturevalue(who))
    data = {"seen": submitted.version, "decision": "accept"}
    assert (client.get(review).status_code, client.post(review, data).status_code) == (404, 404)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_an_editor_does_not_review_their_own_update(as_person, editor, administrator, deliverable, period):
    own = submit_update(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=editor)
    url = reverse("update-review", args=[own.pk])
    assert as_person(editor).get(url).status_code == 404
    assert as_person(administrator).get(url).status_code == 200


def test_a_draft_is_nobodys_to_review(as_person, editor, owner, deliverable, period):
    draft = save_draft(deliverable, period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    assert as_person(editor).get(reverse("update-review", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_review_asks_the_same_number_of_queries_however_much_there_is(
    count, as_person, editor, review, deliverable, previous, django_assert_num_queries
):
    EvidenceFactory.create_batch(count, deliverable=deliverable)
    client = as_person(editor)
    with django_assert_num_queries(9):
        client.get(review)


def test_a_reviewer_may_rate_it_themselves_and_everybody_reads_both(as_person, editor, officer, deliverable, review):
    seen = ProgressUpdate.objects.get().version
    as_person(editor).post(review, {"seen": seen, "decision": "accept", "rating": "amber"})
    page = as_person(officer).get(deliverable.get_absolute_url()).content.decode()
    assert f"{editor} would rate it:" in page
    assert ProgressUpdate.objects.get().rating == "green"


def test_a_reviewer_is_offered_the_plans_own_ratings(as_person, editor, review, submitted):
    offered = as_person(editor).get(review).context["form"].fields["rating"].choices
    assert [code for code, _ in offered] == ["", "green", "amber", "red"]
    refused = as_person(editor).post(review, {"seen": submitted.version, "decision": "accept", "rating": "amber_red"})
    assert list(errors_of(refused)) == ["rating"]
