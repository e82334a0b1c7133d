"""The register's records against the arithmetic: what SQL says, the plain functions say too."""

from __future__ import annotations

import datetime
from itertools import product

import pytest

from kpa_tracker.base.people.roles import Role
from risks.actions.deciding import is_treated
from risks.models import Risk
from risks.models.facts import accepted_of, facts_of, for_checks, history_of_scores, last_move, pair_of
from risks.scoring import Stance, Travel, stance
from risks.scoring.checks import findings
from tests.conftest import TODAY
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

pytestmark = pytest.mark.django_db
PAIRS = {None: None, 1: (1, 1), 3: (3, 4), 4: (5, 5)}
DAYS = {None: None, "past": TODAY - datetime.timedelta(days=1), "today": TODAY}


TREATED_BY = {
    "control": lambda risk: ControlFactory(risk=risk),
    "dropped": lambda risk: ActionFactory(risk=risk, state="dropped", outcome="No money."),
}


def load(risk):
    return for_checks(Risk.objects.filter(pk=risk.pk)).get()


def found(risk):
    return {one.check for one in findings(facts_of(load(risk)), TODAY)}


def test_the_database_says_of_every_combination_what_the_arithmetic_says(authority):
    appetites = {None: CategoryFactory(authority=authority, appetite=None), 2: CategoryFactory(authority=authority)}
    made = []
    statuses = ("open", "treated", "tolerated", "closed")
    for level, appetite, status, until, treat in product(PAIRS, appetites, statuses, DAYS, (None, *TREATED_BY)):
        risk = RiskFactory(authority=authority, category=appetites[appetite], status=status, status_reason="As said.")
        if treat:
            TREATED_BY[treat](risk)
        if PAIRS[level]:
            AssessmentFactory(risk=risk, likelihood=PAIRS[level][0], impact=PAIRS[level][1])
        if DAYS[until]:
            AcceptanceFactory(risk=risk, until=DAYS[until])
        made.append(risk)
    selected = Risk.objects.filter(pk__in=[one.pk for one in made])
    in_the_list = {risk.pk: risk.stance for risk in selected.for_list()}
    for risk in for_checks(selected):
        expected = stance(
            level=risk.current_level,
            appetite=risk.category.appetite,
            is_ended=risk.is_ended,
            is_treated=risk.status == "treated" and is_treated(risk),
            accepted=accepted_of(risk.standing[0] if risk.standing else None),
            today=TODAY,
        )
        assert Stance(risk.stance) is expected, (risk.status, risk.current_level, risk.standing)
        assert in_the_list.pop(risk.pk) == risk.stance
    assert not in_the_list


def test_an_acceptance_that_was_ended_counts_for_nothing(authority, editor):
    risk = AssessmentFactory(risk=RiskFactory(authority=authority, category=CategoryFactory(authority=authority))).risk
    AcceptanceFactory(risk=risk, ended_at="2010-02-01T00:00Z", ended_by=editor)
    assert Stance(load(risk).stance) is Stance.BEYOND


def test_a_risk_without_category_has_no_appetite(authority):
    risk = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
    assert Stance(load(risk).stance) is Stance.NO_APPETITE


@pytest.fixture
def sound(authority):
    """A risk of which no check finds anything."""
    post = PostFactory(authority=authority, title="Treasurer")
    person_with(Role.OFFICER, post=post)
    risk = RiskFactory(
        authority=authority, owner=post, next_review=TODAY, category=CategoryFactory(authority=authority)
    )
    AssessmentFactory(risk=risk, basis="inherent", likelihood=4, impact=5)
    AssessmentFactory(risk=risk, likelihood=2, impact=4)
    AssessmentFactory(risk=risk, basis="target", likelihood=1, impact=4)
    ControlFactory(risk=risk, effectiveness="effective", tested_on=TODAY)
    return risk


def test_of_a_sound_risk_nothing_is_found(sound):
    assert found(sound) == set()


def test_a_post_that_nobody_holds_is_found(sound, settings):
    settings.DEMONSTRATION_DATE = TODAY
    sound.owner.appointments.update(ends_on=TODAY - datetime.timedelta(days=1))
    assert found(sound) == {"vacant"}


def test_a_post_of_somebody_who_has_left_is_found(sound):
    person = sound.owner.appointments.get().person
    person.is_active = False
    person.save()
    assert found(sound) == {"vacant"}


def test_a_group_answers_for_a_risk_without_holding_a_post(sound, authority):
    sound.owner = PostFactory(authority=authority, kind="group")
    sound.save()
    assert found(sound) == set()


@pytest.mark.parametrize("effectiveness", ["ineffective", ""])
def test_a_control_that_is_not_known_to_work_lowers_nothing(sound, effectiveness):
    sound.controls.update(effectiveness=effectiveness, tested_on=TODAY if effectiveness else None)
    assert "lowered_by_nothing" in found(sound)


def test_an_archived_control_lowers_nothing_and_wants_no_test(sound, editor):
    sound.controls.update(archived_at="2010-02-01T00:00Z", archived_by=editor)
    ControlFactory(risk=sound, archived_at="2010-02-01T00:00Z", archived_by=editor)
    assert found(sound) == {"lowered_by_nothing"}


def test_an_action_that_is_done_lowers_a_risk(sound):
    sound.controls.all().delete()
    ActionFactory(risk=sound, state="done", outcome="Three people joined.")
    assert found(sound) == set()


def test_a_deliverable_that_is_complete_lowers_a_risk_but_is_no_longer_under_way(sound):
    sound.controls.all().delete()
    deliverable = DeliverableFactory(plan__authority=sound.authority)
    ProgressUpdateFactory(deliverable=deliverable, stage="complete", latest=True)
    sound.deliverables.add(deliverable)
    assert found(sound) == {"rests_on_ended"}


def test_scores_are_read_from_the_oldest_on(authority):
    risk = RiskFactory(authority=authority)
    AssessmentFactory(risk=risk, likelihood=5, assessed_on=datetime.date(2010, 3, 1))
    AssessmentFactory(risk=risk, likelihood=2, assessed_on=datetime.date(2009, 3, 1))
    AssessmentFactory(risk=risk, basis="target", likelihood=1)
    loaded = load(risk)
    assert [one.pair for one in history_of_scores(loaded)] == [(2, 4), (5, 4)]
    assert last_move(loaded) is Travel.UP


def test_what_was_never_scored_has_not_moved(authority):
    risk = load(RiskFactory(authority=authority))
    assert (last_move(risk), pair_of(risk.current)) == (None, None)


@pytest.mark.parametrize("number", [1, 3])
def test_the_checks_cost_the_same_for_one_risk_and_three(authority, django_assert_num_queries, number):
    for _ in range(number):
        risk = AssessmentFactory(risk=RiskFactory(authority=authority)).risk
        ControlFactory(risk=risk)
        risk.deliverables.add(DeliverableFactory(plan__authority=authority))
    with django_assert_num_queries(6):
        for risk in for_checks(Risk.objects.filter(authority=authority)):
            list(findings(facts_of(risk), TODAY))
