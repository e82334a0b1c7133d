from pathlib import Path
from typing import Any

from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.audit.anchors import anchors_now


class Command(BaseCommand):
    help = "Write down how far the history has come, where nobody reaches who can write to the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="adds the lines to this file")
        parser.add_argument("--mail", help="sends the lines to this address")

    def handle(self, *, file: Path | None, mail: str | None, **options: Any) -> None:
        lines = "".join(f"{anchor}\n" for anchor in anchors_now())
        try:
            if file:
                with file.open("a") as kept:
                    kept.write(lines)
            if mail:
                send_mail("How far the plan's history has come", lines or "There is none yet.\n", None, [mail])
        except OSError as error:  # the mail server's refusals among them
            raise CommandError(f"It could not be written down: {error}") from error
        self.stdout.write(lines, ending="")
