from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import CommandError

from kpa_tracker.base.people.models import Authority
from kpa_tracker.interfaces.exchange import report
from kpa_tracker.interfaces.exchange.actions.register import RegisterProposal, propose_register, take_over_register
from kpa_tracker.interfaces.exchange.directory import NEW
from kpa_tracker.interfaces.exchange.management.importing import NOTHING_FOUND, ImportCommand
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister, RegisterChoices
from kpa_tracker.interfaces.exchange.reading.registers.register import read_register
from risks.models import IMPACT_KINDS, Control

KINDS = {"posts": "owners", "committees": "committees", "categories": "categories"}


class Command(ImportCommand):
    help = (
        "Read a risk register from a Word, Excel, CSV or text file and say what importing it would do. Nothing is "
        "changed without --confirm, which needs --by. What is not understood is named row by row. Exits with 2 where "
        "the file cannot be read, 3 where it holds no register, 4 where authority or person are unknown, 5 where it is "
        "refused, 6 where --strict is said and not everything was understood."
    )
    of_a_plan = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        impacts, types = [code for code, _ in IMPACT_KINDS], list(Control.Type.values)
        parser.add_argument("--impact", default=impacts[0], choices=impacts, help="what the gravest impact is on")
        parser.add_argument("--control-type", default=types[0], choices=types, help="where the file gives no type")
        for kind, words in KINDS.items():
            parser.add_argument(f"--new-{kind}", action="store_true", help=f"make the {words} that are not known here")

    def look(self, options: dict[str, Any]) -> None:
        path = options["file"]
        choices = RegisterChoices(impact_kind=options["impact"], control_type=options["control_type"])
        read = read_register(self.document(path), choices)
        self.tell(read, report.about_register(read))
        if not read.rows:
            raise CommandError("No risk was understood in the file.", returncode=NOTHING_FOUND)
        with self.all_or_nothing():
            self.compare_or_import(read, path.name, options)

    def compare_or_import(self, read: ReadRegister, name: str, options: dict[str, Any]) -> None:
        by = self.who_answers(options, doing="scores the risks")
        authority = self.authority(options["authority"], needed=options["confirm"])
        if authority is None:
            self.say(["No authority was named, so nothing was compared. Name one with --authority."])
            return
        proposal = self.propose(authority, read, options)
        self.tell_compared(proposal, report.about_risks(proposal), proposal.problems)
        names = proposal.names.decided
        self.conclude(lambda: take_over_register(authority, read, by=by, name=name, names=names), options)

    def propose(self, authority: Authority, read: ReadRegister, options: dict[str, Any]) -> RegisterProposal:
        """Compare, with the names that are asked for as if they were decided."""
        unknown = propose_register(authority, read).names.wanted
        decided = {kind: dict.fromkeys(names, NEW) if options[f"new_{kind}"] else {} for kind, names in unknown.items()}
        return propose_register(authority, read, decided)
