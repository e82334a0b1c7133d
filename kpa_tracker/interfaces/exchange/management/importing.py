"""What the commands that import have in common: the file, whose plan it goes into, who does it, all or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q

from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.grids import SourceDocument, UnreadableFile
from kpa_tracker.interfaces.exchange.management.telling import IMPORTED, Telling, troubles_of
from kpa_tracker.interfaces.exchange.reading.belonging import belongs_elsewhere
from kpa_tracker.interfaces.exchange.reading.bounded import read_bounded
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from plans.models import Plan

UNREADABLE, NOTHING_FOUND, WRONG_PLACE, REFUSED, NOT_UNDERSTOOD = 2, 3, 4, 5, 6
"""What a command exits with, so that a script can tell one failure from another."""
LEFT_OPEN = "Not everything in the file was understood, and nothing was changed. Leave out --strict to import the rest."


class ImportCommand(BaseCommand):
    """Reads a file, finds its place, and says what an import would do; with --confirm does it."""

    of_a_plan = True
    takes_books = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".docx, .xlsx, .csv or tab-separated .txt")
        parser.add_argument("--authority", default="", help="name, short name or web name; needless where there is one")
        if self.of_a_plan:
            parser.add_argument("--plan", default="", help="title or number of the plan; needless where one is open")
        parser.add_argument("--by", default="", metavar="E-MAIL", help="whose import it is in the history")
        parser.add_argument("--confirm", action="store_true", help="import it; without this nothing is changed")
        parser.add_argument("--strict", action="store_true", help="refuse a file that is not understood throughout")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write what happened to this file, as JSON")
        parser.add_argument("--format", default="words", choices=["words", "json"], help="what is said on the screen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare and perhaps import; whatever comes of it is told in the report as well."""
        self.telling = Telling(options["file"].name)
        self.words = options["format"] == "words"
        try:
            self.look(options)
            self.refuse_left_open(options)
        except CommandError as error:
            self.telling.failed(str(error), error.returncode)
            raise
        finally:
            self.hand_over(options["report"])

    def look(self, options: dict[str, Any]) -> None:
        """Read the file, compare it with what is here, and conclude."""
        raise NotImplementedError

    def tell(self, read: Any, lines: Iterable[str]) -> None:
        """Say what was read, and keep for the report what was not understood of it."""
        self.telling.add(troubles_of(read))
        self.say(lines)

    def tell_compared(self, proposal: Any, lines: Iterable[str], problems: Iterable[Problem] = ()) -> None:
        """Say what would be done, and keep it for the report row by row."""
        self.telling.compared(proposal, problems)
        self.say(lines)

    def refuse_left_open(self, options: dict[str, Any]) -> None:
        if options["strict"] and self.telling.is_left_open:
            raise CommandError(LEFT_OPEN, returncode=NOT_UNDERSTOOD)

    def hand_over(self, report: Path | None) -> None:
        """Write the report where it was asked for."""
        if not self.words:
            self.stdout.write(self.telling.as_json())
        if report is None:
            return
        try:
            report.write_text(self.telling.as_json(), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"Cannot write {report}: {error.strerror}.") from error

    def document(self, path: Path) -> SourceDocument:
        try:
            document = read_bounded(path.name, path.read_bytes())
        except OSError as error:
            raise CommandError(f"{path} cannot be opened: {error.strerror}.", returncode=UNREADABLE) from error
        except UnreadableFile as error:
            raise CommandError(str(error), returncode=UNREADABLE) from error
        elsewhere = belongs_elsewhere(document, takes_books=self.takes_books)
        if elsewhere:
            raise CommandError(elsewhere, returncode=WRONG_PLACE)
        return document

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

    def who_answers(self, options: dict[str, Any], *, doing: str) -> Person | None:
        """Return whose import it is. What a person has to answer for is imported for nobody else."""
        by = self.person(options["by"])
        if options["confirm"] and by is None:
            raise CommandError(f"Say with --by who {doing}.", returncode=WRONG_PLACE)
        return by

    def conclude(self, take: Callable[[], Any], options: dict[str, Any]) -> None:
        """Import it, or leave everything as it was and say how to."""
        self.refuse_left_open(options)
        if options["confirm"]:
            take()
            self.telling.outcome = IMPORTED
            self.say([self.style.SUCCESS("Imported.")])
        else:
            transaction.set_rollback(True)
            self.say(["Nothing was changed. Add --confirm to import."])

    def say(self, lines: Iterable[str]) -> None:
        for line in lines if self.words else ():
            self.stdout.write(line)
