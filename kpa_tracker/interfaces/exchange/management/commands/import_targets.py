from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError

from kpa_tracker.interfaces.exchange import report
from kpa_tracker.interfaces.exchange.actions.measures import propose_targets, take_over_targets
from kpa_tracker.interfaces.exchange.management.importing import NOTHING_FOUND, ImportCommand
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets


class Command(ImportCommand):
    help = (
        "Read a table of targets from a Word, Excel, CSV or text file and say what importing it would do. Nothing is "
        "changed without --confirm. What is not understood is named row by row. Exits with 2 where the file cannot be "
        "read, 3 where it holds no targets, 4 where authority or plan are unknown, 5 where it is "
        "refused, 6 where --strict is said and not everything was understood."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--period", default="", help="the days the targets are for, such as 2009/10")

    def look(self, options: dict[str, Any]) -> None:
        read = read_targets(self.document(options["file"]), Choices(period=options["period"]))
        self.tell(read, report.about_measures(read))
        if not read.rows:
            raise CommandError("No target was understood in the file.", returncode=NOTHING_FOUND)
        with self.all_or_nothing():
            self.compare_or_import(read, options)

    def compare_or_import(self, read: ReadMeasures, options: dict[str, Any]) -> None:
        by = self.person(options["by"])
        authority = self.authority(options["authority"], needed=options["confirm"] or bool(options["plan"]))
        plan = self.open_plan(authority, options["plan"], needed=options["confirm"]) if authority else None
        if plan is None:
            self.say(["No plan was named, so nothing was compared. Name one with --plan."])
            return
        proposal = propose_targets(plan, read)
        self.tell_compared(proposal, report.about_targets(proposal), proposal.problems)
        self.conclude(lambda: take_over_targets(plan, read, by=by), options)
