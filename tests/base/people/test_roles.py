"""Roles give what they say, in the authority of the post that gives them and nowhere else."""

from __future__ import annotations

import pytest
from rules.permissions import permissions

from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.people.roles import ADMINISTERING, GRANTS, READING, Role
from tests.factories.people import AppointmentFactory, AuthorityFactory, CommitteeFactory, PersonFactory, PostFactory


@pytest.mark.parametrize("role", Role.values)
def test_every_role_may_read_its_authority_and_no_other(db, role):
    mine, other = AuthorityFactory.create_batch(2)
    person = AppointmentFactory(post=PostFactory(authority=mine), role=role).person
    assert person.has_perm("people.view_authority", mine)
    assert not person.has_perm("people.view_authority", other)
    assert list(Authority.objects.visible_to(person)) == [mine]


def test_somebody_without_a_post_may_nothing(db):
    CommitteeFactory()
    person = PersonFactory()
    assert not any(person.has_perm(name) for name in permissions if not name.startswith("people.keep_"))
    assert list(Committee.objects.visible_to(person)) == []


def test_somebody_who_may_not_sign_in_may_nothing(officer):
    officer.is_active = False
    assert not officer.has_perm("plans.view_plan")


def test_only_administrators_enter_the_admin(administrator, editor, officer, member, auditor):
    assert [p.is_staff for p in (administrator, editor, officer, member, auditor)] == [True, False, False, False, False]


def test_an_archived_post_gives_nothing(officer, administrator):
    post = officer.appointments.get().post
    type(post).objects.filter(pk=post.pk).update(archived_at="2010-01-01T00:00Z", archived_by=administrator)
    assert not officer.has_perm("plans.view_plan")


def test_an_auditor_changes_nothing(auditor):
    assert GRANTS[Role.AUDITOR] - READING == {"audit.view_event", "audit.view_draft", "notifications.view_message"}


def test_every_permission_that_a_role_gives_is_asked_for_by_a_rule(db):
    assert sorted(ADMINISTERING - set(permissions)) == []
