"""Who may do what: each permission with the roles that have it, written out, and everybody who has it not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from rules.permissions import permissions

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.people.rules import granted, is_themselves
from tests.factories.people import (
    AppointmentFactory,
    AuthorityFactory,
    PersonFactory,
    PostFactory,
    SavedViewFactory,
    person_with,
)

A, E, OFF, M, R = "administrator", "editor", "officer", "member", "auditor"
EVERYBODY = {A, E, OFF, M, R}
MATRIX = {
    "people.view_authority": EVERYBODY,
    "people.view_committee": EVERYBODY,
    "people.view_meeting": EVERYBODY,
    "people.view_post": EVERYBODY,
    "people.view_dashboard": EVERYBODY,
    "people.change_authority": {A},
    "people.change_committee": {A},
    "people.add_committee": {A},
    "people.add_meeting": {A},
    "people.change_meeting": {A},
    "people.change_post": {A},
    "people.add_post": {A},
    "people.change_appointment": {A},
    "people.add_appointment": {A},
    "people.view_appointment": {A},
    "people.use_admin": {A},
    "audit.view_event": {A, E, R},
    "plans.view_plan": EVERYBODY,
    "plans.add_plan": {A, E},
    "plans.change_plan": {A, E},
    "plans.adopt_plan": {A, E},
    "plans.view_ambition": EVERYBODY,
    "plans.change_ambition": {A, E},
    "plans.add_scale": {A, E},
    "plans.view_glossaryentry": EVERYBODY,
    "plans.change_glossaryentry": {A, E},
    "deliverables.view_deliverable": EVERYBODY,
    "deliverables.add_deliverable": {A, E},
    "deliverables.change_deliverable": {A, E},
    "deliverables.open_period": {A, E},
    "deliverables.update_any_deliverable": {A, E},
    "deliverables.view_reportingperiod": EVERYBODY,
    "deliverables.change_reportingperiod": {A, E},
    "deliverables.view_deadlinerequest": EVERYBODY,
    "deliverables.view_measurement": {A, E},
    "deliverables.add_subitem": {A, E},
    "risks.view_risk": EVERYBODY,
    "risks.add_risk": {A, E},
    "risks.change_risk": {A, E},
    "exchange.import_plan": {A, E},
    "publication.export_plan": EVERYBODY,
}


class Record:
    """Anything that belongs to an authority."""

    def __init__(self, authority):
        self.authority_id = authority.pk


@pytest.fixture
def people(db):
    """One authority with somebody for each role."""
    authority = AuthorityFactory()
    return authority, {role: person_with(role, authority=authority) for role in Role.values}


@pytest.mark.parametrize("permission", MATRIX)
def test_a_permission_is_of_the_roles_that_have_it_in_their_own_authority(people, permission):
    authority, by_role = people
    mine, other = Record(authority), Record(AuthorityFactory())
    assert {role for role, person in by_role.items() if person.has_perm(permission, mine)} == MATRIX[permission]
    assert not any(person.has_perm(permission, other) for person in by_role.values())
    assert {role for role, person in by_role.items() if person.has_perm(permission)} == MATRIX[permission]


def test_every_permission_of_the_matrix_is_known():
    assert set(MATRIX) <= set(permissions)


@pytest.mark.parametrize("permission", ["plans.view_plan", "people.use_admin"])
def test_who_has_not_signed_in_may_nothing(permission):
    visitor = AnonymousUser()
    assert not granted(permission).test(visitor)
    assert not granted(permission).test(visitor, Record(AuthorityFactory.build(pk=1)))


@pytest.mark.parametrize(
    ("starts", "ends", "may"),
    [
        ("2010-04-12", None, True),
        ("2010-04-13", None, False),
        ("2009-04-01", "2010-04-12", True),
        ("2009-04-01", "2010-04-11", False),
    ],
)
def test_a_role_lasts_as_long_as_its_appointment(db, starts, ends, may):
    person = AppointmentFactory(starts_on=starts, ends_on=ends).person
    assert person.has_perm("plans.view_plan") == may


def test_two_appointments_give_what_both_give(db):
    officer = person_with(Role.OFFICER)
    AppointmentFactory(person=officer, post=PostFactory(), role=Role.EDITOR)
    assert officer.has_perm("plans.change_plan")
    assert len(officer.authorities_granting("plans.change_plan")) == 1
    assert len(officer.authorities_granting("plans.view_plan")) == 2


def test_a_view_is_its_owners_alone(db):
    view = SavedViewFactory()
    assert view.person.has_perm("people.keep_view", view)
    assert view.person.has_perm("people.keep_view")
    assert not PersonFactory().has_perm("people.keep_view", view)
    assert not is_themselves.test(PersonFactory(), view)


def test_a_person_is_administered_where_they_hold_or_held_a_post(administrator, authority):
    theirs = person_with(Role.OFFICER, authority=authority)
    left = AppointmentFactory(post=PostFactory(authority=authority), ends_on="2009-12-31").person
    elsewhere = person_with(Role.OFFICER)
    unsaved = type(theirs)(email="new@authority.example")
    asked = {"theirs": theirs, "left": left, "elsewhere": elsewhere, "nobody's": PersonFactory(), "new": unsaved}
    may = {name for name, person in asked.items() if administrator.has_perm("people.change_person", person)}
    assert may == {"theirs", "left", "new"}


@pytest.mark.parametrize(("role", "may"), [(A, True), (E, False), (OFF, False), (M, False), (R, False)])
def test_only_administrators_add_people(people, role, may):
    _, by_role = people
    assert by_role[role].has_perm("people.add_person") == may
    assert by_role[role].has_perm("people.change_person", by_role[OFF]) == may
