"""Fifty editors at once: nothing that anybody saved is lost, and the history holds together."""

from __future__ import annotations

import re
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from html import unescape

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from deliverables.actions.deadlines import approve_deadline, refuse_deadline
from deliverables.actions.updates import newest_version, place_of, save_draft, submit_update
from deliverables.models import DeadlineRequest, Deliverable, ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from tests.factories.deliverables import DeadlineRequestFactory, DeliverableFactory
from tests.factories.people import AppointmentFactory
from tests.factories.situations import GREEN

EDITORS, RECORDS, THREADS = 50, 20, 8
SEEN = re.compile(r'name="seen" value="([^"]*)"')
SAVED_NOW = re.compile(r'What was done.*?data-label="What is saved now"><span[^>]*>(.*?)</span>', re.DOTALL)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def on_disk(transactional_db, tmp_path):
    """Race on a real file: SQLite's tests run in memory, where a second writer fails instead of waiting its turn."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    memory, settings = connection.connection, connection.settings_dict
    before = dict(settings)
    with closing(sqlite3.connect(tmp_path / "race.sqlite3")) as file:
        memory.backup(file)
    patient = {**settings["OPTIONS"], "timeout": 300}  # seconds in the queue, however busy the machine is
    settings.update(NAME=str(tmp_path / "race.sqlite3"), OPTIONS=patient)
    connection.connection = None
    yield
    connection.close()
    settings.update(before)
    connection.connection = memory


@pytest.fixture
def editors(plan, post):
    """Fifty people who may update everything in the plan. Nobody signs in with a password here."""
    people = [Person(email=f"editor{n}@authority.example", name=f"Editor {n}", password="!") for n in range(EDITORS)]
    Person.objects.bulk_create(people)
    for person in people:
        AppointmentFactory(person=person, post=post, role=Role.EDITOR)
    return people


@pytest.fixture
def records(plan, post, period):
    return DeliverableFactory.create_batch(RECORDS, plan=plan, lead=post, due="June 2010")


def at_once(work, people, most=EDITORS):
    """Let people work at the same time, each on a connection of their own; the first failure is raised.

    On PostgreSQL `most` of them; on SQLite, where writers wait for one lock, as many as the server has threads.
    """
    start = threading.Event()

    def one(person):
        start.wait()
        try:
            return work(person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(most if connection.vendor == "postgresql" else THREADS) as pool:
        working = [pool.submit(one, person) for person in people]
        start.set()
        return [answer.result() for answer in working]


def lines_of(update):
    return sorted(update.done.splitlines())


def add_line(person, deliverable, period):
    """Add a line to the draft, again and again until nobody else was faster. Returns how often somebody was."""
    lost = 0
    while True:
        newest = newest_version(deliverable, period)
        text = f"{newest.done}\n{person}" if newest else str(person)
        try:
            save_draft(deliverable, period=period, content={"done": text}, seen=place_of(newest), by=person)
        except Conflict:
            lost += 1
        else:
            return lost


def test_fifty_editors_of_the_same_twenty_records_lose_nothing(editors, records, period):
    def write_everywhere(person):
        first = editors.index(person) % RECORDS
        return sum(add_line(person, one, period) for one in records[first:] + records[:first])

    lost = sum(at_once(write_everywhere, editors, most=2 * THREADS))
    everybody = sorted(str(person) for person in editors)
    assert [lines_of(update) for update in ProgressUpdate.objects.all()] == [everybody] * RECORDS
    assert set(ProgressUpdate.objects.values_list("version", flat=True)) == {EDITORS}
    assert Event.objects.filter(verb="progressupdate drafted").count() == EDITORS * RECORDS
    assert list(verify_history()) == []
    assert lost > 0, "Nobody was ever second: this was no race."


def test_through_the_forms_nothing_is_lost_either(editors, records, period):
    deliverable, people = records[0], editors[:12]
    url = reverse("update-write", args=[deliverable.pk, period.pk])

    def write(person):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        page = client.get(url).content.decode()
        text = unescape(re.search(r'<textarea name="done"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]).strip()
        while True:
            sent = {"seen": SEEN.search(page)[1], "done": f"{text}\n{person}".strip(), "save": "draft"}
            response = client.post(url, sent)
            if response.status_code == 302:
                return
            page = response.content.decode()
            text = unescape(SAVED_NOW.search(page)[1])

    at_once(write, people, most=THREADS)
    assert lines_of(ProgressUpdate.objects.get()) == sorted(str(person) for person in people)


def test_of_fifty_who_submit_at_once_one_is_first_and_the_others_are_told(editors, records, period):
    def submit(person):
        content = {**GREEN, "done": str(person)}
        try:
            return submit_update(records[0], period=period, content=content, seen=(0, 0), by=person)
        except Conflict as conflict:
            return conflict.current

    shown = at_once(submit, editors)
    kept = ProgressUpdate.objects.get()
    assert {update.done for update in shown} == {kept.done}
    assert Deliverable.objects.get(pk=records[0].pk).latest == kept


def test_one_person_who_clicks_fifty_times_submits_once(editors, records, period):
    def submit(_):
        return submit_update(records[0], period=period, content=GREEN, seen=(0, 0), by=editors[0]).pk

    assert set(at_once(submit, editors)) == {ProgressUpdate.objects.get().pk}
    assert Event.objects.filter(verb="progressupdate submitted").count() == 1


def test_a_deadline_is_decided_once_however_many_decide(editors, records):
    waiting = DeadlineRequestFactory(deliverable=records[0])

    def decide(person):
        request = DeadlineRequest.objects.get(pk=waiting.pk)
        approves = editors.index(person) % 2
        decision = {"seen": waiting.version, "reason": "Because", "by": person}
        try:
            return approve_deadline(request, **decision) if approves else refuse_deadline(request, **decision)
        except Refused:
            return None

    decided = [request for request in at_once(decide, editors) if request]
    waiting.refresh_from_db()
    assert [request.decision for request in decided] == [waiting.decision]
    moves = Deliverable.objects.get(pk=records[0].pk).deadline_moves
    assert moves + Event.objects.filter(verb="deadlinerequest refused").count() == 1
