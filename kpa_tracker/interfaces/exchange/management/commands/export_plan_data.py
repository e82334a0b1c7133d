"""Writes a plan, its progress and its results as a data package for the authority alone."""

from __future__ import annotations

from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.exchange.actions.book import TakenOut, export_package
from kpa_tracker.interfaces.exchange.management.exporting import ExportCommand
from plans.models import Plan


class Command(ExportCommand):
    help = "Write a plan, its progress and its results as a data package: CSV with descriptions, and JSON."

    def export(self, plan: Plan, *, by: Person | None) -> TakenOut:
        return export_package(plan, by=by)
