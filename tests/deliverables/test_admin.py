"""What an address of the admin may ask of deliverables and evidence."""

from __future__ import annotations

import pytest
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.roles import Role
from tests.factories.deliverables import DeliverableFactory, EvidenceFactory
from tests.factories.people import AppointmentFactory, PostFactory

LIST = "admin:deliverables_deliverable_changelist"
METHODS = ["delete", "_raw_delete", "all", "none", "query", "update", "__class__", "\x00"]


def shown(page):
    return list(page.context["cl"].result_list)


@pytest.mark.parametrize("word", METHODS)
def test_no_address_calls_a_method_of_the_rows(word, authority, administrator, as_person):
    kept = DeliverableFactory(plan__authority=authority)
    assert shown(as_person(administrator).get(reverse(LIST), {"gap": word})) == [kept]
    assert Deliverable.objects.get() == kept


def test_the_choices_that_are_offered_narrow_the_list(authority, administrator, as_person):
    owned = DeliverableFactory(plan__authority=authority, lead=PostFactory(authority=authority))
    without = DeliverableFactory(plan=owned.plan)
    assert shown(as_person(administrator).get(reverse(LIST), {"gap": "without_owner"})) == [without]


@pytest.mark.parametrize(("role", "seen"), [(Role.MEMBER, 1), (Role.AUDITOR, 2)])
def test_withdrawn_evidence_is_listed_to_those_who_may_open_it(role, seen, administrator, as_person):
    standing = EvidenceFactory()
    withdrawn = {"withdrawn_at": "2010-03-01T00:00Z", "withdrawn_by": standing.added_by, "withdrawn_reason": "Wrong"}
    EvidenceFactory(deliverable=standing.deliverable, added_by=standing.added_by, **withdrawn)
    post = PostFactory(authority=standing.deliverable.plan.authority)
    AppointmentFactory(person=administrator, post=post, role=role)
    page = as_person(administrator).get(reverse("admin:deliverables_evidence_changelist"))
    assert len(shown(page)) == seen
