"""What the loaded demonstration holds: the document's facts, a believable year, every warning at least once."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest

from deliverables.models import DeadlineRequest, Deliverable, Evidence, ProgressUpdate, ReportingPeriod
from deliverables.progress import RULES, computed_status
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Authority, Committee, Person, Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.pages import visible
from kpa_tracker.base.toolkit.ratings import Movement, movement
from kpa_tracker.interfaces.scrutiny.demonstration import DAY, PASSWORD, accounts
from plans.models import Ambition, Descriptor, GlossaryEntry, Plan, Priority
from risks.models import Risk

pytestmark = pytest.mark.usefixtures("demonstration")
KENT = {"plan__authority__slug": "kent", "plan__previous": None}
"""The year's own plan, and the one above it; not the one that was begun from it."""
NOT_BY_ACTIONS = {"forecast_without_recovery"}
"""The date of the return to green is asked for on submitting; only imported updates can lack it."""


@pytest.fixture
def kent():
    return Authority.objects.get(slug="kent")


def deliverables():
    return Deliverable.objects.filter(**KENT)


def test_the_plan_has_the_documents_size():
    found = (
        Ambition.objects.filter(**KENT).count(),
        Descriptor.objects.filter(
            ambition__plan__in=Plan.objects.filter(authority__slug="kent", previous=None)
        ).count(),
        deliverables().count(),
        Priority.objects.filter(**KENT, plan__below=None).count(),
        GlossaryEntry.objects.filter(**KENT).count(),
    )
    assert found == (4, 17, 57, 4, 24)


def test_the_documents_gaps_are_gaps():
    kept = deliverables()
    gaps = (kept.without_owner(), kept.without_deadline(), kept.without_measurement())
    assert [gap.count() for gap in gaps] == [11, 30, 15]


def test_the_nine_joint_strategies_name_their_committees_and_two_are_undecided():
    strategies = deliverables().get(reference="1.1.4").sub_items.all()
    assert Counter(str(item.committee or item.committee_text) for item in strategies) == {
        "Full Authority": 3,
        "A&F": 2,
        "HR": 2,
        "Full KPA / A&F?": 1,
        "??": 1,
    }


def test_the_risks_hang_on_the_ambitions_that_the_document_names(kent):
    linked = {
        ambition.reference: sorted(ambition.risks.values_list("reference", flat=True))
        for ambition in Ambition.objects.filter(**KENT)
    }
    assert linked == {
        "1": [f"KPA {n:02}" for n in (2, 5, 9, 10, 15, 16, 17, 19)],
        "2": ["KPA 01", "KPA 04"],
        "3": [f"KPA {n:02}" for n in (3, 6, 11, 21)],
        "4": [f"KPA {n:02}" for n in (7, 8, 12, 18, 20, 22, 23, 24)],
    }
    register = Risk.objects.filter(authority=kent)
    current = set(register.current().values_list("reference", flat=True))
    assert current == {f"KPA {n:02}" for n in range(1, 25)} - {"KPA 13", "KPA 14"}
    assert [(risk.reference, risk.archived_reason != "") for risk in register.archived()] == [("KPA 13", True)]


def test_all_four_priorities_serve_three_ambitions_and_one_the_fourth():
    assert [ambition.priorities.count() for ambition in Ambition.objects.filter(**KENT)] == [4, 4, 4, 1]


def test_three_quarters_are_closed_and_the_fourth_is_due_on_23_april():
    periods = list(ReportingPeriod.objects.filter(**KENT))
    assert [period.is_closed for period in periods] == [True, True, True, False]
    assert periods[-1].due_on == datetime.date(2010, 4, 23)


def test_every_update_was_submitted_while_its_period_was_open():
    submitted = ProgressUpdate.objects.exclude(submitted_at=None).select_related("period")
    assert submitted.exists()
    for update in submitted:
        assert update.period.opens_on <= update.submitted_at.date() <= min(update.period.due_on, DAY), update


def test_every_state_of_an_update_and_of_a_request_can_be_seen():
    assert set(ProgressUpdate.objects.values_list("state", flat=True)) >= {
        "draft",
        "submitted",
        "sent_back",
        "accepted",
    }
    decisions = set(DeadlineRequest.objects.values_list("decision", flat=True))
    assert decisions == {"", "approved", "refused", "withdrawn"}


def test_every_rating_and_stage_can_be_seen():
    latest = deliverables().select_related("latest")
    assert {one.rating for one in latest} == {"", "red", "amber", "green"}
    assert {one.stage for one in latest} == {"", "not_started", "in_progress", "complete", "cancelled"}


def test_some_ratings_improved_and_some_worsened_since_the_last_quarter():
    closed, now = list(ReportingPeriod.objects.filter(**KENT))[-2:]
    before = dict(closed.updates.of_record().values_list("deliverable", "rating"))
    moves = Counter(
        movement(before.get(key), to) for key, to in now.updates.of_record().values_list("deliverable", "rating")
    )
    assert min(moves[kind] for kind in (Movement.IMPROVED, Movement.UNCHANGED, Movement.WORSENED)) >= 2


def flags_of(deliverable):
    latest = deliverable.latest
    return computed_status(
        rated_otherwise=deliverable.otherwise,
        stage=deliverable.stage,
        rating=deliverable.rating,
        forecast=latest.forecast if latest else "",
        deadline_due=deliverable.deadline_due,
        first_due=deliverable.first_deadline_due,
        moves=deliverable.deadline_moves,
        has_update_this_period=not deliverable.awaiting,
        last_update_on=latest.submitted_at.date() if latest else None,
        back_to_green_on=latest.green_on if latest else None,
        has_evidence=deliverable.evidence.standing().exists(),
        today=DAY,
    ).keys


def test_every_computed_warning_occurs():
    shown = {key for one in deliverables().for_list() for key in flags_of(one)}
    all_keys = {rule.__name__.removeprefix("_") for rule in RULES}
    spelt = {"hope_without_recovery": "forecast_without_recovery", "recovery_has_passed": "recovery_passed"}
    assert shown == {spelt.get(key, key) for key in all_keys} - NOT_BY_ACTIONS


def test_a_deadline_moved_twice_keeps_its_first_date():
    moved = deliverables().get(reference="1.3.4")
    assert (moved.first_deadline_text, moved.deadline_text, moved.deadline_moves) == ("June 2009", "Dec 2009", 2)


def test_evidence_is_there_as_files_and_as_links():
    standing = Evidence.objects.standing()
    assert standing.exclude(file="").count() >= 3
    assert standing.exclude(link="").count() >= 3
    with standing.exclude(file="").first().file.open() as file:
        assert file.read()


def test_a_leaver_left_a_post_vacant_that_leads_something(kent):
    vacant = Post.objects.filter(authority=kent).vacant(on=DAY)
    assert deliverables().filter(lead__in=vacant.filter(title="Engagement Officer")).exists()
    assert not Person.objects.get(email="engagement@demo.example").is_active


def test_somebody_holds_several_posts():
    assert any("," in account.posts for account in accounts())


def test_there_is_somebody_for_every_role_who_can_sign_in():
    assert {account.role for account in accounts()} == {role.label for role in Role}
    for account in accounts():
        assert Person.objects.get(email=account.email).check_password(PASSWORD)


def test_one_committee_meets_soon_and_one_has_no_meeting_to_come(kent):
    committees = Committee.objects.filter(authority=kent)
    assert committees.without_meeting().count() == 1
    assert committees.exclude(chair=None).count() == committees.count()


def test_the_history_holds_together_and_names_no_day_after_today():
    assert list(verify_history()) == []
    assert {event.at.date() <= DAY for event in Event.objects.all()} == {True}
    assert Event.objects.filter(actor_name="The system").count() == 8  # two authorities, each with its administrator


def test_the_history_was_written_in_the_order_of_its_days(kent):
    moments = list(Event.objects.filter(authority_id=kent.pk).order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)


@pytest.mark.parametrize(("email", "mine"), [("editor@demo.example", "kent"), ("editor.medway@demo.example", "medway")])
def test_neither_authority_sees_the_other(email, mine):
    person = Person.objects.get(email=email)
    for model, lookup in ((Plan, "authority__slug"), (Deliverable, "plan__authority__slug"), (Risk, "authority__slug")):
        seen = set(visible(model, person).values_list(lookup, flat=True))
        assert seen == {mine}


def test_the_second_authority_has_a_draft_on_five_points_and_no_progress():
    plan = Plan.objects.get(authority__slug="medway")
    assert (plan.state, plan.scale.points.count(), plan.deliverables.count(), plan.periods.count()) == (
        "draft",
        5,
        3,
        0,
    )


def test_both_say_that_they_are_a_demonstration():
    assert set(Authority.objects.values_list("is_demonstration", flat=True)) == {True}


def test_the_day_is_left_for_the_next_start(demonstration):
    assert (demonstration / "demonstration-date").read_text() == "2010-04-12\n"
