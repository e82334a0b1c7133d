"""Two machines that share a PostgreSQL and no folder: what one of them imports is told and called off by the other."""

from __future__ import annotations

import datetime
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.exchange.actions import running
from kpa_tracker.interfaces.exchange.actions.running import STOPPED, cancel_run, run_waiting
from kpa_tracker.interfaces.exchange.models import ImportRun, StagedImport
from kpa_tracker.interfaces.exchange.models.slates import asked
from kpa_tracker.interfaces.exchange.progress import Slate
from kpa_tracker.interfaces.exchange.views.runs import how_it_stands
from plans.models import Plan
from tests.factories.exchange import ImportRunFactory, StagedImportFactory
from tests.factories.plans import PlanFactory

SHARED = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is one machine's alone.")
pytestmark = [pytest.mark.django_db(transaction=True), SHARED]
ROWS = [["Aim", "Action"], *(["Safe", f"Task {number}"] for number in range(120))]


@pytest.fixture
def run(authority, editor):
    staged = StagedImportFactory(plan=PlanFactory(authority=authority, state=Plan.State.DRAFT), rows=ROWS)
    return ImportRunFactory(staged=staged, asked_by=editor, said={"seen": staged.version})


@contextmanager
def on_the_other_machine(run, settings, tmp_path, monkeypatch):
    """Let another machine, with a session and folders of its own, come to the hundredth row, and wait there; yield what
    tells it to go on. From then on we look with folders of ours."""
    reached, go_on, rows = threading.Event(), threading.Event(), []
    real, session = Deliverable.clean, []

    def slowly(one, *args, **kwargs):
        rows.append(one)
        if len(rows) == 110:
            session.append(asked("SELECT pg_backend_pid()", []))
            reached.set()
            assert go_on.wait(60)
        return real(one, *args, **kwargs)

    def work():
        try:
            return run_waiting()
        finally:
            connection.close()

    monkeypatch.setattr(Deliverable, "clean", slowly)
    with ThreadPoolExecutor(1) as machine:
        done = machine.submit(work)
        try:
            assert reached.wait(60)
            settings.IMPORTS_ROOT = tmp_path / "ours"
            ImportRun.objects.filter(pk=run.pk).update(started_at=clock.now() - datetime.timedelta(minutes=1))
            run.refresh_from_db()
            yield session[0], lambda: (go_on.set(), done.exception(60))
        finally:
            go_on.set()


@pytest.fixture
def other(run, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(running, "start_command", lambda name: None)
    settings.IMPORT_AT_ONCE = False
    with on_the_other_machine(run, settings, tmp_path, monkeypatch) as machine:
        yield machine


def test_what_one_machine_is_at_the_other_tells(run, other):
    _, go_on = other
    assert (run.is_lost, how_it_stands(run)) == (False, "100 of 120 rows are imported")
    assert run_waiting() == 0
    go_on()
    run.refresh_from_db()
    assert (run.state, Deliverable.objects.count()) == ("done", 120)
    assert (run.slate.is_held, run.slate.read()) == (False, None)


def test_by_a_file_of_each_machine_it_would_be_taken_for_broken_off(run, other, settings, monkeypatch):
    """The planted fault: how it was told before."""
    monkeypatch.setattr(ImportRun, "slate", property(lambda one: Slate(settings.IMPORTS_ROOT / str(one.token))))
    assert run.is_lost


def test_one_machine_calls_off_what_the_other_is_at(run, other):
    _, go_on = other
    cancel_run(run)
    assert how_it_stands(run) == "Is being cancelled"
    go_on()
    run.refresh_from_db()
    assert (run.state, run.stop_asked, Deliverable.objects.count()) == ("cancelled", False, 0)
    assert StagedImport.objects.get().confirmed_at is None


def test_a_machine_that_is_gone_is_at_nothing_any_more(run, other):
    session, go_on = other
    assert asked("SELECT pg_terminate_backend(%s, 10000)", [session])
    assert run.is_lost
    running.give_up_lost()
    go_on()
    run.refresh_from_db()
    assert (run.state, run.why_not, Deliverable.objects.count()) == ("failed", STOPPED, 0)


def test_within_a_transaction_too_it_is_told_as_it_is_now(run):
    with transaction.atomic(), run.slate.held() as tell:
        told = [(tell(done, 120), run.slate.read())[1] for done in (0, 50)]
    assert (told, run.slate.read()) == ([(0, 120), (50, 120)], None)
