"""What the commands that import have in common: the file, whose plan it goes into, who does it, all or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded
from plans.models import Plan

UNREADABLE, NOTHING_FOUND, WRONG_PLACE, REFUSED = 2, 3, 4, 5
"""What a command exits with, so that a script can tell one failure from another."""


class ImportCommand(BaseCommand):
    """Reads a file, finds its place, and says what an import would do; with --confirm does it."""

    of_a_plan = True

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".docx, .xlsx, .csv or tab-separated .txt")
        parser.add_argument("--authority", default="", help="name, short name or web name; needless where there is one")
        if self.of_a_plan:
            parser.add_argument("--plan", default="", help="title or number of the plan; needless where one is open")
        parser.add_argument("--by", default="", metavar="E-MAIL", help="whose import it is in the history")
        parser.add_argument("--confirm", action="store_true", help="import it; without this nothing is changed")

    def document(self, path: Path) -> SourceDocument:
        try:
            return read_bounded(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be opened: {error.strerror}.", returncode=UNREADABLE) from error
        except UnreadableFile as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Do it in one transaction; what is refused ends the command, and nothing was changed."""
        try:
            with transaction.atomic():
                yield
        except (Refused, ValidationError) as error:
            text = error.message if isinstance(error, Refused) else " ".join(error.messages)
            raise CommandError(f"Refused, and nothing was changed. {text}", returncode=REFUSED) from error

    def open_plan(self, authority: Authority, wanted: str, *, needed: bool) -> Plan | None:
        """Return the plan of that title or number; without either the only open one, if there is only one."""
        plans = Plan.objects.filter(authority=authority).current().exclude(state=Plan.State.CLOSED)
        if wanted:
            plans = plans.filter(Q(title__iexact=wanted) | Q(pk=int(wanted) if wanted.isdecimal() else None))
        found = list(plans.select_related("authority", "scale")[:2])
        if len(found) == 1:
            return found[0]
        if wanted:
            raise CommandError(f"There is no open plan “{wanted}” of {authority}.", returncode=WRONG_PLACE)
        if needed:
            raise CommandError("Name the plan with --plan, or start one with --new-plan.", returncode=WRONG_PLACE)
        return None

    def authority(self, wanted: str, *, needed: bool) -> Authority | None:
        authorities = Authority.objects.all()
        if wanted:
            authorities = authorities.filter(Q(name__iexact=wanted) | Q(short_name__iexact=wanted) | Q(slug=wanted))
        found = list(authorities[:2])
        if len(found) == 1:
            return found[0]
        if wanted:
            raise CommandError(f"There is no authority “{wanted}”.", returncode=WRONG_PLACE)
        if needed:
            raise CommandError("Name the authority with --authority.", returncode=WRONG_PLACE)
        return None

    def person(self, email: str) -> Person | None:
        if not email:
            return None
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {email}.", returncode=WRONG_PLACE)
        return person

    def say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)
