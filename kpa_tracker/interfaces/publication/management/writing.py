"""Commands that write a document of a plan as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions import ExportedFile
from plans.models import Plan


class DocumentCommand(BaseCommand):
    """Finds the plan, writes the file whole or not at all, and says in a sentence what was wrong."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="The plan's number (as in its address) or its title.")
        parser.add_argument("--output", type=Path, help="The file to write. Otherwise one in the current folder.")

    def export(self, plan: Plan, options: dict[str, Any]) -> ExportedFile:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = self.export(self.plan_named(options["plan"]), options)
        except Refused as refused:
            raise CommandError(refused.message) from None
        except PdfUnavailable as missing:
            raise CommandError(str(missing)) from None
        self.write(options["output"] or Path(file.name), file.content)

    def plan_named(self, name: str) -> Plan:
        """Return the plan with this number or title; where there is none or are several, say which there are."""
        plans = Plan.objects.for_page()
        found = list(plans.filter(pk=int(name)) if name.isdecimal() else plans.filter(title__iexact=name))
        if len(found) == 1:
            return found[0]
        raise CommandError(self.not_one(name, plans, found))

    def not_one(self, name: str, plans: Any, found: list[Plan]) -> str:
        known = "\n".join(f"  {plan.pk}  {plan.title} ({plan.authority})" for plan in plans) or "  none"
        return f"{'More than one plan' if found else 'No plan'} is called {name}. The plans are:\n{known}"

    def write(self, output: Path, content: bytes) -> None:
        """Write the file whole or not at all: a reader never meets half a document."""
        unfinished = output.with_name(f".{output.name}.unfinished")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(output)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from None
        self.stdout.write(f"Wrote {output} ({len(content) // 1024} kB).")
