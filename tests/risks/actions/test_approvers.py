"""Who can bear a risk, at which level and up to which day: the post of one person, in use, who does not own it."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from risks.actions import (
    accept_risk,
    archive_risk,
    change_status,
    end_acceptance,
    restore_risk,
    set_matrix,
    standing_acceptance,
)
from risks.models import Acceptance
from risks.scoring import Level, standard_matrix
from tests.conftest import TODAY
from tests.factories.people import AppointmentFactory, PersonFactory, PostFactory, held_post, person_with
from tests.factories.risks import AssessmentFactory, CategoryFactory, RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(authority):
    """A risk beyond appetite."""
    risk = RiskFactory(authority=authority, category=CategoryFactory(authority=authority))
    return AssessmentFactory(risk=risk).risk


def accept(risk, approver, by):
    until = TODAY + datetime.timedelta(days=90)
    acceptance = Acceptance(risk=risk, approver=approver, until=until, reason="Cheaper than treating it.")
    return accept_risk(acceptance, seen=risk.version, by=by)


@pytest.mark.parametrize("kind", [kind for kind in Post.Kind if kind != Post.Kind.POST])
def test_a_group_bears_nothing(kind, risk, authority, editor):
    with pytest.raises(Refused, match="A group accepts nothing") as refused:
        accept(risk, PostFactory(authority=authority, kind=kind), editor)
    assert (refused.value.field, Acceptance.objects.exists()) == ("approver", False)


def test_a_post_that_is_archived_bears_nothing(risk, authority, editor):
    gone = PostFactory(authority=authority, archived_at="2010-01-01T00:00Z", archived_by=PersonFactory())
    with pytest.raises(Refused, match="This post is archived") as refused:
        accept(risk, gone, editor)
    assert (refused.value.field, Acceptance.objects.exists()) == ("approver", False)


def test_a_post_that_nobody_holds_bears_nothing(risk, authority, editor):
    left = held_post(authority)
    left.appointments.update(ends_on=TODAY - datetime.timedelta(days=1))
    for vacant in (PostFactory(authority=authority), left):
        with pytest.raises(Refused, match="Nobody holds this post today") as refused:
            accept(risk, vacant, editor)
        assert (refused.value.field, Acceptance.objects.exists()) == ("approver", False)


def test_a_post_in_use_bears_it(risk, authority, editor):
    approver = held_post(authority)
    assert accept(risk, approver, editor).approver == approver


def test_no_acceptance_of_an_archived_risk_is_taken_back_until_it_is_restored(risk, authority, editor):
    made = accept(risk, held_post(authority), editor)
    archive_risk(risk, seen=risk.version, reason="Entered twice.", by=editor)
    with pytest.raises(Refused, match="Restore it first"):
        end_acceptance(risk, reason="No longer borne.", seen=risk.version, by=editor)
    assert (standing_acceptance(risk), history_of(risk).count()) == (made, 2)
    restore_risk(risk, seen=risk.version, by=editor)
    end_acceptance(risk, reason="No longer borne.", seen=risk.version, by=editor)
    assert standing_acceptance(risk) is None


def test_an_acceptance_holds_up_to_and_with_its_last_day(risk, authority, editor, settings):
    made = accept(risk, held_post(authority), editor)
    settings.DEMONSTRATION_DATE = made.until
    with pytest.raises(Refused, match="Take the acceptance back first"):
        change_status(risk, status="closed", reason="Over.", seen=risk.version, by=editor)
    settings.DEMONSTRATION_DATE = made.until + datetime.timedelta(days=1)
    assert change_status(risk, status="closed", reason="Over.", seen=risk.version, by=editor).is_ended


def test_who_left_holds_nobody_back(risk, authority, editor):
    approver, risk.owner = held_post(authority), PostFactory(authority=authority)
    risk.save()
    left = person_with(Role.OFFICER, post=approver, is_active=False)
    AppointmentFactory(person=left, post=risk.owner)
    assert accept(risk, approver, editor).approver == approver


def test_who_held_both_posts_once_holds_nobody_back(risk, authority, editor):
    approver, risk.owner = PostFactory(authority=authority), PostFactory(authority=authority)
    risk.save()
    person = person_with(Role.OFFICER, post=approver)
    AppointmentFactory(person=person, post=risk.owner, ends_on=TODAY - datetime.timedelta(days=1))
    assert accept(risk, approver, editor).approver == approver


def test_who_holds_both_posts_to_this_day_is_held_back(risk, authority, editor):
    approver, risk.owner = PostFactory(authority=authority), PostFactory(authority=authority)
    risk.save()
    AppointmentFactory(person=person_with(Role.OFFICER, post=approver), post=risk.owner, ends_on=TODAY)
    with pytest.raises(Refused, match="Somebody other than its owner"):
        accept(risk, approver, editor)


def test_what_is_accepted_is_the_level_by_the_matrix_in_force(risk, authority, editor):
    matrix = dict.fromkeys(standard_matrix(), Level.VERY_HIGH)
    set_matrix(authority.risk_scheme, matrix=matrix, seen=authority.risk_scheme.version, by=editor)
    made = accept(risk, held_post(authority), editor)
    assert (risk.current.level, made.level) == (Level.HIGH, Level.VERY_HIGH)


def test_the_reason_of_a_decision_stands_once_in_its_event(risk, editor):
    change_status(risk, status="transferred", reason="Insured.", seen=risk.version, by=editor)
    event = history_of(risk).get()
    assert (event.reason, event.changes) == ("Insured.", {"status": ["open", "transferred"]})
