"""Django's own command, and what it had changed is taken back where it fails: the version before goes on with it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from kpa_tracker.base.toolkit import upgrades


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Bring a database up to date as a whole, or leave it as it was. What names an app is Django's own matter."""
        connection = connections[options["database"]]
        before = upgrades.applied_in(connection)
        if options["app_label"] or not before:
            super().handle(*args, **options)
            return
        try:
            super().handle(*args, **options)
        except Exception as error:
            raise CommandError(upgrades.take_back(connection, before, error)) from error
