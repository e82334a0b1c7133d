"""Sends what is due: for cron or a timer, as often as one likes."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from kpa_tracker.interfaces.notifications.actions.sending import find_interrupted, send_waiting
from kpa_tracker.interfaces.notifications.actions.writing import due_now, write_all
from kpa_tracker.interfaces.notifications.alone import only_run
from kpa_tracker.interfaces.notifications.models import Message


class Command(BaseCommand):
    help = (
        "Remind people of what waits for them, tell the post above of what stays late, and send what could not be sent "
        "before. Nobody is told of the same thing twice, however often it runs."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="write and send nothing; say what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.rehearse()
            return
        with only_run(settings.VAR_DIR / "reminders.lock") as alone:
            if alone:
                self.run()
            else:
                self.stdout.write("Another run is under way. It sends what is due.")

    def rehearse(self) -> None:
        """Say who would be told of what."""
        for person, kind, _, tellings in due_now():
            self.stdout.write(f"{person.email}: {Message.Kind(kind).label}, {len(tellings)} to tell of")
            for one in tellings:
                self.stdout.write(f"  {one.thing.title} ({one.thing.due})")
        self.stdout.write("Nothing was written or sent.")

    def run(self) -> None:
        """Write and send, and say how many messages came to which state."""
        interrupted, written = find_interrupted(), write_all()
        self.stdout.write(f"Messages written: {len(written)}")
        if interrupted:
            self.stdout.write(f"Perhaps sent by a run that broke off: {interrupted}. See the log of reminders.")
        for state, number in send_waiting().items():
            self.stdout.write(f"{Message.State(state).label}: {number}")
