"""What stands in the log, and what never does."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.db import IntegrityError, OperationalError

from kpa_tracker.base.toolkit import logs
from kpa_tracker.base.toolkit.logs import JsonLines, PlainLines, logging_as, request_number, without_people

NAME, MAIL, SECRET = "Jane Marple", "jane.marple@example.police.uk", "Zq3vX8rT2mN5kL7pB9wD4"


@pytest.fixture
def written():
    """Return a function that gives the lines logged since, of all loggers, each as what JSON holds."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, requests = logging.getLogger(), logging.getLogger(logs.REQUESTS)
    levels = root.level, requests.level
    root.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(levels[0])
    requests.setLevel(levels[1])


def line_of(error=None, *, message="It went wrong.", formatter=None, **extra):
    record = logging.LogRecord("kpa", logging.ERROR, __file__, 1, message, (), None)
    record.exc_info = (type(error), error, error.__traceback__) if error else None
    record.__dict__.update(extra)
    return (formatter or JsonLines()).format(record)


def raised(error, cause=None):
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_a_request_is_one_line_with_the_pattern_of_its_address_and_its_number(client, written, db):
    response = client.get(f"/calendar/{SECRET}.ics?who={MAIL}", headers={"X-Request-ID": "from-the-proxy-1"})
    (line,) = [line for line in written() if line["from"] == logs.REQUESTS]
    assert response.headers["X-Request-ID"] == line["request"] == "from-the-proxy-1"
    assert (line["method"], line["status"]) == ("GET", response.status_code)
    assert {"at", "ms", "bytes", "route"} <= set(line)
    assert SECRET not in json.dumps(written())
    assert MAIL not in json.dumps(written())


@pytest.mark.parametrize("given", ["", "short", "with space in it", "a" * 65, MAIL, "x\ny12345678"])
def test_what_is_no_number_is_not_taken_for_one(client, given, db):
    number = client.get("/robots.txt", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert number != given
    assert len(number) == 32


def test_two_requests_have_two_numbers_and_afterwards_there_is_none(client, db):
    numbers = {client.get("/robots.txt").headers["X-Request-ID"] for _ in range(2)}
    assert len(numbers) == 2
    assert request_number.get() == ""


def test_nothing_typed_into_the_sign_in_form_is_logged(client, written, db):
    logging.getLogger().setLevel(logging.DEBUG)
    client.post("/accounts/login/?next=/people/", {"login": MAIL, "password": SECRET, "name": NAME})
    lines = json.dumps(written())
    assert "/accounts/login/" in lines
    assert [word for word in (MAIL, SECRET, NAME) if word in lines] == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError(f"invalid literal for int(): '{NAME}'"), ""),
        (IntegrityError(f"duplicate key\nDETAIL:  Key (email)=({MAIL}) already exists."), ""),
        (OperationalError("connection refused\nDETAIL: " + NAME), "connection refused"),
        (OperationalError(f"postgres://kpa:{SECRET}@db/kpa is gone"), "postgres://[left out]@db/kpa is gone"),
        (FileNotFoundError(2, "No such file or directory", f"/srv/media/{NAME}.pdf"), "No such file or directory"),
    ],
)
def test_an_exception_says_its_kind_and_place_and_its_words_where_they_are_the_machines(error, words):
    (told,) = json.loads(line_of(raised(error)))["error"]
    assert (told["kind"], told["words"]) == (type(error).__qualname__, words)
    assert told["places"][0].startswith("tests/base/toolkit/test_logs.py:")
    for formatter in (JsonLines(), PlainLines()):
        assert [word for word in (NAME, MAIL, SECRET) if word in line_of(raised(error), formatter=formatter)] == []


def test_what_caused_an_exception_is_told_too():
    error = raised(RuntimeError("outer"), cause=raised(KeyError(NAME)))
    assert [one["kind"] for one in json.loads(line_of(error))["error"]] == ["RuntimeError", "KeyError"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (f"Mail to {MAIL} failed", "Mail to [address] failed"),
        (f"GET /people/?q={NAME.split()[0]}&page=2 took long", "GET /people/?[left out] took long"),
        (f"token={SECRET} refused", "token=[left out] refused"),
        (f"Opened by {SECRET}", "Opened by [token]"),
        ("kpa_tracker.base.toolkit.health: 2 tried, done?", "kpa_tracker.base.toolkit.health: 2 tried, done?"),
        ("Event 4711 of 2026-11-23 is gone", "Event 4711 of 2026-11-23 is gone"),
    ],
)
def test_a_line_is_kept_without_people_and_secrets(said, left):
    assert without_people(said) == left


def test_the_usual_formatter_would_have_told_all_of_it():
    """The planted data do reach the log: it is these formatters that leave them out."""
    error = raised(IntegrityError(f"Key (email)=({MAIL}) already exists."))
    assert MAIL in line_of(error, formatter=logging.Formatter())
    assert MAIL in line_of(message=MAIL, formatter=logging.Formatter())


def test_djangos_own_line_of_a_missing_page_does_not_say_which(client, written, settings, db):
    client.get(f"/nowhere/{NAME.replace(' ', '-')}/")
    (line,) = [line for line in written() if line["from"] == "django.request"]
    assert line["says"] == "Not Found: no page"


@pytest.mark.parametrize("host", ["%", "100%s", "%(name)s"])
def test_a_host_with_a_per_cent_sign_in_it_is_refused_and_logged(host, client, written, db):
    answer = client.get("/robots.txt", headers={"host": host})
    assert answer.status_code == 400
    assert [line["says"] for line in written() if host in line["says"]] != []


@pytest.mark.parametrize(("shape", "kept"), [("json", logging.INFO), ("plain", logging.WARNING)])
def test_what_requests_came_to_is_written_where_a_machine_reads_it(shape, kept):
    configured = logging_as(shape, "ERROR")
    assert configured["root"]["level"] == "ERROR"
    assert configured["loggers"][logs.REQUESTS]["level"] == logging.getLevelName(kept)
