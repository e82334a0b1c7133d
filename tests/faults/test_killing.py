"""The site is killed while people write and import: what was acknowledged is there, and nothing is there by halves."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.actions.running import give_up_lost
from kpa_tracker.interfaces.exchange.models import ImportRun
from plans.models import Plan
from tests.factories.exchange import ImportRunFactory, StagedImportFactory
from tests.factories.plans import PlanFactory
from tests.faults.serving import PATIENCE, UNREACHED, Site
from tests.faults.writing import halves, submit

SEED, WRITES, AT_ONCE = 1829, 200, 8
BACK_WITHIN = 5
"""Seconds of the site's own: what other programs take of the machine meanwhile is not counted. A whole start takes some
two, a process that is started anew a tenth of one."""
ROWS = [["Aim", "Action"], *(["Safe", f"Task {number}"] for number in range(3_000))]


class Writers:
    """People who submit two hundred updates between them, whatever becomes of the site meanwhile."""

    def __init__(self, site, office):
        self.office, self.acknowledged = office, []
        self.browsers = [site.as_person(person) for person in office.people]
        self.page = self.browsers[0].get(office.form_of(office.deliverables[0]))
        for browser in self.browsers:
            browser.cookies["csrftoken"] = self.browsers[0].cookies["csrftoken"]
        self.left = list(enumerate(office.deliverables))
        self.is_up = threading.Event()
        self.is_up.set()

    def write(self, browser):
        """Submit one after the other. What got no answer is not sent again: it may be there, and it may not."""
        while self.left:
            number, deliverable = self.left.pop()
            self.is_up.wait(PATIENCE)
            try:
                answer = submit(browser, self.page, self.office.form_of(deliverable), f"Write {number}")
            except UNREACHED:
                continue
            assert answer.status == 302, answer.text[:3000]
            self.acknowledged.append(number)

    def lost(self):
        """Return what was acknowledged and is not there."""
        written = ProgressUpdate.objects.filter(deliverable__plan=self.office.plan).values_list("done", flat=True)
        return {f"Write {number}" for number in self.acknowledged} - set(written)

    def have_written(self, number):
        ends = time.monotonic() + 2 * PATIENCE
        while len(self.acknowledged) < number and self.left:
            assert time.monotonic() < ends
            time.sleep(0.01)

    def kill(self, site, how):
        """Kill, and return after how many seconds of its own the site answers again."""
        self.is_up.clear()
        before, log = site.processes, len(site.said)
        how(site)
        site.until_it_answers()
        back = site.seconds_back(before, log)
        self.is_up.set()
        return back


def a_worker(site):
    """One process of two: the other goes on, and gunicorn starts a new one."""
    killed = site.workers[0]
    os.kill(killed, signal.SIGKILL)
    while killed in site.workers:
        time.sleep(0.01)


def all_of_it(site):
    """As a power cut does; whoever looks after services starts it again."""
    site.kill()
    site.start()


def the_first(site):
    """The process that the others came of: they find out and end, and the next start has to wait for their port."""
    os.kill(site.process.pid, signal.SIGKILL)
    site.process.wait()
    site.start()


@pytest.fixture
def killed(site, office):
    """Two hundred writes and five kills; return the writers, and the seconds after which the site was back."""
    rng = random.Random(SEED)
    writers = Writers(site, office(WRITES, AT_ONCE))
    points = sorted(rng.sample(range(5, WRITES * 3 // 4), 5))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        working = [pool.submit(writers.write, browser) for browser in writers.browsers]
        back = []
        for point, how in zip(points, (a_worker, all_of_it, a_worker, the_first, all_of_it), strict=True):
            writers.have_written(point)
            time.sleep(rng.uniform(0, 0.1))
            back.append(writers.kill(site, how))
        for one in working:
            one.result()
    return writers, back


def test_what_was_acknowledged_survives_every_kill_and_nothing_is_half_done(killed):
    writers, back = killed
    plan = writers.office.plan
    assert writers.lost() == set()
    assert len(writers.acknowledged) > WRITES / 2
    assert halves(plan) == []
    assert list(verify_history()) == []
    assert [seconds for seconds in back if seconds > BACK_WITHIN] == []

    for planted in (
        lambda: Event.objects.filter(verb="progressupdate submitted", authority_id=plan.authority_id)[:1],
        lambda: ProgressUpdate.objects.filter(deliverable__plan=plan)[:1],
    ):
        with transaction.atomic():
            one = planted().get()
            Deliverable.objects.filter(latest=one.pk).update(latest=None)
            type(one)._base_manager.filter(pk=one.pk)._raw_delete("default")
            assert halves(plan)
            transaction.set_rollback(True)


def test_a_site_that_answers_before_it_has_saved_would_be_found(careless, office):
    site = careless("answers first")
    writers = Writers(site, office(4, 1))
    writers.write(writers.browsers[0])
    site.kill()
    assert (len(writers.acknowledged), len(writers.lost())) == (4, 4)


def test_a_site_that_takes_long_to_start_would_be_found(site, tmp_path):
    """The first start of it wastes five seconds of a processor."""
    slow = Site(tmp_path / "var", site.url, site.name)
    slow.environment |= {"DJANGO_SETTINGS_MODULE": "tests.faults.planted.slow", "PLANTED": str(BACK_WITHIN)}
    slow.start()
    try:
        assert slow.seconds_back([], 0) > BACK_WITHIN
    finally:
        slow.stop()


def test_a_port_that_is_waited_for_counts(site, tmp_path):
    second = Site(tmp_path / "var", site.url, site.name)
    second.said += [f"Connection in use: ('127.0.0.1', {second.port})"] * 6
    assert (second.seconds_back([], 0), second.seconds_back([], 2)) == (6, 4)


@pytest.fixture
def staged(db, site, authority, editor, settings):
    """A file of three thousand rows in hand, and somebody who may take it over."""
    settings.IMPORTS_ROOT = site.folder / "imports"
    return StagedImportFactory(
        plan=PlanFactory(authority=authority, state=Plan.State.DRAFT), rows=ROWS, uploaded_by=editor
    )


def waiting(staged, by):
    """Return the import as it waits: whoever was killed before they took it up has left it so."""
    said = {"seen": staged.version}
    return staged.runs.open().first() or ImportRunFactory(staged=staged, asked_by=by, said=said)


def give_up_a_minute_later(run):
    """Do what the page does on which somebody confirms it again."""
    type(run).objects.filter(pk=run.pk, state="running").update(started_at=run.asked_at - timedelta(minutes=1))
    give_up_lost()


def imported(staged):
    """Return how many deliverables a plan has, and how often the history tells of an import."""
    told = Event.objects.filter(authority_id=staged.authority_id)
    return (
        Deliverable.objects.filter(plan=staged.plan_id).count(),
        told.filter(verb="plan imported").count(),
        told.count(),
    )


def kill_at(site, point):
    """Begin to import what waits, and kill that once it has told of some rows."""
    (run,) = ImportRun.objects.filter(state="waiting")
    process, ends = site.begin("import_waiting"), time.monotonic() + PATIENCE
    while process.poll() is None and (run.slate.read() or (0, 0))[0] < point // 50 * 50 and time.monotonic() < ends:
        time.sleep(0.005)
    process.kill()
    assert (process.wait(), time.monotonic() < ends) == (-signal.SIGKILL, True)


def test_an_import_that_is_killed_leaves_nothing_and_can_be_taken_up_again(site, staged, editor):
    before = imported(staged)
    for point in random.Random(SEED).sample(range(1, len(ROWS)), 3):
        run = waiting(staged, editor)
        kill_at(site, point)
        assert imported(staged) == before
        give_up_a_minute_later(run)
    waiting(staged, editor)
    done = site.manage("import_waiting")
    assert done.returncode == 0, done.stderr
    assert imported(staged)[:2] == (3_000, 1), list(staged.runs.values("state", "why_not"))
    assert list(verify_history()) == []


def test_an_import_that_commits_some_of_its_rows_would_be_found(careless, staged, editor, settings):
    site, before = careless("commits some"), imported(staged)
    settings.IMPORTS_ROOT = site.folder / "imports"
    run = waiting(staged, editor)
    kill_at(site, 1_000)
    assert imported(staged) != before
    give_up_a_minute_later(run)
