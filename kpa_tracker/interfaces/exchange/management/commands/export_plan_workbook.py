"""Writes a plan as a workbook that imports back."""

from __future__ import annotations

from kpa_tracker.base.people.models import Person
from kpa_tracker.interfaces.exchange.actions.book import TakenOut, export_book
from kpa_tracker.interfaces.exchange.management.exporting import ExportCommand
from plans.models import Plan


class Command(ExportCommand):
    help = "Write a plan as a workbook. Edit it, and bring it back with import_plan or on the site."

    def export(self, plan: Plan, *, by: Person | None) -> TakenOut:
        return export_book(plan, by=by)
