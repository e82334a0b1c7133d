"""Who may do what to the register: each permission with everybody who has it, and so with everybody who has not."""

from __future__ import annotations

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from kpa_tracker.base.people.roles import Role
from risks.actions import make_scheme
from tests.conftest import TODAY
from tests.factories.people import AppointmentFactory, CommitteeFactory, PersonFactory, PostFactory, person_with
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

pytestmark = pytest.mark.django_db

EDITORS = {"administrator", "editor"}
OWNERS = EDITORS | {"owner"}
READERS = EDITORS | {"owner", "chair", "answering", "former owner", "officer", "member", "auditor", "auditing owner"}
ANY_POST = READERS - {"auditor", "auditing owner", "former owner"} | {"stranger"}
"""Whom a page lets in before it knows the record: who holds any post by which one may write."""

OF_A_RECORD = {
    "view_risk": READERS,
    "add_risk": EDITORS,
    "change_risk": EDITORS,
    "change_scheme": EDITORS,
    "assess_risk": OWNERS,
    "treat_risk": OWNERS,
    "accept_risk": EDITORS | {"chair"},
    "report_part": OWNERS | {"answering"},
    **{f"view_{kind}": READERS for kind in ("assessment", "control", "action", "acceptance", "scheme", "category")},
    **{f"add_{kind}": EDITORS for kind in ("assessment", "control", "action", "acceptance")},
    **{f"change_{kind}": EDITORS for kind in ("assessment", "control", "action", "acceptance")},
    "add_category": EDITORS,
    "change_category": EDITORS,
}
BY_A_POST = {"assess_risk", "treat_risk", "accept_risk", "report_part"}


@pytest.fixture
def owner_post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def answering_post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def chair_post(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def records(authority, owner_post, answering_post, chair_post, editor):
    """One record of every kind, by the name that permissions end with."""
    committee = CommitteeFactory(authority=authority, chair=chair_post)
    risk = RiskFactory(authority=authority, owner=owner_post, committee=committee)
    return {
        "risk": risk,
        "assessment": AssessmentFactory(risk=risk),
        "control": ControlFactory(risk=risk, owner=answering_post),
        "part": ActionFactory(risk=risk, owner=answering_post),
        "action": ActionFactory(risk=risk, owner=answering_post),
        "acceptance": AcceptanceFactory(risk=risk, approver=chair_post),
        "scheme": make_scheme(authority, by=editor),
        "category": CategoryFactory(authority=authority),
    }


@pytest.fixture
def everybody(authority, owner_post, answering_post, chair_post, editor, stranger):
    former = PersonFactory()
    AppointmentFactory(person=former, post=owner_post, role=Role.OFFICER, ends_on=TODAY.replace(day=1))
    AppointmentFactory(person=former, post=PostFactory(authority=authority), role=Role.AUDITOR)
    return {
        "administrator": person_with(Role.ADMINISTRATOR, authority=authority),
        "editor": editor,
        "owner": person_with(Role.OFFICER, post=owner_post),
        "former owner": former,
        "auditing owner": person_with(Role.AUDITOR, post=owner_post),
        "answering": person_with(Role.OFFICER, post=answering_post),
        "chair": person_with(Role.MEMBER, post=chair_post),
        "officer": person_with(Role.OFFICER, authority=authority),
        "member": person_with(Role.MEMBER, authority=authority),
        "auditor": person_with(Role.AUDITOR, authority=authority),
        "stranger": stranger,
        "nobody": AnonymousUser(),
    }


def who_may(permission, everybody, record=None):
    return {name for name, person in everybody.items() if person.has_perm(f"risks.{permission}", record)}


@pytest.mark.parametrize(("permission", "may"), OF_A_RECORD.items())
def test_each_permission_on_a_record_is_theirs_alone(permission, may, records, everybody):
    assert who_may(permission, everybody, records[permission.partition("_")[2]]) == may


@pytest.mark.parametrize(("permission", "may"), OF_A_RECORD.items())
def test_before_a_record_is_known_whoever_might_is_let_in(permission, may, everybody):
    """A post alone opens the page that then looks at the record; a role opens it where it would on some record."""
    expected = ANY_POST if permission in BY_A_POST else may | {"stranger"}
    assert who_may(permission, everybody) == expected


def test_no_permission_of_the_register_is_left_untried():
    named = {name.partition(".")[2] for name in rules.permissions.permissions if name.startswith("risks.")}
    assert named == set(OF_A_RECORD)


def test_nobody_chairs_a_risk_without_a_committee_or_one_without_a_chair(authority, chair_post):
    chair = person_with(Role.MEMBER, post=chair_post)
    risks = [RiskFactory(authority=authority), RiskFactory(authority=authority, committee=CommitteeFactory())]
    assert [chair.has_perm("risks.accept_risk", risk) for risk in risks] == [False, False]


def test_nobody_owns_a_risk_without_an_owner(authority, everybody):
    assert who_may("assess_risk", everybody, RiskFactory(authority=authority)) == EDITORS


@pytest.mark.parametrize("kind", [ControlFactory, ActionFactory])
def test_the_owner_of_the_risk_reports_on_what_nobody_answers_for(kind, records, everybody):
    assert who_may("report_part", everybody, kind(risk=records["risk"])) == OWNERS
