"""What the commands that take a plan out have in common: which plan, who takes it, where the file goes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.exchange.actions.book import TakenOut
from kpa_tracker.interfaces.exchange.management.importing import WRONG_PLACE
from plans.models import Plan


class ExportCommand(BaseCommand):
    """Writes a file of a plan."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("plan", help="The plan's number (as in its address) or its title.")
        parser.add_argument("--output", type=Path, help="The file to write. Otherwise one in the current folder.")
        parser.add_argument("--by", default="", metavar="E-MAIL", help="whose export it is in the history")

    def export(self, plan: Plan, *, by: Person | None) -> TakenOut:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        file = self.export(self.plan(options["plan"]), by=self.person(options["by"]))
        output = options["output"] or Path(file.name)
        try:
            output.write_bytes(file.content)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from None
        self.stdout.write(f"Wrote {output} ({len(file.content) // 1024} kB).")

    def plan(self, wanted: str) -> Plan:
        called = Q(pk=int(wanted)) if wanted.isdecimal() else Q(title__iexact=wanted)
        found = list(Plan.objects.current().for_page().filter(called)[:2])
        if len(found) != 1:
            many = "More than one plan is" if found else "No plan is"
            raise CommandError(f"{many} called “{wanted}”.", returncode=WRONG_PLACE)
        return found[0]

    def person(self, email: str) -> Person | None:
        person = Person.objects.filter(email__iexact=email).first() if email else None
        if email and person is None:
            raise CommandError(f"Nobody signs in as {email}.", returncode=WRONG_PLACE)
        return person
