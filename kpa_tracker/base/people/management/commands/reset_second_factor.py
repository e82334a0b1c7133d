"""Takes the second factors of somebody who has lost theirs: where no other administrator is there to do it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpa_tracker.base.people.factors import reset_second_factor
from kpa_tracker.base.people.models import Person


class Command(BaseCommand):
    help = "Takes somebody's authenticator app, security keys and recovery codes, and signs them out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The e-mail address with which they sign in.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"].strip()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        reset_second_factor(person, by=None)
        self.stdout.write(f"{person} has no second factor any more, and is signed out everywhere.")
        self.stdout.write("At the next sign-in the password is enough once, to set up a new one.")
