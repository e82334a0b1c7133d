"""Whatever people do to a risk, in whatever order, it never comes to stand where no risk can.

No order of assessing, accepting, taking back, running out, treating, ending, archiving and giving to another owner
leads to a risk that
- shows a score that is not the last of its basis, or that has lost or changed one that was given;
- is scored and has no day to be reviewed by, or has such a day and was never scored;
- is accepted twice at once, or accepted and ended, or accepted and anything but tolerated;
- is borne by the post that owns it;
- is within appetite above it, or beyond appetite and neither treated by something, nor accepted at that level until
  today at least, nor waiting for a decision;
- has changed without an event that says so.
"""

from __future__ import annotations

import contextlib
import datetime

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from risks.actions import (
    accept_risk,
    add_part,
    archive_part,
    archive_risk,
    assess_risk,
    change_part,
    change_risk,
    change_status,
    end_acceptance,
    record_test,
    restore_risk,
)
from risks.actions.deciding import is_treated
from risks.models import Acceptance, Action, Assessment, Control, Risk
from risks.scoring import STEPS, Level, Stance
from tests.conftest import TODAY
from tests.factories.people import AuthorityFactory, held_post, person_with
from tests.factories.risks import CategoryFactory, RiskFactory

pytestmark = pytest.mark.django_db
STEP = st.sampled_from(STEPS)


class Register(RuleBasedStateMachine):
    """One risk, and everything that can be done to it. What an action refuses leaves everything as it was."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        authority = AuthorityFactory()
        self.editor = person_with(Role.EDITOR, authority=authority)
        self.approver, self.other = held_post(authority), held_post(authority)
        category = CategoryFactory(authority=authority, appetite=Level.MEDIUM)
        self.pk = RiskFactory(authority=authority, category=category).pk
        self.made, self.done = {}, 0

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        django_settings.DEMONSTRATION_DATE = TODAY

    @property
    def risk(self):
        return Risk.objects.get(pk=self.pk)

    def attempt(self, action, *args, **values):
        with contextlib.suppress(Refused), transaction.atomic():
            action(*args, **values, by=self.editor)
            self.done += 1

    @rule(basis=st.sampled_from(Assessment.Basis.values), likelihood=STEP, impact=STEP)
    def assess(self, basis, likelihood, impact):
        risk = self.risk
        scores = {"likelihood": likelihood, "impact": impact, "impact_kind": "service", "rationale": "Seen again."}
        self.attempt(assess_risk, Assessment(risk=risk, basis=basis, **scores), seen=risk.version)

    @rule(days=st.integers(0, 400))
    def accept(self, days):
        risk, until = self.risk, clock.today() + datetime.timedelta(days=days)
        acceptance = Acceptance(risk=risk, approver=self.approver, until=until, reason="Borne.")
        self.attempt(accept_risk, acceptance, seen=risk.version)

    @rule(days=st.integers(1, 200))
    def time_passes(self, days):
        django_settings.DEMONSTRATION_DATE += datetime.timedelta(days=days)

    @rule(status=st.sampled_from(Risk.Status.values))
    def decide(self, status):
        risk = self.risk
        self.attempt(change_status, risk, status=status, reason="Decided.", seen=risk.version)

    @rule()
    def take_back(self):
        risk = self.risk
        self.attempt(end_acceptance, risk, reason="No longer.", seen=risk.version)

    @rule()
    def control(self):
        self.attempt(add_part, Control(risk=self.risk, title="Spot checks", type="preventive"))

    @rule(effectiveness=st.sampled_from(Control.Effectiveness.values))
    def test_a_control(self, effectiveness):
        control = Control.objects.filter(risk=self.pk, archived_at=None).first()
        if control:
            said = {"effectiveness": effectiveness, "tested_on": clock.today(), "note": "Files drawn."}
            self.attempt(record_test, control, **said, seen=control.version)

    @rule()
    def drop_a_control(self):
        control = Control.objects.filter(risk=self.pk, archived_at=None).first()
        if control:
            self.attempt(archive_part, control, seen=control.version, reason="Replaced.")

    @rule()
    def plan_an_action(self):
        self.attempt(add_part, Action(risk=self.risk, title="Count in the ledger"))

    @rule(state=st.sampled_from(["done", "dropped"]))
    def end_an_action(self, state):
        action = Action.objects.filter(risk=self.pk, state="planned").first()
        if action:
            self.attempt(change_part, action, changes={"state": state, "outcome": "Counted."}, seen=action.version)

    @rule(approver=st.booleans())
    def give_to_another_owner(self, approver):
        risk = self.risk
        if risk.owner != (owner := self.approver if approver else self.other):
            risk.owner = owner
            self.attempt(change_risk, risk, seen=risk.version, ambitions=(), deliverables=())

    @rule()
    def archive(self):
        risk = self.risk
        self.attempt(archive_risk, risk, seen=risk.version, reason="A mistake.")

    @rule()
    def restore(self):
        risk = self.risk
        self.attempt(restore_risk, risk, seen=risk.version)

    @invariant()
    def the_latest_scores_are_the_risks_own(self):
        latest = dict(Assessment.objects.filter(risk=self.pk).order_by("pk").values_list("basis", "pk"))
        risk = self.risk
        assert {"inherent": risk.inherent_id, "current": risk.current_id, "target": risk.target_id} == {
            basis: latest.get(basis) for basis in Assessment.Basis.values
        }

    @invariant()
    def no_score_ever_changes_or_goes(self):
        now = {one["id"]: one for one in Assessment.objects.filter(risk=self.pk).values()}
        assert {pk: now.get(pk) for pk in self.made} == self.made
        self.made = now

    @invariant()
    def one_acceptance_stands_at_most_and_none_of_what_has_ended(self):
        standing, risk = Acceptance.objects.filter(risk=self.pk, ended_at=None).count(), self.risk
        assert standing <= (0 if risk.is_ended else 1)
        assert not standing or risk.status == Risk.Status.TOLERATED

    @invariant()
    def what_is_beyond_appetite_is_treated_accepted_or_waits_for_a_decision(self):
        risk = Risk.objects.with_stance().get(pk=self.pk)
        found = Stance(risk.stance)
        if risk.is_ended or risk.current_level is None or risk.current_level <= Level.MEDIUM:
            assert found in {Stance.ENDED, Stance.NOT_SCORED, Stance.WITHIN}
        elif found is Stance.TREATED:
            assert risk.status == Risk.Status.TREATED
            assert is_treated(risk)
        elif found is Stance.ACCEPTED:
            standing = Acceptance.objects.get(risk=self.pk, ended_at=None)
            assert standing.until >= clock.today()
            assert standing.level >= risk.current_level
        else:
            assert found.needs_decision

    @invariant()
    def nobody_bears_what_they_own(self):
        standing = Acceptance.objects.filter(risk=self.pk, ended_at=None).first()
        assert standing is None or standing.approver_id != self.risk.owner_id

    @invariant()
    def every_step_is_one_event(self):
        assert Event.objects.exclude(verb="scheme created").count() == self.done

    @invariant()
    def what_is_scored_has_a_day_to_be_reviewed_by(self):
        risk = self.risk
        assert (risk.next_review is None) == (risk.current_id is None)


def test_no_path_leads_to_a_state_that_cannot_be():
    patient = settings(max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None)
    run_state_machine_as_test(Register, settings=patient)
