from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError

from kpa_tracker.interfaces.exchange import report
from kpa_tracker.interfaces.exchange.actions.measures import propose_results, take_over_results
from kpa_tracker.interfaces.exchange.management.importing import NOTHING_FOUND, ImportCommand
from kpa_tracker.interfaces.exchange.reading.measures.found import Choices, ReadMeasures
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results


class Command(ImportCommand):
    help = (
        "Read tables of results from a Word, Excel, CSV or text file and say what importing them would do. Nothing is "
        "changed without --confirm, which needs --by. What is not understood is named row by row. Exits with 2 where "
        "the file cannot be read, 3 where it holds no results, 4 where authority or person are unknown, 5 where it is "
        "refused, 6 where --strict is said and not everything was understood."
    )
    of_a_plan = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--period", default="", help="the period, where no heading names one, such as June 2009")

    def look(self, options: dict[str, Any]) -> None:
        path = options["file"]
        read = read_results(self.document(path), Choices(period=options["period"]))
        self.tell(read, report.about_measures(read))
        if not read.rows:
            raise CommandError("No result was understood in the file.", returncode=NOTHING_FOUND)
        with self.all_or_nothing():
            self.compare_or_import(read, path.name, options)

    def compare_or_import(self, read: ReadMeasures, name: str, options: dict[str, Any]) -> None:
        by = self.who_answers(options, doing="enters the results")
        authority = self.authority(options["authority"], needed=options["confirm"])
        if authority is None:
            self.say(["No authority was named, so nothing was compared. Name one with --authority."])
            return
        proposal = propose_results(authority, read)
        self.tell_compared(proposal, report.about_results(proposal), proposal.problems)
        self.conclude(lambda: take_over_results(authority, read, by=by, name=name), options)
