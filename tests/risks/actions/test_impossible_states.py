"""Each state that no risk can come to stand in, planted behind the actions' back: whoever walks the states finds it."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit import clock
from risks.models import Acceptance, Assessment, Risk
from tests.risks.actions.test_states import Register

pytestmark = pytest.mark.django_db


@pytest.fixture
def walked():
    """A risk that was scored and accepted, by the same steps that the walk takes."""
    register = Register()
    register.assess(basis="current", likelihood=3, impact=4)
    register.accept(days=90)
    register.no_score_ever_changes_or_goes()
    yield register
    register.teardown()


def of_risk(**values):
    return lambda register: Risk.objects.filter(pk=register.pk).update(**values)


def second_score(register):
    first = Assessment.objects.get(risk=register.pk)
    first.pk, first.likelihood = None, 5
    first.save()


def lose_events(register):
    """As nobody can through the model: the history is only ever added to."""
    Event.objects.all()._raw_delete("default")


def own(register):
    Risk.objects.filter(pk=register.pk).update(owner=register.approver)


PLANTED = {
    "a score that is not the last": ("the_latest_scores_are_the_risks_own", second_score),
    "a score that was changed": ("no_score_ever_changes_or_goes", lambda register: Assessment.objects.update(impact=5)),
    "no day to be reviewed by": ("what_is_scored_has_a_day_to_be_reviewed_by", of_risk(next_review=None)),
    "accepted and ended": (
        "one_acceptance_stands_at_most_and_none_of_what_has_ended",
        of_risk(status="closed", status_reason="Over."),
    ),
    "accepted and open": ("one_acceptance_stands_at_most_and_none_of_what_has_ended", of_risk(status="open")),
    "borne by its owner": ("nobody_bears_what_they_own", own),
    "an event too few": ("every_step_is_one_event", lose_events),
}


@pytest.mark.parametrize(("name", "plant"), PLANTED.values(), ids=PLANTED)
def test_a_planted_state_is_found(name, plant, walked):
    getattr(walked, name)()
    plant(walked)
    with pytest.raises(AssertionError):
        getattr(walked, name)()


def test_all_that_the_walk_looks_for_is_planted():
    looked_for = {name for name in dir(Register) if hasattr(getattr(Register, name), "hypothesis_stateful_invariant")}
    by_the_arithmetic = {"what_is_beyond_appetite_is_treated_accepted_or_waits_for_a_decision"}
    assert looked_for == {name for name, _ in PLANTED.values()} | by_the_arithmetic


def test_what_the_walk_does_is_done(walked):
    risk = walked.risk
    assert (risk.current.score, risk.status, walked.done) == (12, Risk.Status.TOLERATED, 2)
    assert Acceptance.objects.get().until == clock.today() + datetime.timedelta(days=90)
