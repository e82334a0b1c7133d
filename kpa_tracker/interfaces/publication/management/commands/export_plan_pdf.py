"""Writes the annual plan as a PDF."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, export_plan
from kpa_tracker.interfaces.publication.management.writing import DocumentCommand
from plans.models import Plan


class Command(DocumentCommand):
    help = "Write a plan as a PDF: with --public the public document, with --working the one with internal columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        kind = parser.add_mutually_exclusive_group(required=True)
        kind.add_argument("--public", action="store_true", help="What the public may read.")
        kind.add_argument("--working", action="store_true", help="Everything that the authority reads.")

    def export_of(self, plan: Plan, options: dict[str, Any]) -> ExportedFile:
        return export_plan(plan, public=options["public"], by=None)
