"""The disk, the database or the mail server is gone for a while: people are told plainly, nothing is corrupt, and when
it is back the site works again without anybody's doing."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from deliverables.models import Evidence, ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event
from tests.factories.api import ApiTokenFactory, text_of
from tests.factories.notifications import MessageFactory
from tests.faults.serving import Browser
from tests.faults.writing import GREEN_SAID, halves, submit

FILE = ("minutes.txt", b"The committee agreed.\n")


def told_plainly(answer):
    """Whether an answer is the page of a service that is not available, and no cache keeps it."""
    kept = answer.headers["Cache-Control"]
    return (
        answer.status == 503
        and "no-store" in kept
        and answer.headers["Retry-After"] == "60"
        and ("The service is not available" in answer.text)
    )


def bearer(person):
    """Return how a program of somebody's says who it is."""
    return f"Bearer {text_of(ApiTokenFactory(person=person))}"


def only_on(vendor):
    if connection.vendor != vendor:
        pytest.skip(f"This is how it happens on {vendor}.")


class Work:
    """Somebody who submits an update with a file."""

    def __init__(self, site, here):
        self.site, self.here, (self.deliverable,) = site, here, here.deliverables
        self.browser, self.address = site.as_person(here.people[0]), here.form_of(self.deliverable)
        self.page = self.browser.get(self.address)

    def send(self):
        said = {**GREEN_SAID, "seen": "0.0", "evidence_title": "Minutes"}
        return self.browser.send(self.address, self.page, said, "evidence", FILE)

    def while_the_disk_is_full(self):
        """Return whether it is told plainly and says that it was probably not saved, whether reading goes on, and what
        is left of it: events, updates and files."""
        events = Event.objects.filter(authority_id=self.here.authority.pk)
        before = events.count()
        with self.site.writing_at_most(0):
            refused, read = self.send(), self.browser.get(self.address)
        return (
            told_plainly(refused) and "What you sent was probably not saved." in refused.text,
            read.status,
            events.count() - before,
            ProgressUpdate.objects.filter(deliverable=self.deliverable).count(),
            len(list((self.site.folder / "media").rglob("*.txt"))),
        )


NOTHING_WRITTEN = True, 200, 0, 0, 0


def test_a_full_disk_is_told_plainly_and_passes_without_a_restart(site, office):
    work = Work(site, office(1, 1))
    assert work.while_the_disk_is_full() == NOTHING_WRITTEN
    assert work.send().status == 302
    kept = Evidence.objects.get(deliverable=work.deliverable)
    assert (site.folder / "media" / kept.file.name).read_bytes() == FILE[1]
    assert (halves(work.here.plan), list(verify_history())) == ([], [])
    assert ("The disk is full" in site.log) or ("The database did not answer" in site.log)


@pytest.mark.parametrize("fault", ["swallows", "blames itself"])
def test_a_page_that_says_nothing_of_a_full_disk_would_be_found(fault, careless, office):
    assert Work(careless(fault), office(1, 1)).while_the_disk_is_full() != NOTHING_WRITTEN


@contextmanager
def nobody_connects(name):
    """Shut a PostgreSQL database, and throw out who is in it."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def told_while_thrown_out(site, here):
    """Return what is told while nobody gets at the database: whether pages say so plainly, and what the API says."""
    (first, second), token = map(here.form_of, here.deliverables), bearer(here.people[0])
    browser, anybody = site.as_person(here.people[0]), Browser(site.port, {})
    page = browser.get(first)
    assert submit(browser, page, first, "Before").status == 302
    with nobody_connects(site.name):
        told = [submit(browser, page, second, "Meanwhile"), browser.get("/my-work/"), anybody.get("/public/")]
        of_api = anybody.ask("GET", "/api/v1/plans/", headers={"Authorization": token}).status
    assert submit(browser, page, second, "After").status == 302
    return [told_plainly(one) for one in told], of_api


ALL_TOLD = [True, True, True], 503


def test_a_database_that_throws_everybody_out_is_found_again(site, office):
    only_on("postgresql")
    here = office(2, 1)
    assert told_while_thrown_out(site, here) == ALL_TOLD
    written = ProgressUpdate.objects.filter(deliverable__plan=here.plan).values_list("done", flat=True)
    assert (sorted(written), halves(here.plan)) == (["After", "Before"], [])


def test_a_site_that_takes_a_lost_database_for_its_own_fault_would_be_found(careless, office):
    only_on("postgresql")
    assert told_while_thrown_out(careless("blames itself"), office(2, 1)) != ALL_TOLD


@pytest.fixture
def nowhere(db):
    """Return a context in which this process's database is where there is none."""

    @contextmanager
    def lost():
        before = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(NAME="/nowhere/plan.sqlite3", HOST="/nowhere")
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(before)

    return lost


ADDRESSES = ["/my-work/", "/plans/", "/admin/", "/public/", "/api/v1/plans/"]


def asked_without(nowhere, address, officer):
    """Return the answers of an address before its database is lost, meanwhile and afterwards."""
    client = Client(raise_request_exception=False, headers={"Authorization": bearer(officer)})
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    well = client.get(address)
    with nowhere():
        lost = client.get(address)
    return well, lost, client.get(address)


def says_that_it_is_lost(answer, address):
    return (
        (answer.status_code, answer.get("Retry-After")) == (503, "60")
        and "no-store" in answer["Cache-Control"]
        and answer["Content-Type"].startswith("application/problem+json") == address.startswith("/api/")
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_breaks_where_the_database_cannot_be_reached(nowhere, officer, address):
    well, lost, again = asked_without(nowhere, address, officer)
    assert says_that_it_is_lost(lost, address)
    assert well.status_code == again.status_code < 500


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_breaks_without_its_database_would_be_found(nowhere, officer, address):
    with mock.patch("kpa_tracker.base.toolkit.faults.what_failed", return_value=""):
        _, lost, _ = asked_without(nowhere, address, officer)
    assert not says_that_it_is_lost(lost, address)


def test_who_writes_while_another_holds_the_file_for_too_long_is_told_plainly(site, office, monkeypatch):
    only_on("sqlite")
    here = office(1, 1)
    (address,) = map(here.form_of, here.deliverables)
    client = Client(raise_request_exception=False)
    client.force_login(here.people[0], backend="allauth.account.auth_backends.AuthenticationBackend")
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", {**connection.settings_dict["OPTIONS"], "timeout": 0.1})
    with closing(sqlite3.connect(site.name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert client.post(address, {**GREEN_SAID, "seen": "0.0"}).status_code == 503
        assert client.get(address).status_code == 200
    assert client.post(address, {**GREEN_SAID, "seen": "0.0"}).status_code == 302
    connection.close()
    assert halves(here.plan) == []


def test_without_a_mail_server_work_goes_on_and_what_was_to_be_sent_waits(site, office, settings):
    """The site of these tests has none at any time: all that they write is written without."""
    here = office(1, 1)
    (address,) = map(here.form_of, here.deliverables)
    browser = site.as_person(here.people[0])
    assert submit(browser, browser.get(address), address, "Without mail").status == 302
    letter = MessageFactory(authority=here.authority, person=here.people[0])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the port of discard, where nobody listens
    call_command("send_reminders")
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("waiting", 1)
    assert "refused" in letter.last_error.lower()
    type(letter).objects.filter(pk=letter.pk).update(next_try_at=letter.next_try_at - timedelta(hours=1))
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_reminders")
    letter.refresh_from_db()
    assert letter.state == "sent"
