"""What people are told while something beside the site fails."""

from __future__ import annotations

import errno
import json
import logging
import smtplib
import socket

import pytest
from django.core.mail import send_mail
from django.db import IntegrityError, InterfaceError, OperationalError, ProgrammingError
from django.test import Client
from django.urls import path

from kpa_tracker.base.toolkit.faults import what_failed

handler500 = "kpa_tracker.base.toolkit.faults.server_error"
FULL = OSError(errno.ENOSPC, "No space left on device")
OUTSIDE = [
    OperationalError("database or disk is full"),
    OperationalError("database is locked"),
    OperationalError("connection to server failed: Connection refused"),
    InterfaceError("connection already closed"),
    FULL,
    OSError(errno.EDQUOT, "Disk quota exceeded"),
    OSError(errno.EFBIG, "File too large"),
    PermissionError(errno.EACCES, "Permission denied"),
    OSError(errno.EMFILE, "Too many open files"),
    MemoryError(),
    ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
    smtplib.SMTPServerDisconnected("Connection unexpectedly closed"),
    socket.gaierror(-2, "Name or service not known"),
    TimeoutError("timed out"),
]
OUR_OWN = [
    ValueError("no"),
    KeyError("no"),
    IntegrityError("UNIQUE constraint failed"),
    ProgrammingError("syntax error"),
    FileNotFoundError(errno.ENOENT, "No such file"),
]


def in_name(error):
    return f"{type(error).__name__}: {error}"


@pytest.mark.parametrize("error", OUTSIDE, ids=in_name)
def test_what_fails_beside_the_site_is_told_apart(error):
    assert what_failed(error)


@pytest.mark.parametrize("error", OUR_OWN, ids=in_name)
def test_our_own_mistakes_stay_mistakes(error):
    assert what_failed(error) == ""


def test_it_is_found_behind_what_came_of_it():
    error = RuntimeError("The file was not kept.")
    error.__cause__ = FULL
    assert what_failed(error).startswith("The disk is full")


def fails(request, **kwargs):
    if "mistake" in request.path:
        raise ValueError("a mistake of ours")
    if "mail" in request.path:
        send_mail("Subject", "Text", None, ["somebody@authority.example"])
    raise OperationalError("database or disk is full")


urlpatterns = [path("<path:rest>", fails)]


@pytest.fixture
def answered(settings, caplog):
    """Return what a site answers whose every page fails, without a word of its middleware."""
    settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
    client = Client(raise_request_exception=False)

    def answer(method, address):
        with caplog.at_level(logging.ERROR):
            return getattr(client, method)(address)

    return answer


@pytest.mark.parametrize("address", ["/plans/", "/public/weald/", "/api/tokens/", "/admin/"])
def test_a_reader_gets_a_page_that_nobody_keeps(answered, address):
    response = answered("get", address)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "60", "no-store")
    assert "What was saved before is safe." in response.content.decode()


def test_who_sent_something_is_told_what_became_of_it(answered):
    said = answered("post", "/plans/").content.decode()
    assert "What you sent was probably not saved." in said


def test_a_program_gets_the_same_as_json(answered):
    response = answered("get", "/api/v1/plans/")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert json.loads(response.content)["status"] == 503


def test_the_log_says_what_it_was(answered, caplog):
    answered("get", "/plans/")
    said = [one.getMessage() for one in caplog.records if one.name.endswith("faults")]
    assert said == ["The database did not answer, or could not write: database or disk is full"]


def test_a_mistake_of_ours_is_still_an_error(answered, caplog):
    assert answered("get", "/mistake/").status_code == 500
    assert [one for one in caplog.records if one.name.endswith("faults")] == []


def test_where_no_mail_server_answers_a_page_that_needs_it_says_so(answered, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the port of discard, where nobody listens
    assert answered("get", "/mail/").status_code == 503


@pytest.mark.parametrize("address", ["/plans/", "/api/v1/plans/"])
def test_the_answer_itself_asks_no_database(answered, address):
    """The test has no database: whoever asks for one gets an error of pytest's, and so a 500."""
    assert answered("get", address).status_code == 503
