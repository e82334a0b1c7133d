"""Entering, changing, archiving and restoring risks."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from risks.actions import ELSEWHERE, add_risk, archive_risk, change_risk, restore_risk
from risks.models import Risk
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


@pytest.fixture
def risk(authority):
    return RiskFactory(authority=authority, reference="KPA 05", title="Too few members")


def enter(authority, editor, *, ambitions=(), deliverables=(), **values):
    risk = Risk(authority=authority, **{"reference": "KPA 13", "title": "A flood", **values})
    return add_risk(risk, ambitions=ambitions, deliverables=deliverables, by=editor)


def test_a_risk_is_entered_with_its_links_as_one_event(authority, plan, editor):
    ambition, deliverable = AmbitionFactory(plan=plan), DeliverableFactory(plan=plan)
    risk = enter(authority, editor, ambitions=[ambition], deliverables=[deliverable])
    event = history_of(risk).get()
    assert (list(risk.ambitions.all()), list(risk.deliverables.all())) == ([ambition], [deliverable])
    assert (event.verb, event.actor_id, event.authority_id) == ("risk created", editor.pk, authority.pk)
    assert event.changes["ambitions"] == [None, [str(ambition)]]


def test_a_reference_is_never_used_twice_not_even_after_an_archived_risk(authority, editor, risk):
    archive_risk(risk, seen=1, reason="Passed.", by=editor)
    with pytest.raises(ValidationError, match="already has a risk with this reference"):
        enter(authority, editor, reference="KPA 05")


@pytest.mark.parametrize("field", ["owner", "committee", "ambitions", "deliverables"])
def test_nothing_of_another_authority_is_linked(authority, editor, risk, field):
    foreign = {
        "owner": PostFactory,
        "committee": CommitteeFactory,
        "ambitions": AmbitionFactory,
        "deliverables": DeliverableFactory,
    }[field]()
    links = {"ambitions": [], "deliverables": []}
    if field in links:
        links[field] = [foreign]
    else:
        setattr(risk, field, foreign)
    with pytest.raises(Refused, match=ELSEWHERE) as refused:
        change_risk(risk, seen=1, **links, by=editor)
    assert refused.value.field == field
    assert not history_of(risk).exists()


def test_a_change_is_one_event_with_old_and_new(authority, plan, editor, risk):
    post, ambition = PostFactory(authority=authority, title="Treasurer"), AmbitionFactory(plan=plan, title="Money")
    risk.title, risk.owner = "Far too few members", post
    change_risk(risk, seen=1, ambitions=[ambition], deliverables=[], by=editor)
    assert history_of(risk).get().changes == {
        "title": ["Too few members", "Far too few members"],
        "owner": [None, "Treasurer"],
        "ambitions": [[], ["Money"]],
    }


def test_saving_what_is_the_same_leaves_no_event(editor, risk):
    change_risk(risk, seen=1, ambitions=[], deliverables=[], by=editor)
    assert not history_of(risk).exists()


def test_whoever_comes_second_is_told_and_changes_nothing(editor, risk):
    other = Risk.objects.get(pk=risk.pk)
    other.title = "First"
    change_risk(other, seen=1, ambitions=[], deliverables=[], by=editor)
    risk.title = "Second"
    with pytest.raises(Conflict) as conflict:
        change_risk(risk, seen=1, ambitions=[], deliverables=[], by=editor)
    assert conflict.value.current.title == Risk.objects.get(pk=risk.pk).title == "First"


def test_an_archived_risk_leaves_the_register_and_comes_back(editor, risk):
    archive_risk(risk, seen=1, reason="Passed.", by=editor)
    assert list(Risk.objects.all().for_list()) == []
    with pytest.raises(Refused, match="Restore it first"):
        change_risk(risk, seen=2, ambitions=[], deliverables=[], by=editor)
    restore_risk(risk, seen=2, by=editor)
    assert list(Risk.objects.all().for_list()) == [risk]
    assert [event.verb for event in history_of(risk)] == ["risk restored", "risk archived"]


def test_archiving_needs_a_reason(editor, risk):
    with pytest.raises(Refused, match="Say why"):
        archive_risk(risk, seen=1, reason=" ", by=editor)
    assert not Risk.objects.get(pk=risk.pk).is_archived
