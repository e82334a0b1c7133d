"""Who may do what with a deliverable: by role, by the post that they hold, and by what they did themselves."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from deliverables import rules
from deliverables.models.work import work_of
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.people.roles import Role
from tests.factories.deliverables import (
    DeadlineRequestFactory,
    DeliverableFactory,
    EvidenceFactory,
    ProgressUpdateFactory,
)
from tests.factories.people import AppointmentFactory, PostFactory, person_with

WITHDRAWN = {"withdrawn_at": datetime.datetime(2010, 2, 1, tzinfo=datetime.timezone.utc), "withdrawn_reason": "Wrong."}


@pytest.fixture
def lead(authority):
    return PostFactory(authority=authority)


@pytest.fixture
def one(authority, lead):
    return DeliverableFactory(plan__authority=authority, lead=lead)


def holder(post, role=Role.OFFICER, **values):
    return AppointmentFactory(post=post, role=role, **values).person


# --- Who answers for it ---


def test_who_holds_the_leading_post_answers_for_it(one, lead):
    assert holder(lead).has_perm("deliverables.update_deliverable", one)


def test_an_auditor_here_who_works_elsewhere_writes_nothing_here(one, authority):
    """Where a plan names everyone, that is everyone who works in the authority."""
    one.supporting.add(PostFactory(authority=authority, kind=Post.Kind.EVERYONE))
    person = holder(PostFactory(authority=authority), role=Role.AUDITOR)
    AppointmentFactory(person=person, post=PostFactory(), role=Role.OFFICER)
    assert not person.has_perm("deliverables.update_deliverable", one)
    assert work_of(person).items == []
    assert holder(PostFactory(authority=authority)).has_perm("deliverables.update_deliverable", one)


def test_who_holds_a_supporting_post_answers_for_it(one, authority):
    support = PostFactory(authority=authority)
    person = holder(support)
    assert not person.has_perm("deliverables.update_deliverable", one)
    one.supporting.add(support)
    assert person.has_perm("deliverables.update_deliverable", one)


@pytest.mark.parametrize("how", ["leads", "supports"])
def test_where_a_plan_names_everyone_each_post_of_the_authority_answers(one, authority, how):
    person, elsewhere = holder(PostFactory(authority=authority)), person_with(Role.OFFICER)
    everyone = PostFactory(authority=authority, kind=Post.Kind.EVERYONE)
    assert not person.has_perm("deliverables.update_deliverable", one)
    if how == "leads":
        one.lead = everyone
        one.save()
    else:
        one.supporting.add(everyone)
    assert person.has_perm("deliverables.update_deliverable", one)
    assert not elsewhere.has_perm("deliverables.update_deliverable", one)


def test_an_auditor_reads_everything_and_writes_nothing_whatever_post_they_hold(one, lead):
    auditor = holder(lead, Role.AUDITOR)
    assert auditor.has_perm("deliverables.view_deliverable", one)
    assert not auditor.has_perm("deliverables.update_deliverable", one)
    assert not auditor.has_perm("deliverables.update_deliverable")


@pytest.mark.parametrize(("ends", "may"), [("2010-04-12", True), ("2010-04-11", False)])
def test_who_held_the_post_until_yesterday_answers_no_more(one, lead, ends, may):
    assert holder(lead, ends_on=ends).has_perm("deliverables.update_deliverable", one) == may


@pytest.mark.parametrize(
    ("role", "may"), [("administrator", True), ("editor", True), ("officer", False), ("member", False)]
)
def test_editors_write_for_everybody(one, authority, role, may):
    person = person_with(role, authority=authority)
    assert person.has_perm("deliverables.update_deliverable", one) == may
    assert person.has_perm("deliverables.request_deadline", one) == may
    assert person.has_perm("deliverables.add_evidence", one) == may


def test_a_visitor_answers_for_nothing(one):
    assert not rules.answers_for.test(AnonymousUser(), one)
    assert not rules.answers_for.test(AnonymousUser())


# --- Nobody decides on their own ---


def test_an_editor_reviews_what_others_submitted(one, editor):
    own = ProgressUpdateFactory(deliverable=one, written_by=editor)
    others = ProgressUpdateFactory(deliverable__plan=one.plan, period=own.period)
    assert not editor.has_perm("deliverables.review_update", own)
    assert editor.has_perm("deliverables.review_update", others)


@pytest.mark.parametrize("role", ["officer", "member", "auditor"])
def test_nobody_else_reviews(one, authority, role):
    update = ProgressUpdateFactory(deliverable=one)
    assert not person_with(role, authority=authority).has_perm("deliverables.review_update", update)


def test_a_request_is_decided_by_another_and_withdrawn_by_who_made_it(one, editor, authority):
    request = DeadlineRequestFactory(deliverable=one, requested_by=editor)
    colleague = person_with(Role.EDITOR, authority=authority)
    may = {
        name: [person.has_perm(f"deliverables.{name}_deadline", request) for person in (editor, colleague)]
        for name in ("decide", "withdraw")
    }
    assert may == {"decide": [False, True], "withdraw": [True, False]}
    assert colleague.has_perm("deliverables.withdraw_deadline")


# --- Evidence ---


def test_evidence_is_withdrawn_by_who_added_it_or_an_editor(one, lead, editor, authority):
    owner, colleague = holder(lead), person_with(Role.OFFICER, authority=authority)
    added = EvidenceFactory(deliverable=one, added_by=owner)
    may = [person.has_perm("deliverables.withdraw_evidence", added) for person in (owner, editor, colleague)]
    assert may == [True, True, False]


@pytest.mark.parametrize(
    ("role", "may"), [("administrator", True), ("editor", True), ("auditor", True), ("officer", False)]
)
def test_withdrawn_evidence_is_read_by_those_who_read_the_history(one, authority, role, may):
    person = person_with(role, authority=authority)
    standing = EvidenceFactory(deliverable=one)
    withdrawn = EvidenceFactory(deliverable=one, withdrawn_by=standing.added_by, **WITHDRAWN)
    assert person.has_perm("deliverables.view_evidence", standing)
    assert person.has_perm("deliverables.view_evidence", withdrawn) == may


@pytest.mark.parametrize(
    "permission",
    [
        "view_deliverable",
        "update_deliverable",
        "request_deadline",
        "add_evidence",
        "change_deliverable",
    ],
)
def test_nobody_of_another_authority_may_anything(one, stranger, permission):
    assert not stranger.has_perm(f"deliverables.{permission}", one)
    assert stranger.has_perm(f"deliverables.{permission}")
