"""manage.py verify_history."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.audit.models import Event


@pytest.fixture
def events(authority, editor):
    return [record("authority changed", authority, by=editor, authority_id=authority.pk) for _ in range(3)]


def said():
    out, errors = io.StringIO(), io.StringIO()
    try:
        call_command("verify_history", stdout=out, stderr=errors)
    except CommandError as error:
        return f"{errors.getvalue()}{error}"
    return out.getvalue()


def test_it_counts_the_events_of_a_history_that_holds_together(events):
    assert said() == "The history holds together: 3 events.\n"


def test_it_is_content_with_no_history_at_all(db):
    assert said() == "The history holds together: 0 events.\n"


def test_it_names_each_place_and_fails(events):
    QuerySet(Event).filter(pk=events[0].pk).update(reason="Another.")
    QuerySet(Event).filter(pk=events[2].pk).update(actor_name="Nobody")
    stream = events[0].stream
    assert said() == (
        f"{stream}, event 1 was changed after it was written.\n"
        f"{stream}, event 3 was changed after it was written.\n"
        "The history does not hold together: 2 places."
    )
