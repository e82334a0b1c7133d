"""Long files are taken over while nobody waits: once, as a whole, by whoever may."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from deliverables.models import Deliverable
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Appointment
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions import discard_import, name_headings, running
from kpa_tracker.interfaces.exchange.actions.running import (
    NOT_KNOWN,
    STOPPED,
    ask_for_run,
    cancel_run,
    carry_out,
    confirm,
    run_waiting,
)
from kpa_tracker.interfaces.exchange.actions.staging import DONE, READ_OTHERWISE
from kpa_tracker.interfaces.exchange.management.commands import import_waiting
from kpa_tracker.interfaces.exchange.models import ImportRun, StagedImport, imports
from kpa_tracker.interfaces.exchange.models.runs import ImportRunQuerySet
from plans.actions.plans import CLOSED
from plans.models import Plan
from tests.factories.exchange import BookImportFactory, ImportRunFactory, RegisterImportFactory, StagedImportFactory
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
ROWS = [["Aim", "Action"], *(["Safe", f"Task {number}"] for number in range(120))]
LONG_AGO = datetime.timedelta(minutes=1)


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state=Plan.State.DRAFT)


@pytest.fixture
def staged(plan, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 100)
    return StagedImportFactory(plan=plan, rows=ROWS)


@pytest.fixture
def run(staged, editor):
    return ImportRunFactory(staged=staged, asked_by=editor, said={"seen": staged.version})


def standing(run):
    run.refresh_from_db()
    return (run.state, run.why_not, Deliverable.objects.count())


def confirmed(staged, by, callbacks):
    with callbacks(execute=True):
        return confirm(staged, by=by, seen=staged.version)


def test_a_long_file_is_taken_over_as_it_was_confirmed(staged, editor, django_capture_on_commit_callbacks):
    made = confirmed(staged, editor, django_capture_on_commit_callbacks)
    assert standing(made) == ("done", "", 120)
    staged = StagedImport.objects.get()
    assert (staged.confirmed_by, staged.result["counts"]["made"]) == (editor, 121)
    told = Event.objects.get(verb="plan imported")
    assert (told.actor_id, told.door) == (editor.pk, "import")
    assert list(verify_history()) == []


def test_a_short_file_is_taken_over_at_once(plan, editor):
    done = confirm(StagedImportFactory(plan=plan), by=editor)
    assert (done.confirmed_by, Deliverable.objects.count(), ImportRun.objects.count()) == (editor, 1, 0)


@pytest.mark.parametrize(("rows", "is_long"), [(999, False), (1_000, True)])
def test_the_rows_of_the_file_say_whether_it_is_long(rows, is_long):
    assert StagedImportFactory.build(plan=None, uploaded_by=None, rows=[["A", "B"]] * rows).is_long is is_long


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda plan: StagedImportFactory(plan=plan, sort="targets"), "confirm_measures"),
        (lambda plan: StagedImportFactory(plan=plan, sort="results"), "confirm_measures"),
        (lambda plan: RegisterImportFactory(register_of=plan.authority), "confirm_register"),
        (lambda plan: BookImportFactory(plan=plan), "confirm_read_book"),
    ],
)
def test_every_sort_of_file_is_taken_over_by_its_own_action(plan, editor, make, name, monkeypatch):
    monkeypatch.setattr(imports, "LONG", 1)
    staged, taken = make(plan), []
    assert running.TAKE[staged.sort].__name__ == name
    monkeypatch.setitem(running.TAKE, staged.sort, lambda one, **said: taken.append((one, said)))
    carry_out(ImportRunFactory(staged=staged, asked_by=editor, state="running", said={"seen": 1}))
    assert taken == [(staged, {"by": editor, "seen": 1})]


def test_a_workbook_is_read_again_when_it_is_taken_over(plan, editor, monkeypatch):
    staged, taken = BookImportFactory(plan=plan), []
    monkeypatch.setattr(running, "confirm_book", lambda one, book, **said: taken.append((one, said)))
    running.confirm_read_book(staged, by=editor, seen=1)
    assert taken == [(staged, {"by": editor, "seen": 1})]


def test_it_is_told_how_far_it_is_while_nothing_can_be_seen(run, monkeypatch):
    heard = []
    real = running.TAKE["plan"]

    def listening(staged, **said):
        monkeypatch.setattr(Deliverable, "clean", lambda one: heard.append(run.slate.read()))
        return real(staged, **said)

    monkeypatch.setitem(running.TAKE, "plan", listening)
    assert run_waiting() == 1
    assert (heard[0], heard[60], heard[119]) == ((0, 120), (50, 120), (100, 120))
    assert run.slate.read() is None


def test_whoever_confirms_twice_gets_the_one_that_is_under_way(staged, editor, administrator):
    first = ask_for_run(staged, said={}, by=editor)
    assert ask_for_run(staged, said={}, by=administrator) == first
    assert first.asked_by == editor


def test_two_under_way_cannot_be_stored(run):
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRunFactory(staged=run.staged, state="running", started_at=clock.now())
    ImportRunFactory(staged=run.staged, state="cancelled")


def test_a_failure_without_a_reason_cannot_be_stored(run):
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRunFactory(staged=run.staged, state="failed")


def test_what_is_done_is_not_asked_for_again(staged, editor, django_capture_on_commit_callbacks):
    confirmed(staged, editor, django_capture_on_commit_callbacks)
    with pytest.raises(Refused, match=DONE):
        ask_for_run(staged, said={}, by=editor)


def test_another_reading_than_the_one_seen_is_refused_when_it_is_asked_for(staged, editor):
    with pytest.raises(Refused, match=READ_OTHERWISE):
        ask_for_run(staged, said={"seen": staged.version + 1}, by=editor)


def test_a_reading_that_is_corrected_meanwhile_is_not_taken_over(run):
    name_headings(run.staged, signature="something")
    run_waiting()
    assert standing(run) == ("failed", READ_OTHERWISE, 0)


def test_what_an_action_refuses_is_said_and_nothing_is_kept(run, plan):
    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.CLOSED)
    run_waiting()
    assert standing(run) == ("failed", CLOSED, 0)


def test_whoever_lost_the_right_meanwhile_imports_nothing(run, editor):
    Appointment.objects.filter(person=editor).delete()
    run_waiting()
    assert standing(run) == ("failed", f"{editor} may not import here any more.", 0)


def test_whoever_was_deactivated_meanwhile_imports_nothing(run, editor):
    editor.is_active = False
    editor.save()
    run_waiting()
    assert standing(run)[0] == "failed"


def test_what_goes_wrong_leaves_nothing_and_is_said(run, monkeypatch, caplog):
    real = running.TAKE["plan"]

    def breaks(staged, **said):
        real(staged, **said)
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(running.TAKE, "plan", breaks)
    run_waiting()
    assert standing(run) == ("failed", NOT_KNOWN, 0)
    assert "the disk is full" in caplog.text
    assert list(verify_history()) == []


def test_what_waits_is_cancelled(run):
    cancel_run(run)
    assert standing(run) == ("cancelled", "", 0)


def test_what_runs_is_cancelled_and_undone(run, monkeypatch):
    real = running.TAKE["plan"]

    def cancelled_meanwhile(staged, **said):
        cancel_run(ImportRun.objects.get(pk=run.pk))
        return real(staged, **said)

    monkeypatch.setitem(running.TAKE, "plan", cancelled_meanwhile)
    run_waiting()
    assert standing(run) == ("cancelled", "", 0)
    assert StagedImport.objects.get().confirmed_at is None
    assert not run.slate.is_asked_to_stop


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_what_has_ended_is_not_cancelled(staged, state):
    ended = ImportRunFactory(staged=staged, state=state)
    with pytest.raises(Refused, match="not under way"):
        cancel_run(ended)
    assert not ended.slate.is_asked_to_stop


def test_what_was_broken_off_is_given_up_and_can_be_confirmed_again(staged, editor, django_capture_on_commit_callbacks):
    lost = ImportRunFactory(staged=staged, state="running", started_at=clock.now() - LONG_AGO)
    assert (lost.is_lost, lost.is_under_way) == (True, False)
    again = confirmed(staged, editor, django_capture_on_commit_callbacks)
    assert standing(lost)[:2] == ("failed", STOPPED)
    assert standing(again) == ("done", "", 120)


def test_what_somebody_is_at_is_not_given_up(run):
    ImportRun.objects.filter(pk=run.pk).update(state="running", started_at=clock.now() - LONG_AGO)
    run.refresh_from_db()
    with run.slate.held():
        assert not run.is_lost
        assert run_waiting() == 0
    assert standing(run)[0] == "running"


def test_what_was_only_just_taken_up_is_not_given_up(staged):
    beginning = ImportRunFactory(staged=staged, state="running", started_at=clock.now())
    assert not beginning.is_lost


def test_one_is_taken_over_at_a_time(run):
    other = ImportRunFactory(state="running", started_at=clock.now())
    assert (run_waiting(), standing(run)[0]) == (0, "waiting")
    ImportRun.objects.filter(pk=other.pk).update(state="done")
    assert (run_waiting(), standing(run)[0]) == (1, "done")


def test_what_was_given_up_meanwhile_is_undone(run, monkeypatch):
    real = running.TAKE["plan"]

    def given_up(staged, **said):
        real(staged, **said)
        ImportRun.objects.filter(pk=run.pk).update(state="failed", why_not=STOPPED)

    monkeypatch.setitem(running.TAKE, "plan", given_up)
    run_waiting()
    assert Deliverable.objects.count() == 0


def test_what_was_thrown_away_while_it_waited_is_gone(run):
    discard_import(run.staged)
    assert (run_waiting(), ImportRun.objects.count()) == (0, 0)


def test_whoever_pressed_at_the_same_moment_gets_the_one_that_won(run, editor, monkeypatch):
    real, looks = ImportRunQuerySet.open, [ImportRun.objects.none()]
    monkeypatch.setattr(ImportRunQuerySet, "open", lambda rows: looks.pop() if looks else real(rows))
    assert ask_for_run(run.staged, said={}, by=editor) == run


def test_the_site_leaves_it_to_a_process_of_its_own(
    staged, editor, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.IMPORT_AT_ONCE = False
    started = []
    monkeypatch.setattr(running, "start_command", started.append)
    made = confirmed(staged, editor, django_capture_on_commit_callbacks)
    assert (started, standing(made)) == (["import_waiting"], ("waiting", "", 0))


def test_the_command_takes_over_what_waits_within_its_time(run, monkeypatch, capsys):
    limits = []
    monkeypatch.setattr(import_waiting.signal, "alarm", limits.append)
    call_command("import_waiting")
    assert capsys.readouterr().out == "1 long import ended.\n"
    assert limits == [import_waiting.MOST_SECONDS, 0]
    assert standing(run) == ("done", "", 120)
