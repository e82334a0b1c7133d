"""Writes the performance report as a PDF."""

from __future__ import annotations

from typing import Any

from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, export_performance
from kpa_tracker.interfaces.publication.management.writing import DocumentCommand
from plans.models import Plan


class Command(DocumentCommand):
    help = "Write how the measures of a plan stand as a PDF: the exceptions first, then every measure with its chart."

    def export_of(self, plan: Plan, options: dict[str, Any]) -> ExportedFile:
        return export_performance(plan, by=None)
