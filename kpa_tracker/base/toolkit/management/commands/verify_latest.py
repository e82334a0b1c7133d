from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules

from kpa_tracker.base.toolkit.latest import proofs

TOLD = 50
"""How many of each kind are told by name."""
MEND = "Send an update of it in again, enter a result, or score it: whatever is saved next points at the latest again."


class Command(BaseCommand):
    help = "Prove that what lists and dashboards read as the latest is the latest: updates, results and scores."

    def handle(self, **options: Any) -> None:
        autodiscover_modules("examinations")
        found = sum(self.prove(name) for name in proofs)
        if found:
            raise CommandError(f"{found} records do not point at their latest. {MEND}")

    def prove(self, name: str) -> int:
        """Say how one kind stands; return how many of it stray."""
        number, strayed = proofs[name]()
        told = list(islice(strayed, TOLD))
        for one in told:
            self.stderr.write(f"{name}: {one}.")
        found = len(told) + sum(1 for _ in strayed)
        self.stdout.write(f"{name}: {number} looked at, {found} stray.")
        return found
