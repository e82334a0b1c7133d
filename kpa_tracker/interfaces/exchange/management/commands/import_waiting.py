from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.exchange.actions.running import run_waiting

MOST_SECONDS = 30 * 60


def limit_seconds() -> None:
    """Have this process ended after a time, whatever it is at; the database undoes what it had begun."""
    signal.alarm(MOST_SECONDS)


class Command(BaseCommand):
    help = "Takes over the long files that were confirmed and wait. The site starts it; it ends by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        number = run_waiting(before_each=limit_seconds)
        signal.alarm(0)
        self.stdout.write(f"{counted(number, 'long import')} ended.")
