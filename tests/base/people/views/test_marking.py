"""Marking plans, sections, deliverables, files, measures, recommendations and risks: higher by whoever edits them,
lower by an administrator who says why."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kpa_tracker.base.audit import edits
from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.roles import GRANTS, Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.actions import change_plan
from tests.factories.situations import meanwhile
from tests.hostile.world import MAKERS

pytestmark = pytest.mark.django_db
KINDS = ("plan", "section", "deliverable", "evidence", "measure", "recommendation", "risk")
OPEN, SENSITIVE = "OFFICIAL", "OFFICIAL-SENSITIVE"


@pytest.fixture(params=KINDS)
def record(request, authority):
    return MAKERS[request.param](authority)


def told_of(record):
    """The record whose history says what was done with one: evidence is told of in its deliverable's."""
    return getattr(record, "deliverable", record)


def page(record):
    return reverse(f"{record._meta.model_name}-marking", args=[record.pk])


def send(client, record, marking, reason="", **further):
    record.refresh_from_db()
    said = {"marking": marking, "reason": reason, "version": record.version, **further}
    response = client.post(page(record), said)
    record.refresh_from_db()
    return response.status_code


def sensitive(record):
    meanwhile(record, marking=SENSITIVE)
    return record


def test_whoever_edits_it_marks_it_higher_and_the_history_says_so(record, editor, as_person):
    assert send(as_person(editor), record, SENSITIVE) == 302
    assert record.marking == SENSITIVE
    event = history_of(told_of(record)).first()
    assert (event.actor_name, event.changes["marking"][1]) == (str(editor), SENSITIVE)


def test_an_editor_is_not_offered_a_lower_marking_and_a_forged_one_changes_nothing(record, editor, as_person):
    client, events = as_person(editor), Event.objects.count()
    offered = client.get(page(sensitive(record))).context["form"].fields["marking"].choices
    assert [value for value, _ in offered] == [SENSITIVE]
    for forged in ("", OPEN, "NOT PROTECTIVELY MARKED", "ANYTHING"):
        assert send(client, record, forged, reason="It is over.") == 422
        assert (record.marking, Event.objects.count()) == (SENSITIVE, events)


def test_an_administrator_marks_it_lower_for_a_reason_alone(record, administrator, as_person):
    client = as_person(administrator)
    assert (send(client, sensitive(record), OPEN), record.marking) == (422, SENSITIVE)
    assert (send(client, record, OPEN, "  "), record.marking) == (422, SENSITIVE)
    assert (send(client, record, OPEN, "The inquiry was published."), record.marking) == (302, OPEN)
    told = str(tell(history_of(told_of(record)).first()))
    assert "from OFFICIAL-SENSITIVE to OFFICIAL, because the inquiry was published." in told


def test_who_was_slower_marks_nothing(record, administrator, as_person):
    meanwhile(record, marking=SENSITIVE, version=7)
    client = as_person(administrator)
    assert client.post(page(record), {"marking": OPEN, "reason": "Over.", "version": 6}).status_code == 422
    record.refresh_from_db()
    assert record.marking == SENSITIVE


def test_no_other_change_lowers_it_whatever_it_sends(record, editor):
    sensitive(record).marking = OPEN
    with pytest.raises(Refused, match="An administrator marks it lower"):
        edits.change(record, seen=record.version, fields=["marking"], by=editor, reason="Forged.")
    with pytest.raises(Refused, match="An administrator marks it lower"):
        edits.change(record, seen=record.version, fields=["marking"], by=None, reason="By a command.")


def test_without_the_guard_the_same_change_would_lower_it(record, editor, monkeypatch):
    monkeypatch.setattr(edits, "refuse_lowered", lambda marked, found, *, by, reason: None)
    sensitive(record).marking = OPEN
    edits.change(record, seen=record.version, fields=["marking"], by=editor)
    record.refresh_from_db()
    assert record.marking == OPEN


def test_the_right_to_lower_is_an_administrators_alone():
    assert [role for role in Role.values if "people.lower_marking" in GRANTS[role]] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("kind", ["plan", "section", "deliverable", "measure", "recommendation", "risk"])
def test_the_form_of_its_words_lowers_nothing(kind, authority, editor, as_person):
    record = sensitive(MAKERS[kind](authority))
    client, url = as_person(editor), reverse(f"{kind}-edit", args=[record.pk])
    form = client.get(url).context["form"]
    filled = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
    client.post(url, {**filled, "marking": OPEN})
    record.refresh_from_db()
    assert record.marking == SENSITIVE


def test_the_plans_own_action_lowers_nothing_without_the_right(authority, editor, administrator):
    plan = sensitive(MAKERS["plan"](authority))
    for by in (editor, administrator):
        with pytest.raises(Refused):
            change_plan(plan, seen=plan.version, changes={"marking": OPEN}, by=by)


def test_a_race_is_a_conflict_as_anywhere(authority, administrator):
    plan = MAKERS["plan"](authority)
    plan.marking = SENSITIVE
    with pytest.raises(Conflict):
        edits.change(plan, seen=plan.version - 1, fields=["marking"], by=administrator)
