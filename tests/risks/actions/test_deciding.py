"""What becomes of a risk, and who bears it."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from risks.actions import accept_risk, assess_risk, change_risk, change_status, end_acceptance, standing_acceptance
from risks.models import Acceptance, Assessment, Risk
from risks.scoring import Stance
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import (
    AppointmentFactory,
    AuthorityFactory,
    CommitteeFactory,
    MeetingFactory,
    PostFactory,
    held_post,
    person_with,
)
from tests.factories.risks import ActionFactory, AssessmentFactory, CategoryFactory, ControlFactory, RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(authority):
    """A risk at high, where the appetite ends at medium."""
    risk = RiskFactory(authority=authority, reference="KPA 05", category=CategoryFactory(authority=authority))
    AssessmentFactory(risk=risk)
    return risk


@pytest.fixture
def chair(authority):
    return held_post(authority, title="Chair of Audit")


def become(risk, status, by, *, reason="As the committee decided.", seen=None):
    return change_status(risk, status=status, reason=reason, seen=risk.version if seen is None else seen, by=by)


def accept(risk, approver, by, *, seen=None, **values):
    given = {"until": datetime.date(2010, 9, 30), "reason": "Cheaper than treating it.", **values}
    acceptance = Acceptance(risk=risk, approver=approver, **given)
    return accept_risk(acceptance, seen=risk.version if seen is None else seen, by=by)


def stance_of(risk):
    return Risk.objects.with_stance().get(pk=risk.pk).stance


@pytest.mark.parametrize("status", ["transferred", "terminated", "closed"])
def test_a_risk_changes_its_status_for_a_reason_as_one_event(risk, editor, status):
    become(risk, status, editor)
    risk.refresh_from_db()
    event = history_of(risk).get()
    assert (risk.status, risk.status_reason) == (status, "As the committee decided.")
    assert (event.verb, event.reason, event.changes["status"]) == ("risk changed", risk.status_reason, ["open", status])


@pytest.mark.parametrize("treat", [ControlFactory, ActionFactory, None])
def test_a_risk_is_treated_once_something_treats_it(risk, editor, treat):
    with pytest.raises(Refused, match="Enter first what treats it"):
        become(risk, "treated", editor)
    if treat:
        treat(risk=risk)
    else:
        risk.deliverables.add(DeliverableFactory(plan__authority=risk.authority))
    become(risk, "treated", editor)
    assert stance_of(risk) == Stance.TREATED.value


def test_an_action_that_was_dropped_treats_nothing(risk, editor):
    ActionFactory(risk=risk, state="dropped", outcome="No money.")
    with pytest.raises(Refused, match="Enter first what treats it"):
        become(risk, "treated", editor)


@pytest.mark.parametrize(
    ("status", "reason", "sentence"),
    [
        ("closed", " ", "Say why"),
        ("open", "Because.", "It is open already"),
        ("tolerated", "Because.", "Record who accepts it"),
    ],
)
def test_a_status_is_refused(risk, editor, status, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        become(risk, status, editor, reason=reason)


def test_within_appetite_a_risk_is_tolerated_for_a_reason_alone(authority, editor):
    risk = RiskFactory(authority=authority, category=CategoryFactory(authority=authority))
    AssessmentFactory(risk=risk, likelihood=1, impact=1)
    become(risk, "tolerated", editor)
    assert stance_of(risk) == Stance.WITHIN.value


def test_what_is_not_scored_is_not_tolerated(authority, editor):
    with pytest.raises(Refused, match="Score it first"):
        become(RiskFactory(authority=authority), "tolerated", editor)


def test_an_ended_risk_can_only_be_opened_again(risk, editor):
    become(risk, "closed", editor)
    with pytest.raises(Refused, match="Open it again first"):
        become(risk, "treated", editor)
    become(risk, "open", editor, reason="It came back.")
    assert Risk.objects.get(pk=risk.pk).status == "open"


def test_an_archived_risk_keeps_its_status(risk, editor):
    Risk.objects.filter(pk=risk.pk).update(archived_at="2010-01-01T00:00Z", archived_by=editor)
    with pytest.raises(Refused, match="archived"):
        become(risk, "closed", editor)


def test_of_two_who_decide_at_once_the_second_is_told(risk, editor):
    become(risk, "closed", editor)
    with pytest.raises(Conflict):
        become(Risk.objects.get(pk=risk.pk), "open", editor, seen=1)


def test_a_risk_beyond_appetite_is_accepted_until_a_day(risk, chair, editor):
    made = accept(risk, chair, editor)
    risk.refresh_from_db()
    event = history_of(risk).get()
    assert (risk.status, (made.likelihood, made.impact), made.accepted_on) == ("tolerated", (3, 4), TODAY)
    assert event.verb == "risk accepted"
    assert event.changes["acceptance"] == [None, "Accepted by Chair of Audit until 30 September 2010"]
    assert stance_of(risk) == Stance.ACCEPTED.value


def test_the_day_that_passes_puts_it_back_on_the_agenda(risk, chair, editor, settings):
    accept(risk, chair, editor)
    settings.DEMONSTRATION_DATE = datetime.date(2010, 9, 30)
    assert stance_of(risk) == Stance.ACCEPTED.value
    settings.DEMONSTRATION_DATE = datetime.date(2010, 10, 1)
    assert stance_of(risk) == Stance.LAPSED.value


def test_a_risk_that_rises_above_what_was_accepted_waits_for_a_decision(risk, chair, editor):
    accept(risk, chair, editor)
    again = Assessment(risk=risk, basis="current", likelihood=5, impact=5, impact_kind="harm", rationale="Worse.")
    assess_risk(again, seen=risk.version, by=editor)
    assert stance_of(risk) == Stance.OUTGROWN.value


def test_another_acceptance_follows_the_one_before(risk, chair, editor):
    first = accept(risk, chair, editor)
    second = accept(risk, chair, editor, until=datetime.date(2011, 1, 31))
    first.refresh_from_db()
    assert standing_acceptance(risk) == second
    assert (first.ended_by, first.ended_reason) == (editor, "Followed by another acceptance.")


def test_nothing_else_becomes_of_it_while_an_acceptance_holds(risk, chair, editor, settings):
    accept(risk, chair, editor)
    with pytest.raises(Refused, match="Take the acceptance back first"):
        become(risk, "closed", editor)
    settings.DEMONSTRATION_DATE = datetime.date(2010, 10, 1)
    become(risk, "closed", editor)
    assert standing_acceptance(risk) is None


def test_somebody_who_holds_both_posts_does_not_accept_her_own_risk(risk, chair, editor, authority):
    risk.owner = PostFactory(authority=authority)
    risk.save()
    both = person_with(Role.OFFICER, post=risk.owner)
    AppointmentFactory(person=both, post=chair, role=Role.MEMBER)
    with pytest.raises(Refused, match="Somebody other than its owner"):
        accept(risk, chair, editor)


def test_who_has_accepted_a_risk_does_not_come_to_own_it(risk, chair, editor):
    accept(risk, chair, editor)
    risk.owner = chair
    with pytest.raises(Refused, match="has accepted the risk"):
        change_risk(risk, seen=risk.version, ambitions=(), deliverables=(), by=editor)


@pytest.mark.parametrize("how", ["a control that does not work", "a deliverable that was cancelled"])
def test_what_does_not_help_treats_nothing(risk, editor, how):
    if how == "a control that does not work":
        ControlFactory(risk=risk, effectiveness="ineffective", tested_on=TODAY)
    else:
        deliverable = DeliverableFactory(plan__authority=risk.authority)
        ProgressUpdateFactory(deliverable=deliverable, stage="cancelled", latest=True)
        risk.deliverables.add(deliverable)
    with pytest.raises(Refused, match="Enter first what treats it"):
        become(risk, "treated", editor)
    Risk.objects.filter(pk=risk.pk).update(status="treated")
    assert stance_of(risk) == Stance.BEYOND.value
    assert Risk.objects.all().treated_by_nothing().filter(pk=risk.pk).exists()


def test_an_acceptance_is_taken_back_for_a_reason(risk, chair, editor):
    accept(risk, chair, editor)
    with pytest.raises(Refused, match="Say why"):
        end_acceptance(risk, reason=" ", seen=risk.version, by=editor)
    end_acceptance(risk, reason="The insurer withdrew.", seen=risk.version, by=editor)
    risk.refresh_from_db()
    assert (risk.status, stance_of(risk)) == ("open", Stance.BEYOND.value)


def test_what_nobody_accepted_is_not_taken_back(risk, editor):
    with pytest.raises(Refused, match="Nobody has accepted"):
        end_acceptance(risk, reason="Because.", seen=risk.version, by=editor)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"reason": " "}, "Say why"),
        ({"until": TODAY}, "Choose a day after today"),
        ({"until": datetime.date(2011, 4, 14)}, "for a year at most"),
    ],
)
def test_an_acceptance_is_refused(risk, chair, editor, values, sentence):
    with pytest.raises(Refused, match=sentence):
        accept(risk, chair, editor, **values)
    assert not Acceptance.objects.exists()


def test_a_year_is_the_longest_that_a_risk_is_accepted_for(risk, chair, editor):
    assert accept(risk, chair, editor, until=datetime.date(2011, 4, 12)).pk


def test_the_owner_of_a_risk_neither_accepts_it_nor_records_that_somebody_did(risk, chair, editor, authority):
    risk.owner = chair
    risk.save()
    with pytest.raises(Refused, match="Somebody other than its owner"):
        accept(risk, chair, editor)
    owner = person_with(Role.EDITOR, post=chair)
    with pytest.raises(Refused, match="You answer for this risk"):
        accept(risk, held_post(authority), owner)


def test_what_lies_within_appetite_is_not_accepted(risk, chair, editor):
    Assessment.objects.update(likelihood=1, impact=1)
    with pytest.raises(Refused, match="nothing to accept"):
        accept(risk, chair, editor)


def test_where_no_appetite_is_set_nothing_is_accepted(risk, chair, editor):
    risk.category.appetite = None
    risk.category.save()
    with pytest.raises(Refused, match="nothing to accept"):
        accept(risk, chair, editor)


def test_what_is_not_scored_is_not_accepted(authority, chair, editor):
    with pytest.raises(Refused, match="what is accepted is a score"):
        accept(RiskFactory(authority=authority), chair, editor)


@pytest.mark.parametrize(("state", "sentence"), [("closed", "has ended"), (None, "archived")])
def test_an_ended_or_archived_risk_is_not_accepted(risk, chair, editor, state, sentence):
    gone = (
        {"status": state, "status_reason": "Over."}
        if state
        else {"archived_at": "2010-01-01T00:00Z", "archived_by": editor}
    )
    Risk.objects.filter(pk=risk.pk).update(**gone)
    with pytest.raises(Refused, match=sentence):
        accept(risk, chair, editor)


def test_neither_post_nor_meeting_of_another_authority_accepts(risk, chair, editor):
    with pytest.raises(ValidationError, match="another authority"):
        accept(risk, held_post(AuthorityFactory()), editor)
    with pytest.raises(ValidationError, match="another authority"):
        accept(risk, chair, editor, meeting=MeetingFactory())


def test_a_meeting_of_ones_own_is_named(risk, chair, editor, authority):
    meeting = MeetingFactory(committee=CommitteeFactory(authority=authority))
    assert accept(risk, chair, editor, meeting=meeting).meeting == meeting


def test_of_two_who_accept_at_once_the_second_is_told(risk, chair, editor):
    accept(risk, chair, editor)
    with pytest.raises(Conflict):
        accept(risk, chair, editor, seen=1)
    assert Acceptance.objects.count() == 1
