"""What can be wrong with the history and its backups."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from kpa_tracker.base.audit.models import ChainHead, Event
from kpa_tracker.base.toolkit.doctor import Finding, looks_at

OLD = datetime.timedelta(hours=36)
RESTORED = "Keep everything as it is, and ask why: bin/manage verify_history says more; a backup has the history whole."


@looks_at("history")
def chains() -> Iterator[Finding]:
    """Each chain ends where its head says, in an event that is what it was. The whole walk is verify_history's."""
    last = dict(Event.objects.values_list("stream").annotate(Max("number")))
    for head in ChainHead.objects.all():
        event = Event.objects.filter(stream=head.stream, number=head.number).first()
        if head.number and (event is None or event.hash != head.hash or event.expected_hash() != event.hash):
            yield Finding(f"The last event of the chain {head.stream} is not the one that was written.", RESTORED)
        if last.get(head.stream, 0) > head.number:
            yield Finding(f"The chain {head.stream} goes on past its end.", RESTORED)


@looks_at("history and the clock")
def moments() -> Iterator[Finding]:
    """The newest event is not of a time that has not come."""
    newest = Event.objects.aggregate(at=Max("at"))["at"]
    if newest and settings.DEMONSTRATION_DATE is None and newest > timezone.now() + datetime.timedelta(minutes=5):
        yield Finding(
            f"The newest event of the history is of {newest:%Y-%m-%d %H:%M} UTC, which has not come.",
            "Set the clock right: this machine's is behind, or was ahead when that event was written.",
        )


@looks_at("backups")
def backups() -> Iterator[Finding]:
    """There is a new one, and nobody else reads it. Where backups go to another folder, their timer alone is known."""
    folder = settings.VAR_DIR / "backups"
    found = sorted(folder.glob("kpa-tracker-*.zip"), key=lambda file: file.stat().st_mtime)
    if not found or settings.DEMONSTRATION_DATE:
        return
    made = datetime.datetime.fromtimestamp(found[-1].stat().st_mtime, datetime.timezone.utc)
    if timezone.now() - made > OLD:
        what = f"The newest backup in {folder} is of {timezone.localtime(made):%-d %B %Y}."
        yield Finding(what, "See that the timer of bin/manage backup runs.")
    yield from read_by_others(found)


def read_by_others(files: list[Path]) -> Iterator[Finding]:
    if open_ones := [file.name for file in files if file.stat().st_mode & 0o077]:
        yield Finding(f"Others can read {open_ones[-1]}: everything is in it.", "Run: chmod 600 on every backup.")
