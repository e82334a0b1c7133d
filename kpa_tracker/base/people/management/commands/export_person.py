"""Gives out what is held about a person, for that person."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.personal import held_about, in_words


class Command(BaseCommand):
    help = (
        "Write all that is held about a person to two files, as data (JSON) and in words. "
        "Give them to that person alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address with which the person signs in or signed in")
        parser.add_argument(
            "--to", type=Path, metavar="FOLDER", help="where to write; without one, in words to the screen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = Person.objects.get(email__iexact=options["email"])
        except Person.DoesNotExist:
            raise CommandError("Nobody here has this address.") from None
        held = held_about(person)
        if options["to"] is None:
            sys.stdout.write(in_words(held))
            return
        options["to"].mkdir(parents=True, exist_ok=True)
        for name, text in (("person.json", as_json(held)), ("person.txt", in_words(held))):
            place = options["to"] / name
            place.touch(mode=0o600)
            place.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {place}")


def as_json(held: dict[str, Any]) -> str:
    return json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"
