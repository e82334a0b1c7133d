from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.audit.actions import Tampering, verify_history
from kpa_tracker.base.audit.anchors import NoAnchor, read_anchors, what_strays
from kpa_tracker.base.audit.models import ChainHead, Event


class Command(BaseCommand):
    help = "Check that no event of the history was edited, removed, inserted, reordered or cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", type=Path, help="a file that anchor_history wrote, or a mail of it")

    def handle(self, *, against: Path | None, **options: Any) -> None:
        found = 0
        for fault in chain(verify_history(), strayed_from(against)):
            found += 1
            self.stderr.write(f"{fault.stream}, event {fault.number} {fault.what}.")
        if found:
            raise CommandError(f"The history does not hold together: {found} places.")
        self.stdout.write(f"The history holds together: {Event.objects.count()} events.")
        if anew := written_anew():
            self.stdout.write(
                f"Leavers' names were taken out of {anew} of them; the history says when, by whom and why."
            )


def written_anew() -> int:
    """Return how many events read otherwise than they were written, as the history itself says."""
    streams = ChainHead.objects.values_list("stream", flat=True)
    return sum(len(Event.objects.filter(stream=stream).redactions()) for stream in streams)


def strayed_from(against: Path | None) -> Iterator[Tampering]:
    if against is None:
        return
    try:
        yield from what_strays(list(read_anchors(against.read_text().splitlines())))
    except (OSError, UnicodeDecodeError, NoAnchor) as error:
        raise CommandError(f"{against}: {error}") from error
