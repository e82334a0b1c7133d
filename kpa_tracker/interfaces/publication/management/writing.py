"""Commands that write a document as a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile
from kpa_tracker.interfaces.publication.content import plural
from plans.models import Plan


class WritingCommand(BaseCommand):
    """Writes the file whole or not at all, and says in a sentence what was wrong."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, help="The file to write. Otherwise one in the current folder.")

    def export(self, options: dict[str, Any]) -> ExportedFile:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = self.export(options)
        except Refused as refused:
            raise CommandError(refused.message) from None
        except PdfUnavailable as missing:
            raise CommandError(str(missing)) from None
        self.write(options["output"] or Path(file.name), file.content)

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


class DocumentCommand(WritingCommand):
    """Writes a document of the plan that it is told."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="The plan's number (as in its address) or its title.")
        super().add_arguments(parser)

    def export(self, options: dict[str, Any]) -> ExportedFile:
        plans = Plan.objects.for_page()
        return self.export_of(the_one(plans, options["plan"], "plan", Q(title__iexact=options["plan"])), options)

    def export_of(self, plan: Plan, options: dict[str, Any]) -> ExportedFile:
        raise NotImplementedError


def the_one(records: Any, name: str, noun: str, called: Q) -> Any:
    """Return the record with this number, or that is called so; where there is none or are several, say which there
    are."""
    found = list(records.filter(pk=int(name)) if name.isdecimal() else records.filter(called))
    if len(found) == 1:
        return found[0]
    known = "\n".join(f"  {one.pk}  {told(one)}" for one in records) or "  none"
    lacking = f"{'More than one' if found else 'No'} {noun} is called {name}."
    raise CommandError(f"{lacking} The {plural(noun)} are:\n{known}")


def told(record: Any) -> str:
    """A record as it is listed: with its authority, where it belongs to one."""
    return f"{record} ({record.authority})" if hasattr(record, "authority") else str(record)
