"""A plan is started, worded and taken from draft to closed; the refusals say what to do instead."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from plans.actions import archive, change_plan, create_plan, move_plan_state, put_on_scale, restore
from plans.models import Plan, Scale
from tests.factories.plans import PlanFactory, ScaleFactory

State = Plan.State


def a_new_plan(authority, **values):
    year = {"starts_on": datetime.date(2010, 4, 1), "ends_on": datetime.date(2011, 3, 31)}
    return Plan(authority=authority, title="Business plan 2010/11", **year, **values)


def test_a_plan_starts_as_a_draft_whatever_it_says(authority, editor):
    made = create_plan(a_new_plan(authority, state=State.ADOPTED), by=editor)
    assert Plan.objects.get(pk=made.pk).state == State.DRAFT


def test_a_plan_without_a_scale_gets_one_of_three_points(authority, editor):
    made = create_plan(a_new_plan(authority), by=editor)
    assert sorted(made.scale.points.values_list("code", flat=True)) == ["amber", "green", "red"]


def test_the_second_plan_takes_the_scale_that_is_there(authority, editor):
    first = create_plan(a_new_plan(authority), by=editor)
    second = a_new_plan(authority)
    second.title = "Another"
    assert create_plan(second, by=editor).scale == first.scale
    assert Scale.objects.count() == 1


def test_a_plan_does_not_take_another_authoritys_scale(authority, editor):
    with pytest.raises(ValidationError) as refused:
        create_plan(a_new_plan(authority, scale=ScaleFactory()), by=editor)
    assert refused.value.message_dict == {"scale": ["This belongs to another authority."]}


def test_a_change_is_one_event_with_old_and_new(plan, editor):
    old = plan.title
    change_plan(plan, seen=plan.version, changes={"title": "New title", "vision": "Safe"}, by=editor)
    event = history_of(plan).get()
    assert (event.verb, event.changes) == ("plan changed", {"title": [old, "New title"], "vision": ["", "Safe"]})


def test_the_state_does_not_move_by_editing(plan, editor):
    change_plan(plan, seen=plan.version, changes={"state": State.ADOPTED}, by=editor)
    assert Plan.objects.get(pk=plan.pk).state == State.DRAFT


def test_the_slower_editor_is_told(plan, editor):
    mine, theirs = (Plan.objects.get(pk=plan.pk) for _ in range(2))
    change_plan(theirs, seen=1, changes={"title": "Theirs"}, by=editor)
    with pytest.raises(Conflict) as lost:
        change_plan(mine, seen=1, changes={"title": "Mine"}, by=editor)
    assert lost.value.current.title == "Theirs"


def test_a_closed_plan_refuses_changes(closed, editor):
    with pytest.raises(Refused, match="This plan is closed"):
        change_plan(closed, seen=1, changes={"title": "New"}, by=editor)


def test_an_archived_plan_refuses_changes_until_it_is_back(plan, editor):
    archive(plan, seen=1, reason="Entered twice.", by=editor)
    with pytest.raises(Refused, match="archived"):
        change_plan(plan, seen=2, changes={"title": "New"}, by=editor)
    restore(plan, seen=2, by=editor)
    assert change_plan(plan, seen=3, changes={"title": "New"}, by=editor).version == 4


def test_before_adoption_a_plan_may_rate_by_another_scale(plan, authority, editor):
    five = ScaleFactory(authority=authority)
    assert put_on_scale(plan, scale=five, seen=1, by=editor).scale == five


def test_an_adopted_plan_keeps_its_scale(authority, editor):
    plan = PlanFactory(authority=authority, state=State.ADOPTED)
    with pytest.raises(Refused, match="The scale of an adopted plan stays"):
        put_on_scale(plan, scale=ScaleFactory(authority=authority), seen=1, by=editor)


def test_a_plan_reports_to_no_day_beside_its_years(plan, authority, editor):
    kept = {"reports_every": "custom", "reports_to": f"{plan.ends_on:%d %B %Y}"}
    later = plan.ends_on + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="is not within the plan's years") as refused:
        change_plan(plan, seen=1, changes={**kept, "reports_to": f"{later:%d %B %Y}"}, by=editor)
    assert refused.value.field == "reports_to"
    new = PlanFactory.build(authority=authority, scale=plan.scale, reports_to="1 January 1990")
    with pytest.raises(Refused, match="1 January 1990 is not within"):
        create_plan(new, by=editor)
    plan.refresh_from_db()
    assert change_plan(plan, seen=1, changes=kept, by=editor).reports_to == kept["reports_to"]


def test_a_plans_years_hold_the_days_it_reports_to(plan, editor):
    changed = change_plan(plan, seen=1, changes={"reports_to": f"{plan.starts_on:%d %B %Y}"}, by=editor)
    starts_on = plan.starts_on + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="is not within the plan's years"):
        change_plan(changed, seen=changed.version, changes={"starts_on": starts_on}, by=editor)


def test_a_plan_does_not_follow_itself_on_any_detour(plan, authority, editor):
    later = PlanFactory(authority=authority, previous=plan)
    with pytest.raises(Refused, match="cannot follow itself"):
        change_plan(plan, seen=1, changes={"previous": later}, by=editor)


def test_a_plan_does_not_stand_under_itself_on_any_detour(plan, authority, editor):
    longer = PlanFactory(authority=authority, under=plan)
    with pytest.raises(Refused, match="cannot stand under itself") as refused:
        change_plan(plan, seen=1, changes={"under": longer}, by=editor)
    assert refused.value.field == "under"


def test_a_plan_is_put_under_a_longer_one_of_its_authority_alone(plan, authority, editor):
    longer = PlanFactory(authority=authority, title="Policing plan 2009-12")
    change_plan(plan, seen=1, changes={"under": longer}, by=editor)
    assert (plan.under, list(longer.below.all())) == (longer, [plan])
    with pytest.raises(ValidationError, match="another authority"):
        change_plan(plan, seen=2, changes={"under": PlanFactory()}, by=editor)


@pytest.mark.parametrize(
    ("now", "to"),
    [
        (State.DRAFT, State.CONSULTATION),
        (State.CONSULTATION, State.DRAFT),
        (State.CONSULTATION, State.ADOPTED),
        (State.ADOPTED, State.CLOSED),
    ],
)
def test_a_plan_takes_the_next_step(authority, editor, now, to):
    plan = PlanFactory(authority=authority, state=now)
    move_plan_state(plan, to=to, seen=1, by=editor)
    assert history_of(plan).get().changes == {"state": [now, to]}


@pytest.mark.parametrize(
    ("now", "to", "sentence"),
    [
        (State.DRAFT, State.ADOPTED, "A plan that is draft cannot become adopted next."),
        (State.ADOPTED, State.DRAFT, "A plan that is adopted cannot become draft next."),
        (State.CLOSED, State.ADOPTED, "A plan that is closed cannot become adopted next."),
        (State.DRAFT, "thrown away", "A plan that is draft cannot become thrown away next."),
    ],
)
def test_a_plan_refuses_every_other_step(authority, editor, now, to, sentence):
    plan = PlanFactory(authority=authority, state=now)
    with pytest.raises(Refused) as refused:
        move_plan_state(plan, to=to, seen=1, by=editor)
    assert refused.value.message == sentence


def test_an_archived_plan_takes_no_step(plan, editor):
    archive(plan, seen=1, reason="Entered twice.", by=editor)
    with pytest.raises(Refused, match="archived"):
        move_plan_state(plan, to=State.CONSULTATION, seen=2, by=editor)
