"""Sets up an authority and its first administrator: the start of a real installation.

It asks for what it is not told. Options come first, then the environment (KPA_ADMIN_AUTHORITY, KPA_ADMIN_SHORT_NAME,
KPA_ADMIN_NAME, KPA_ADMIN_EMAIL, KPA_ADMIN_PASSWORD); a password is never an option, because options show in lists of
processes.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.text import slugify

from kpa_tracker.base.people.actions import set_up_authority
from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.base.people.sessions import needs_second_factor
from kpa_tracker.base.toolkit import upgrades

QUESTIONS = {
    "authority": "Name of the authority (for example Kent Police Authority)",
    "short_name": "Its short name (for example KPA)",
    "name": "Your name",
    "email": "Your e-mail address, with which you sign in",
}

SECOND_FACTOR = (
    "The first sign-in asks you to set up a second factor: have your telephone or a security key at hand, and keep the "
    "recovery codes that it shows."
)


class Command(BaseCommand):
    help = "Sets up an authority and its first administrator; asks for what it is not told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, question in QUESTIONS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", dest=name, help=question)
        parser.add_argument("--another", action="store_true", help="Set up another authority beside those here.")
        upgrades.add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        upgrades.step_back_if_behind(options["if_up_to_date"])
        if Authority.objects.exists() and not options["another"]:
            self.stdout.write(f"Set up already: {', '.join(map(str, Authority.objects.all()))}.")
            self.stdout.write("One more authority: bin/manage first_administrator --another")
            return
        try:
            self.set_up(options)
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Stopped. Nothing is set up.") from None

    def set_up(self, options: dict[str, Any]) -> None:
        answers = {name: self.answer(name, options) for name in QUESTIONS}
        refuse_address(answers["email"])
        authority = Authority(name=answers["authority"], short_name=answers["short_name"], slug=slug_of(answers))
        person = Person(email=answers["email"], name=answers["name"])
        password = self.password(person)
        try:
            person = set_up_authority(authority, email=person.email, name=person.name, password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"{authority} is set up. Sign in as {person.email}.")
        if needs_second_factor(person):
            self.stdout.write(SECOND_FACTOR)

    def answer(self, name: str, options: dict[str, Any]) -> str:
        """Return an answer from the options, the environment or the keyboard, in this order."""
        given = options[name] or os.environ.get(f"KPA_ADMIN_{name.upper()}", "")
        while not given.strip():
            if not sys.stdin.isatty():
                option = "--" + name.replace("_", "-")
                raise CommandError(f"Say {option}, or set KPA_ADMIN_{name.upper()}: nobody is here to ask.")
            given = input(f"{QUESTIONS[name]}: ")
        return given.strip()

    def password(self, person: Person) -> str:
        """Return a password that is good enough; at the keyboard it is asked for until it is."""
        given = os.environ.get("KPA_ADMIN_PASSWORD", "")
        if given or not sys.stdin.isatty():
            return password_given(given, person)
        while True:
            first = getpass("A password of at least 12 characters: ")
            problem = problem_with(first, person) or ("" if getpass("The same again: ") == first else "They differ.")
            if not problem:
                return first
            self.stderr.write(problem)


def problem_with(password: str, person: Person) -> str:
    try:
        validate_password(password, person)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def refuse_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"“{email}” is not an e-mail address.") from None
    if Person.objects.filter(email__iexact=email).exists():
        raise CommandError(f"Somebody with the address {email} is already here.")


def password_given(given: str, person: Person) -> str:
    problem = problem_with(given, person) if given else "Set KPA_ADMIN_PASSWORD: nobody is here to ask."
    if problem:
        raise CommandError(problem)
    return given


def slug_of(answers: dict[str, str]) -> str:
    """Return a web name for the authority that no other one has."""
    lead = slugify(answers["short_name"]) or slugify(answers["authority"])[:40] or "authority"
    taken = set(Authority.objects.filter(slug__startswith=lead).values_list("slug", flat=True))
    numbered = (f"{lead}-{number}" for number in range(2, len(taken) + 3))
    return lead if lead not in taken else next(slug for slug in numbered if slug not in taken)
