"""The page of a deliverable: judged beside computed, who answers for it, and what this person may do with it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from deliverables.models import DeadlineRequest, ProgressUpdate
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.people.roles import Role
from tests.factories.deliverables import (
    DeadlineRequestFactory,
    DeliverableFactory,
    EvidenceFactory,
    MeasurementFactory,
    ProgressUpdateFactory,
    SubItemFactory,
)
from tests.factories.people import CommitteeFactory, PersonFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.progress import quarter, rated
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db
TABS = ["deliverable", "deliverable-updates", "deliverable-history"]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, scale__authority=authority)


def page(client, deliverable, name="deliverable"):
    return client.get(reverse(name, args=[deliverable.pk]))


def text(response):
    return " ".join(response.content.decode().split())


def offered(response):
    return [label for label, _, _ in response.context["page_actions"]]


# --- What it shows ----------------------------------------------------------------------------------------------------


def test_the_judged_rating_stands_beside_what_is_computed(plan, editor, as_person):
    made = rated(plan, "green", due="March 2010", update={"forecast": "amber"})
    html = text(page(as_person(editor), made))
    judged, computed = html.split("Worked out by the system")
    assert "Green" in judged.split("Judged by its owner")[1]
    assert "Rated green although the deadline passed 12 days ago." in computed
    assert "/how-figures-are-worked-out/" in computed


def test_the_wording_for_the_public_is_shown_beside_the_internal_words(plan, editor, as_person):
    made = rated(plan, "green", update={"public_wording": "The survey has begun."})
    for name in TABS[:2]:
        assert 'What the public may read</dt><dd class="app-kept-lines">The survey has begun.' in text(
            page(as_person(editor), made, name)
        )


def test_the_plans_own_word_for_a_rating_is_shown(plan, editor, as_person):
    plan.scale.points.filter(code="green").update(word="Achieved to date")
    assert "Achieved to date" in text(page(as_person(editor), rated(plan, "green")))


def test_owners_measurements_parts_priorities_evidence_and_risks_are_shown(plan, authority, editor, as_person):
    helper = PostFactory(authority=authority, title="Head of Estates")
    lead = PostFactory(authority=authority, title="Chief Executive")
    made = rated(plan, "amber", lead=lead, committee=CommitteeFactory(authority=authority, name="HR Committee"))
    made.supporting.add(helper)
    made.priorities.add(PriorityFactory(plan=plan, title="Safer streets"))
    for words in ("Signed by the board", "Published by May"):
        MeasurementFactory(deliverable=made, text=words)
    SubItemFactory(deliverable=made, text="Fleet strategy", committee_text="Resources")
    EvidenceFactory(deliverable=made, title="Minutes of May")
    withdrawn = EvidenceFactory(deliverable=made, title="Wrong file")
    withdrawn.withdrawn_at, withdrawn.withdrawn_by = timezone.now(), PersonFactory()
    withdrawn.save()
    RiskFactory(authority=authority, title="Buildings fall down").deliverables.add(made)
    html = text(page(as_person(editor), made))
    for words in (
        "Head of Estates", "Chief Executive", "HR Committee", "Safer streets", "Signed by the board",
        "Published by May", "Fleet strategy", "Resources", "Minutes of May", "Buildings fall down",
        "The draft was written.",
    ):  # fmt: skip
        assert words in html, words
    assert "Wrong file" not in html


def test_gaps_are_said_in_words_and_the_sources_own_owner_is_kept(plan, editor, as_person):
    bare = DeliverableFactory(plan=plan, source_owner="Ali H")
    html = text(page(as_person(editor), bare))
    for words in ("No lead post", "the source says “Ali H”", "No committee", "No measurement", "Not set",
                  "No update yet", "No evidence yet"):  # fmt: skip
        assert words in html, words


def test_the_deadline_block_has_first_current_slip_and_moves(plan, editor, as_person):
    made = DeliverableFactory(
        plan=plan, due="June 2010", first_deadline_text="March 2010",
        first_deadline_due=datetime.date(2010, 3, 31), deadline_moves=2,
    )  # fmt: skip
    html = text(page(as_person(editor), made))
    assert 'June 2010 <span class="app-muted">(due by 30 June 2010)</span>' in html
    assert "91 days, 2 moves. Moved 2 times, 91 days later than first adopted (31 March 2010)." in html
    assert "March 2010" in html


def test_a_request_that_waits_and_those_decided_are_shown(plan, editor, officer, as_person):
    made = DeliverableFactory(plan=plan, due="June 2010")
    decided = DeadlineRequestFactory(deliverable=made, new_text="May 2010", requested_by=officer)
    decided.decision, decided.decided_by, decided.decided_at = "refused", editor, timezone.now()
    decided.decision_reason = "Not before the summer."
    decided.save()
    waiting = DeadlineRequestFactory(deliverable=made, requested_by=officer)
    html = text(page(as_person(editor), made))
    assert "to move it to <strong>September 2010</strong>" in html
    assert "Refused on" in html
    assert "Not before the summer." in html
    assert reverse("deadline-decide", args=[waiting.pk]) in html
    assert reverse("deadline-decide", args=[waiting.pk]) not in text(page(as_person(officer), made))
    assert DeadlineRequest.objects.count() == 2


def test_an_archived_one_says_who_when_and_why(plan, editor, as_person):
    made = DeliverableFactory(
        plan=plan, archived_at=timezone.now(), archived_by=editor, archived_reason="It was there twice."
    )
    response = page(as_person(editor), made)
    assert "It was there twice." in text(response)
    assert offered(response) == ["Bring back"]


# --- Its other tabs ---------------------------------------------------------------------------------------------------


def test_all_updates_but_drafts_are_on_their_tab_newest_first(plan, editor, as_person):
    made = rated(plan, "red", before="green", update={"done": "The newer words."})
    ProgressUpdateFactory(deliverable=made, period=quarter(plan, 2), done="Half-written words.", state="draft")
    made.updates.filter(rating="green").update(done="The older words.")
    html = text(page(as_person(editor), made, "deliverable-updates"))
    assert html.index("The newer words.") < html.index("The older words.")
    assert "Half-written words." not in html
    assert ProgressUpdate.objects.count() == 3


def test_a_tab_without_updates_says_why(plan, editor, as_person):
    assert "No updates yet" in text(page(as_person(editor), DeliverableFactory(plan=plan), "deliverable-updates"))


def test_the_history_tab_reads_what_happened(plan, editor, as_person):
    made = DeliverableFactory(plan=plan)
    record("deliverable changed", made, by=editor, authority_id=plan.authority_id, reason="The old name misled.")
    html = text(page(as_person(editor), made, "deliverable-history"))
    assert editor.name in html
    assert "because the old name misled." in html


# --- Who may ----------------------------------------------------------------------------------------------------------

EVERYTHING = ["Write an update", "Add evidence", "Ask for a new deadline", "Edit", "Archive"]


def test_each_person_is_offered_what_they_may_do(plan, authority, editor, member, auditor, as_person):
    lead = PostFactory(authority=authority)
    made = DeliverableFactory(plan=plan, lead=lead)
    assert offered(page(as_person(editor), made)) == EVERYTHING
    assert offered(page(as_person(person_with(Role.OFFICER, post=lead)), made)) == EVERYTHING[:3]
    for reader in (member, auditor):
        assert offered(page(as_person(reader), made)) == []


def test_whoever_may_review_what_was_submitted_is_led_to_it_first(plan, authority, editor, as_person):
    writer = person_with(Role.EDITOR, authority=authority)
    made = rated(plan, "green", update={"state": "submitted", "submitted_by": writer})
    client = as_person(editor)
    actions = page(client, made).context["page_actions"]
    assert actions[0] == ("Review this update", reverse("update-review", args=[made.latest_id]), "primary")
    assert [label for label, _, _ in actions[1:]] == EVERYTHING
    assert {kind for _, _, kind in actions[1:]} == {"secondary"}
    assert client.get(actions[0][1]).status_code == 200
    assert offered(page(as_person(writer), made)) == [*EVERYTHING, "Pull your update back"]


def test_a_review_is_offered_to_nobody_else_and_never_a_second_time(plan, authority, editor, as_person):
    lead = PostFactory(authority=authority)
    waiting = rated(plan, "green", lead=lead, update={"state": "submitted"})
    reviewed = rated(plan, "green", update={"state": "accepted"})
    assert "Review this update" not in offered(page(as_person(person_with(Role.OFFICER, post=lead)), waiting))
    assert "Review this update" not in offered(page(as_person(editor), reviewed))


def test_archiving_stands_no_louder_than_the_everyday_actions(plan, editor, as_person):
    response = page(as_person(editor), DeliverableFactory(plan=plan))
    kinds = {label: kind for label, _, kind in response.context["page_actions"]}
    assert (kinds["Write an update"], kinds["Archive"]) == ("primary", "secondary")


@pytest.mark.parametrize("state", ["draft", "consultation"])
def test_before_adoption_nothing_is_offered_that_would_be_refused(plan, editor, as_person, state):
    made = DeliverableFactory(plan=plan)
    plan.state = state
    plan.save()
    assert offered(page(as_person(editor), made)) == ["Add evidence", "Edit", "Archive"]


def test_nothing_is_offered_in_a_closed_plan(plan, editor, as_person):
    made = DeliverableFactory(plan=plan)
    plan.state = "closed"
    plan.save()
    assert offered(page(as_person(editor), made)) == []


@pytest.mark.parametrize("name", TABS)
def test_another_authority_sees_nothing_and_ones_own_does(plan, member, stranger, as_person, name):
    made = DeliverableFactory(plan=plan)
    assert page(as_person(stranger), made, name).status_code == 404
    assert page(as_person(member), made, name).status_code == 200


# --- Cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_queries_however_much_is_on_it(
    plan, editor, as_person, django_assert_num_queries, rows
):
    made = rated(plan, "red", due="June 2010")
    for _ in range(rows):
        MeasurementFactory(deliverable=made)
        SubItemFactory(deliverable=made, committee=CommitteeFactory(authority=plan.authority))
        EvidenceFactory(deliverable=made)
        made.priorities.add(PriorityFactory(plan=plan))
        made.supporting.add(PostFactory(authority=plan.authority))
        RiskFactory(authority=plan.authority).deliverables.add(made)
    client = as_person(editor)
    with django_assert_num_queries(23):
        page(client, made)
