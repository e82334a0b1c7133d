from __future__ import annotations

import io
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.people.models import Authority, Person
from kpa_tracker.interfaces.publication.actions.looks import set_look
from kpa_tracker.interfaces.publication.look.emblem import IN_WORDS, draw_emblem
from kpa_tracker.interfaces.publication.look.pictures import read_logo
from kpa_tracker.interfaces.publication.models import Look


class Command(BaseCommand):
    help = "Give an authority of the demonstration a look: two colours, a drawn emblem and a back page."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("authority", type=int, help="The number of the authority.")
        parser.add_argument("--by", type=int, required=True, help="The number of whoever sets it.")
        parser.add_argument("--main", required=True, help="The main colour, such as #12355b.")
        parser.add_argument("--accent", required=True, help="The second colour.")
        parser.add_argument("--back-page", default="", help="The back page in Markdown.")

    def handle(self, *args: Any, **options: Any) -> None:
        authority = Authority.objects.get(pk=options["authority"])
        if not authority.is_demonstration:
            raise CommandError("This is for the demonstration alone. Others set their look in the Django admin.")
        main, accent, back_page = (options[name] for name in ("main", "accent", "back_page"))
        look = Look(authority=authority, main_colour=main, accent_colour=accent, logo_alt=IN_WORDS, back_page=back_page)
        logo = read_logo(io.BytesIO(draw_emblem(main, accent)))
        set_look(look, logo=logo, by=Person.objects.get(pk=options["by"]))
