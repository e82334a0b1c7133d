"""Writes the risk register as a PDF."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.db.models import Q

from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.interfaces.publication.actions.exporting import ExportedFile, export_register
from kpa_tracker.interfaces.publication.management.writing import WritingCommand, the_one


class Command(WritingCommand):
    help = "Write the risk register as a PDF: all of it for the authority alone, or with --public the public summary."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("authority", help="The authority's number, its name, or its web name.")
        parser.add_argument("--public", action="store_true", help="What the public may read.")
        parser.add_argument("--committee", help="The risks of one committee alone: its number or its name.")
        super().add_arguments(parser)

    def export(self, options: dict[str, Any]) -> ExportedFile:
        name = options["authority"]
        called = Q(name__iexact=name) | Q(short_name__iexact=name) | Q(slug__iexact=name)
        authority = the_one(Authority.objects.all(), name, "authority", called)
        committee = committee_of(authority, options["committee"])
        return export_register(authority, committee=committee, public=options["public"], by=None)


def committee_of(authority: Authority, name: str | None) -> Committee | None:
    if not name:
        return None
    called = Q(name__iexact=name) | Q(short_name__iexact=name)
    committee: Committee = the_one(Committee.objects.filter(authority=authority), name, "committee", called)
    return committee
