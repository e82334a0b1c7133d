from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import upgrades
from kpa_tracker.interfaces.scrutiny.demonstration import DAY, PASSWORD, AlreadyInUse, accounts, load


class Command(BaseCommand):
    help = "Load the demonstration: two authorities, one with a year of progress, which live on 12 April 2010."
    requires_system_checks = []  # migrating checks, and so does bin/check: at each start it would be a third longer

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing, without an error, where an authority is there already."
        )
        upgrades.add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        upgrades.step_back_if_behind(options["if_up_to_date"])
        if not options["if_empty"] or not Authority.objects.exists():
            self.load()
        self.tell_accounts()

    def load(self) -> None:
        self.stdout.write("Loading the demonstration ...")
        try:
            load()
        except AlreadyInUse as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"The demonstration is loaded. In it, today is {DAY:%-d %B %Y}.")

    def tell_accounts(self) -> None:
        """Print whom to sign in as; in real use there is nobody to print."""
        known = accounts()
        for authority, people in groupby(known, key=lambda account: account.authority):
            self.stdout.write(f"\n{authority}")
            for one in people:
                self.stdout.write(f"  {one.email:38} {one.role:17} {one.name}, {one.posts}")
        if known:
            self.stdout.write(f"\nThe password of all of them is: {PASSWORD}")
