"""Scoring risks."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from risks.actions import assess_risk, confirm_score, confirm_scores, make_scheme, set_matrix
from risks.models import Assessment, Risk
from risks.scoring import Level, standard_matrix
from tests.conftest import TODAY
from tests.factories.people import PostFactory
from tests.factories.risks import AssessmentFactory, RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(authority):
    return RiskFactory(authority=authority, reference="KPA 05", title="Too few members")


def assess(risk, by, *, basis="current", seen=None, review_by=None, **values):
    scores = {"likelihood": 3, "impact": 4, "impact_kind": "service", "rationale": "Two resignations.", **values}
    made = Assessment(risk=risk, basis=basis, **scores)
    return assess_risk(made, seen=risk.version if seen is None else seen, review_by=review_by, by=by)


def test_a_score_becomes_the_risks_own_as_one_event(risk, editor):
    made = assess(risk, editor)
    risk.refresh_from_db()
    event = history_of(risk).get()
    assert (risk.current, made.level, made.assessed_by, made.assessed_on) == (made, Level.HIGH, editor, TODAY)
    assert (event.verb, event.reason) == ("risk assessed", "Two resignations.")
    assert event.changes == {"current score": [None, "12 (3 × 4)"], "next review": [None, "2010-07-12"]}


def test_a_new_score_leaves_the_old_one_as_it_was(risk, editor):
    first = assess(risk, editor)
    second = assess(risk, editor, likelihood=5)
    risk.refresh_from_db()
    first.refresh_from_db()
    assert (risk.current, first.score, second.score) == (second, 12, 20)
    assert list(risk.assessments.all()) == [first, second]
    assert risk.next_review == datetime.date(2010, 5, 12)


@pytest.mark.parametrize("basis", ["inherent", "target"])
def test_what_is_not_the_current_score_sets_no_review(risk, editor, basis):
    made = assess(risk, editor, basis=basis)
    risk.refresh_from_db()
    assert (getattr(risk, basis), risk.current, risk.next_review) == (made, None, None)


def test_the_level_goes_by_the_authoritys_own_matrix(risk, authority, editor):
    scheme = make_scheme(authority, by=editor)
    matrix = {
        pair: Level.VERY_HIGH if pair >= (3, 4) and pair[1] >= 4 else level for pair, level in standard_matrix().items()
    }
    set_matrix(scheme, matrix=matrix, seen=scheme.version, by=editor)
    assert assess(risk, editor).level == Level.VERY_HIGH


def test_a_matrix_set_later_leaves_the_level_that_was_said(risk, authority, editor):
    made = assess(risk, editor)
    scheme = authority.risk_scheme
    set_matrix(scheme, matrix=dict.fromkeys(standard_matrix(), Level.LOW), seen=scheme.version, by=editor)
    made.refresh_from_db()
    shown = Risk.objects.with_levels().get(pk=risk.pk)
    assert (made.level, shown.current_level) == (Level.HIGH, Level.LOW)


def test_a_review_may_come_sooner_than_its_level_asks(risk, editor):
    assess(risk, editor, review_by=datetime.date(2010, 5, 1))
    risk.refresh_from_db()
    assert risk.next_review == datetime.date(2010, 5, 1)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"review_by": datetime.date(2010, 7, 13)}, "by 12 July 2010 at the latest"),
        ({"review_by": TODAY}, "lies after today"),
        ({"rationale": "  "}, "Say why"),
    ],
)
def test_a_score_is_refused(risk, editor, values, sentence):
    with pytest.raises(Refused, match=sentence):
        assess(risk, editor, **values)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("values", [{"likelihood": 6}, {"impact": 0}, {"impact_kind": "weather"}])
def test_what_is_on_no_scale_is_no_score(risk, editor, values):
    with pytest.raises((ValidationError, ValueError, KeyError)):
        assess(risk, editor, **values)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({"status": "closed", "status_reason": "Over."}, "has ended"),
        ({"status": "terminated", "status_reason": "Over."}, "has ended"),
    ],
)
def test_an_ended_risk_is_not_scored(risk, editor, state, sentence):
    Risk.objects.filter(pk=risk.pk).update(**state)
    with pytest.raises(Refused, match=sentence):
        assess(risk, editor)


def test_an_archived_risk_is_not_scored(risk, editor):
    Risk.objects.filter(pk=risk.pk).update(archived_at="2010-01-01T00:00Z", archived_by=editor)
    with pytest.raises(Refused, match="archived"):
        assess(risk, editor)


def test_of_two_who_score_at_once_the_second_is_told(risk, editor):
    assess(risk, editor)
    with pytest.raises(Conflict):
        assess(risk, editor, seen=1, likelihood=1)
    assert Assessment.objects.count() == 1


def test_a_review_that_changes_nothing_is_a_new_score(risk, editor):
    AssessmentFactory(risk=risk)
    made = confirm_score(risk, rationale="Looked at; the same.", seen=1, by=editor)
    assert (made.pair, made.rationale, made.assessed_on) == ((3, 4), "Looked at; the same.", TODAY)
    assert risk.assessments.count() == 2


def test_a_review_that_changes_nothing_names_no_score_in_the_history(risk, editor):
    AssessmentFactory(risk=risk)
    confirm_score(risk, rationale="The same.", seen=1, by=editor)
    assert set(history_of(risk).get().changes) == {"next review"}


def test_what_was_never_scored_cannot_be_confirmed(risk, editor):
    with pytest.raises(Refused, match="KPA 05: This risk has no current score"):
        confirm_score(risk, rationale="The same.", seen=1, by=editor)


def test_several_risks_are_reviewed_for_one_reason(authority, editor):
    risks = [AssessmentFactory(risk=RiskFactory(authority=authority)).risk for _ in range(3)]
    made = confirm_scores([(risk, risk.version) for risk in risks], rationale="The year's end.", by=editor)
    assert {one.risk for one in made} == set(risks)


def test_of_several_risks_all_are_reviewed_or_none(authority, editor):
    scored, unscored = AssessmentFactory(risk=RiskFactory(authority=authority)).risk, RiskFactory(authority=authority)
    with pytest.raises(Refused, match=unscored.reference):
        confirm_scores([(scored, 1), (unscored, 1)], rationale="The year's end.", by=editor)
    assert scored.assessments.count() == 1


def test_no_risk_at_all_is_no_review(editor):
    assert confirm_scores([], rationale="The year's end.", by=editor) == []


def test_a_risk_owner_elsewhere_does_not_change_who_scores(risk, authority, officer):
    risk.owner = PostFactory(authority=authority)
    risk.save()
    assert not officer.has_perm("risks.assess_risk", risk)
