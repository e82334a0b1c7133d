from __future__ import annotations

import pytest

from plans.actions import archive, change_plan, move_plan_state
from plans.actions.settling import FOLLOWS, settle
from tests.factories.plans import PlanFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What an app above was told of: the plan's state and marking, and who changed it."""
    found = []
    monkeypatch.setitem(FOLLOWS, "above", lambda plan, by: found.append((plan.state, plan.is_archived, by)))
    return found


def test_whoever_changes_moves_or_archives_a_plan_sets_going_what_follows(editor, authority, told):
    plan = PlanFactory(authority=authority, state="draft")
    change_plan(plan, seen=plan.version, changes={"title": "Another"}, by=editor)
    move_plan_state(plan, to="consultation", seen=plan.version, by=editor)
    archive(plan, seen=plan.version, reason="Over.", by=editor)
    assert told == [("draft", False, editor), ("consultation", False, editor), ("consultation", True, editor)]


def test_a_part_of_a_plan_sets_nothing_going(editor, authority, told):
    section = SectionFactory(plan__authority=authority)
    archive(section, seen=section.version, reason="Over.", by=editor)
    assert told == []


def test_the_plan_is_handed_on(editor):
    plan = PlanFactory()
    assert settle(plan, by=editor) is plan
