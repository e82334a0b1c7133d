"""Takes a leaver's name out of everything."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.personal import erase_person
from kpa_tracker.base.toolkit.errors import Refused


class Command(BaseCommand):
    help = (
        "Take a leaver's name, address and traces out of the database, for good. What they did stays, under “Former "
        "post holder” and the post, and the history still verifies. Nothing is changed without --confirm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the person signed in")
        parser.add_argument("--reason", required=True, help="why; it stays in the history. Leave the name out of it")
        parser.add_argument("--by", metavar="EMAIL", help="who does it; without, the system")
        parser.add_argument("--confirm", action="store_true", help="do it; there is no way back")

    def handle(self, *args: Any, **options: Any) -> None:
        person, by = found(options["email"]), found(options["by"]) if options["by"] else None
        try:
            with transaction.atomic():
                done = erase_person(person, reason=options["reason"], by=by)
                transaction.set_rollback(not options["confirm"])
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(
            f"{'Done' if options['confirm'] else 'This would be done'}: they are “{done.name}” from now on."
        )
        self.stdout.write(f"Events of the history that say so: {done.events}.")
        for what, number in done.gone.items():
            self.stdout.write(f"Deleted: {what.lower()} ({number}).")
        for kind, number in done.left:
            self.stdout.write(f"The name still stands in texts that people wrote: {kind} ({number}). Look at them.")
        if not options["confirm"]:
            self.stdout.write(
                "Nothing was changed. Say --confirm to do it. Backups keep the name until they are thrown away."
            )


def found(email: str) -> Person:
    try:
        return Person.objects.get(email__iexact=email)
    except Person.DoesNotExist:
        raise CommandError(f"Nobody here has the address {email}.") from None
