"""Controls and actions."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from risks.actions import add_part, archive_part, change_part, record_test, restore_part
from risks.models import Action, Control, Risk
from tests.conftest import TODAY
from tests.factories.people import PostFactory
from tests.factories.risks import ActionFactory, ControlFactory, RiskFactory

pytestmark = pytest.mark.django_db
FACTORIES = pytest.mark.parametrize("factory", [ControlFactory, ActionFactory])


@pytest.fixture
def risk(authority):
    return RiskFactory(authority=authority)


def end(risk, editor, state):
    gone = {"archived_at": "2010-01-01T00:00Z", "archived_by": editor} if state == "archived" else {"status": state}
    Risk.objects.filter(pk=risk.pk).update(**gone, status_reason="Over.")


def new(factory, risk, **values):
    return factory.build(risk=risk, **values)


def put_to_test(control, by, *, seen=None, **values):
    given = {"effectiveness": "effective", "tested_on": TODAY, "note": "Twelve files drawn; all in order.", **values}
    return record_test(control, seen=control.version if seen is None else seen, by=by, **given)


@FACTORIES
def test_what_is_done_is_entered_after_the_others_as_one_event(factory, risk, editor):
    factory(risk=risk, position=3)
    part = add_part(new(factory, risk, title="Spot checks"), by=editor)
    event = history_of(part).get()
    assert (part.position, event.verb, event.authority_id) == (4, f"{part._meta.model_name} created", risk.authority_id)


@FACTORIES
@pytest.mark.parametrize("state", ["archived", "closed", "terminated"])
def test_nothing_is_entered_changed_or_archived_under_a_risk_that_is_gone(factory, risk, editor, state):
    part = factory(risk=risk)
    end(risk, editor, state)
    for attempt in (
        lambda: add_part(new(factory, risk), by=editor),
        lambda: change_part(part, seen=1, changes={"title": "Other"}, by=editor),
        lambda: archive_part(part, seen=1, reason="Gone.", by=editor),
    ):
        with pytest.raises(Refused, match=r"archived|ended"):
            attempt()


@FACTORIES
def test_a_post_of_another_authority_answers_for_nothing_here(factory, risk, editor):
    with pytest.raises(ValidationError, match="another authority"):
        add_part(new(factory, risk, owner=PostFactory()), by=editor)
    with pytest.raises(ValidationError, match="another authority"):
        change_part(factory(risk=risk), seen=1, changes={"owner": PostFactory()}, by=editor)


@FACTORIES
def test_what_is_done_stays_with_its_risk(factory, risk, editor):
    part = factory(risk=risk)
    change_part(part, seen=1, changes={"risk": RiskFactory(), "title": "Other words"}, by=editor)
    part.refresh_from_db()
    assert (part.risk, part.title) == (risk, "Other words")


@FACTORIES
def test_what_is_done_is_archived_for_a_reason_and_brought_back(factory, risk, editor):
    part = factory(risk=risk)
    with pytest.raises(Refused, match="Say why"):
        archive_part(part, seen=1, reason=" ", by=editor)
    archive_part(part, seen=1, reason="Replaced.", by=editor)
    with pytest.raises(Refused, match="archived"):
        change_part(part, seen=2, changes={"title": "Other"}, by=editor)
    restore_part(part, seen=2, by=editor)
    assert not part.is_archived


@FACTORIES
def test_nothing_is_brought_back_under_a_risk_that_is_gone(factory, risk, editor):
    part = archive_part(factory(risk=risk), seen=1, reason="Replaced.", by=editor)
    end(risk, editor, "closed")
    with pytest.raises(Refused, match="Open or restore that first"):
        restore_part(part, seen=2, by=editor)


@FACTORIES
def test_of_two_who_change_at_once_the_second_is_told(factory, risk, editor):
    part = factory(risk=risk)
    change_part(part, seen=1, changes={"title": "First"}, by=editor)
    with pytest.raises(Conflict):
        change_part(part, seen=1, changes={"title": "Second"}, by=editor)


def test_an_action_has_a_day_as_people_write_it_and_ends_with_an_outcome(risk, editor):
    action = ActionFactory(risk=risk)
    changes = {"due": parse_partial_date("June 2010"), "state": "in_progress"}
    change_part(action, seen=1, changes=changes, by=editor)
    with pytest.raises(Refused, match="Say what came of it"):
        change_part(action, seen=2, changes={"state": "done"}, by=editor)
    action = Action.objects.get()
    change_part(action, seen=2, changes={"state": "done", "outcome": "Three people joined."}, by=editor)
    assert (action.due_due, action.is_open, action.is_overdue) == (datetime.date(2010, 6, 30), False, False)


@pytest.mark.parametrize(("due", "overdue"), [("11 April 2010", True), ("12 April 2010", False), ("", False)])
def test_an_open_action_is_overdue_after_its_day(risk, due, overdue):
    action = ActionFactory.build(risk=risk)
    action.due = parse_partial_date(due)
    assert action.is_overdue is overdue


def test_a_test_of_a_control_says_whether_it_works_and_how_that_is_known(risk, editor):
    control = ControlFactory(risk=risk)
    assert not control.works
    put_to_test(control, editor)
    control.refresh_from_db()
    event = history_of(control).get()
    assert (control.works, control.tested_on) == (True, TODAY)
    assert event.reason == "Twelve files drawn; all in order."


@pytest.mark.parametrize(("effectiveness", "works"), [("effective", True), ("partly", True), ("ineffective", False)])
def test_what_does_not_work_is_no_help(risk, editor, effectiveness, works):
    assert put_to_test(ControlFactory(risk=risk), editor, effectiveness=effectiveness).works is works


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"effectiveness": ""}, "Say what the test showed"),
        ({"tested_on": datetime.date(2010, 4, 13)}, "still to come"),
        ({"tested_on": datetime.date(2010, 1, 31)}, "tested later than this"),
        ({"note": " "}, "Say how it was tested"),
    ],
)
def test_a_test_is_refused(risk, editor, values, sentence):
    control = ControlFactory(risk=risk, effectiveness="partly", tested_on=datetime.date(2010, 2, 1))
    with pytest.raises(Refused, match=sentence):
        put_to_test(control, editor, **values)


def test_the_same_result_again_is_a_test_of_its_own_in_the_history(risk, editor):
    control = ControlFactory(risk=risk)
    put_to_test(control, editor)
    put_to_test(control, editor, note="Drawn again: in order.")
    assert [event.reason for event in history_of(control)] == [
        "Drawn again: in order.",
        "Twelve files drawn; all in order.",
    ]


def test_a_test_comes_through_no_other_door(risk, editor):
    control = ControlFactory(risk=risk)
    change_part(control, seen=1, changes={"effectiveness": "effective", "tested_on": TODAY}, by=editor)
    assert Control.objects.get().effectiveness == ""


def test_of_two_who_test_at_once_the_second_is_told(risk, editor):
    control = ControlFactory(risk=risk)
    put_to_test(control, editor)
    with pytest.raises(Conflict):
        put_to_test(Control.objects.get(), editor, seen=1, effectiveness="partly")
