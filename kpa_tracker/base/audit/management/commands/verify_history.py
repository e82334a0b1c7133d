from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.models import Event


class Command(BaseCommand):
    help = "Check that no event of the history was edited, removed, inserted, reordered or cut off."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for fault in verify_history():
            found += 1
            self.stderr.write(f"{fault.stream}, event {fault.number} {fault.what}.")
        if found:
            raise CommandError(f"The history does not hold together: {found} places.")
        self.stdout.write(f"The history holds together: {Event.objects.count()} events.")
