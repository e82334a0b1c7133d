"""A history that was worked out anew holds together, and does not lead to what was written down before."""

from __future__ import annotations

from copy import copy

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import QuerySet

from kpa_tracker.base.audit.actions import record, verify_history
from kpa_tracker.base.audit.anchors import NoAnchor, anchors_now, read_anchors, what_strays
from kpa_tracker.base.audit.chain import GENESIS
from kpa_tracker.base.audit.models import ChainHead, Event


@pytest.fixture
def tell(authority, editor):
    return lambda: record("authority changed", authority, by=editor, authority_id=authority.pk, reason="Merged")


@pytest.fixture
def written_down(tell):
    """What was written down after three events; a fourth came later."""
    for _ in range(3):
        tell()
    anchors = anchors_now()
    tell()
    return anchors


def work_out_anew(events):
    """Do what somebody with the database would: number and hash a chain of these events, and set its end."""
    stream, before = events[0].stream, GENESIS
    QuerySet(Event).filter(stream=stream).delete()
    for number, event in enumerate(events, start=1):
        event.pk, event.number, event.previous_hash = None, number, before
        event.hash = before = event.expected_hash()
    QuerySet(Event).bulk_create(events)
    ChainHead.objects.filter(stream=stream).update(number=len(events), hash=before)


def edited(events):
    events[1].reason = "Another"
    return events


CHANGED = {
    "edited": edited,
    "removed": lambda events: [events[0], *events[2:]],
    "reordered": lambda events: [events[1], events[0], *events[2:]],
    "inserted": lambda events: [events[0], copy(events[0]), *events[1:]],
    "cut off": lambda events: events[:2],
}


@pytest.mark.parametrize("how", CHANGED)
def test_each_of_the_five_is_found_where_the_chain_was_worked_out_anew(how, written_down):
    work_out_anew(CHANGED[how](list(Event.objects.order_by("number"))))
    assert list(verify_history()) == []
    assert [fault.number for fault in what_strays(written_down)] == [3]


def test_a_history_that_went_on_passes_through_what_was_written_down(written_down, tell):
    tell()
    assert list(what_strays(written_down)) == []


def test_what_is_written_is_read(written_down):
    lines = ["# of the plan", "", *(f"{anchor}\n" for anchor in written_down)]
    assert list(read_anchors(lines)) == written_down


@pytest.mark.parametrize("line", ["nothing", "2010 x hash stream", f"2010 -1 {GENESIS} stream", "2010 1 short stream"])
def test_a_line_that_is_no_anchor_is_refused(line):
    with pytest.raises(NoAnchor, match="Line 2"):
        list(read_anchors(["# 1", line]))


def test_the_command_adds_to_a_file_and_sends_a_mail(written_down, tmp_path, capsys):
    for _ in range(2):
        call_command("anchor_history", file=tmp_path / "history.txt", mail="auditor@example.org")
    assert len((tmp_path / "history.txt").read_text().splitlines()) == 2
    assert [message.body for message in mail.outbox] == capsys.readouterr().out.splitlines(keepends=True)
    call_command("verify_history", against=tmp_path / "history.txt")


def test_the_command_names_what_strays(written_down, tmp_path, capsys):
    call_command("anchor_history", file=tmp_path / "history.txt")
    work_out_anew(list(Event.objects.order_by("number"))[:2])
    with pytest.raises(CommandError, match="1 places"):
        call_command("verify_history", against=tmp_path / "history.txt")
    assert "event 4 is gone: it was written down on " in capsys.readouterr().err


def test_what_cannot_be_read_or_written_is_said(written_down, tmp_path):
    (tmp_path / "history.txt").write_text("nothing\n")
    for name, said in (("history.txt", "Line 1"), ("missing.txt", "No such file")):
        with pytest.raises(CommandError, match=said):
            call_command("verify_history", against=tmp_path / name)
    with pytest.raises(CommandError, match="could not be written down"):
        call_command("anchor_history", file=tmp_path / "missing" / "history.txt")
