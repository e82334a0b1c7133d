"""Deletes what is personal and was kept as long as is said. For a timer, every week."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kpa_tracker.base.people.personal import trim


class Command(BaseCommand):
    help = "Delete mails, tokens, feeds and sessions that were kept as long as docs/data-protection.md says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and leave it")

    def handle(self, *args: Any, **options: Any) -> None:
        said = "Would go" if options["dry_run"] else "Gone"
        for what, number in trim(really=not options["dry_run"]).items():
            self.stdout.write(f"{said}: {what[:1].lower()}{what[1:]}: {number}.")
