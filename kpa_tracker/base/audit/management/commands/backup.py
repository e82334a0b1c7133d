from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kpa_tracker.base.audit.backups.making import make_backup
from kpa_tracker.base.audit.backups.manifest import BackupFault
from kpa_tracker.base.audit.backups.restoring import check_backup
from kpa_tracker.base.toolkit import clock

NAMED = "kpa-tracker-{:%Y-%m-%d-%H%M%S}.zip"


class Command(BaseCommand):
    help = "Write the database and all files to one file, while the site runs, and check it. Mind where it is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="where to; var/backups by default")
        parser.add_argument("--keep", type=int, help="how many backups stay in the folder; the oldest go")

    def handle(self, *, folder: Path | None, keep: int | None, **options: Any) -> None:
        folder = folder or settings.VAR_DIR / "backups"
        if keep is not None and keep < 1:
            raise CommandError("--keep takes 1 or more.")
        target = folder / NAMED.format(clock.now())
        try:
            make_backup(target)
            manifest = check_backup(target)
        except (BackupFault, OSError) as error:
            raise CommandError(str(error)) from error
        events = sum(number for number, _ in manifest.heads.values())
        self.stdout.write(f"{target}: {len(manifest.files)} files, {events} events, checked.")
        for old in sorted(folder.glob("kpa-tracker-*.zip"))[:-keep] if keep else ():
            old.unlink()
            self.stdout.write(f"{old} is gone: {keep} are kept.")
