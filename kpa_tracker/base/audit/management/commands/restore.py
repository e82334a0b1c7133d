from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.audit.backups.manifest import BackupFault, Manifest
from kpa_tracker.base.audit.backups.restoring import check_backup, restore_backup


class Command(BaseCommand):
    help = "Put a backup back, and hold every table and the history against it. Stop the site first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--check", action="store_true", help="only say whether the backup is whole")
        parser.add_argument("--replace", action="store_true", help="put it in the place of what the database holds")

    def handle(self, *, file: Path, check: bool, replace: bool, **options: Any) -> None:
        try:
            manifest, kept = (check_backup(file), None) if check else restore_backup(file, replacing=replace)
        except (BackupFault, OSError) as error:
            raise CommandError(str(error)) from error
        self.say(manifest, "is whole" if check else "was restored, and is what it was")
        if kept:
            self.stdout.write(f"What stood here before is in {kept}.")
        if not check:
            self.stdout.write("Start the site with bin/start: it brings the database up to its version.")

    def say(self, manifest: Manifest, what: str) -> None:
        rows = sum(count for count, _ in manifest.tables.values())
        self.stdout.write(f"The backup of {manifest.made_at} {what}: {len(manifest.files)} files, {rows} rows.")
