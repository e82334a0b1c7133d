"""What a Sentry is told: that something broke and where, and nothing about people."""

from __future__ import annotations

import json

import pytest

sentry_sdk = pytest.importorskip("sentry_sdk")

from kpa_tracker.base.toolkit.errors_told import only_what_is_nobodys, tell_errors_to  # noqa: E402

PERSONAL = ("Jane Marple", "jane@example.police.uk", "10.9.8.7", "sessionid=abc", "typed into a box", "wages")


@pytest.fixture
def told():
    """What would leave for a Sentry, while one is named."""
    sent = []

    class Box(sentry_sdk.transport.Transport):
        def capture_envelope(self, envelope):
            sent.extend(item.payload.json for item in envelope.items)

    with sentry_sdk.isolation_scope():
        tell_errors_to("https://key@sentry.example/1", transport=Box)
        yield sent
        sentry_sdk.init()


def test_an_error_leaves_with_its_place_and_without_the_person(told):
    scope = sentry_sdk.get_isolation_scope()
    scope.set_user({"id": 4, "email": PERSONAL[1], "ip_address": PERSONAL[2]})
    scope.set_extra("form", PERSONAL[4])
    sentry_sdk.add_breadcrumb(message=PERSONAL[5])
    secret_local = PERSONAL[0]
    try:
        raise ValueError(f"{secret_local} has no post")
    except ValueError:
        sentry_sdk.capture_exception()
    sentry_sdk.capture_message(f"Mail to {PERSONAL[1]} failed")
    broke, message = told
    assert broke["exception"]["values"][0]["type"] == "ValueError"
    frame = broke["exception"]["values"][0]["stacktrace"]["frames"][-1]
    assert frame["filename"] == "tests/base/toolkit/test_errors_told.py"
    assert message["message"] == "Mail to [address] failed"
    assert [word for word in PERSONAL if word in json.dumps(told)] == []


def test_whatever_else_is_collected_stays_here():
    event = {
        "event_id": "e",
        "level": "error",
        "message": "x",
        "request": {"cookies": PERSONAL[3]},
        "user": PERSONAL[0],
    }
    assert only_what_is_nobodys(event, {}) == {"event_id": "e", "level": "error", "tags": {}, "message": "x"}
