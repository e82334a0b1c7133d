from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.publication.actions.renderings import clear_away, draw_waiting


class Command(BaseCommand):
    help = "Draws the long documents that wait, and clears away those of which the day is over. The site starts it."

    def handle(self, *args: Any, **options: Any) -> None:
        cleared, drawn = clear_away(), draw_waiting()
        self.stdout.write(f"{counted(drawn, 'document')} drawn, {counted(cleared, 'document')} cleared away.")
