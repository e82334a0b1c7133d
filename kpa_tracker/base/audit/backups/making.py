"""Taking a backup while the site runs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connections

from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.backups.databases import FILE, MOMENT, heads_of, tables_of
from kpa_tracker.base.audit.backups.manifest import NAME, BackupFault, Manifest, sha256_of
from kpa_tracker.base.toolkit import clock

MEDIA = "media"


def make_backup(target: Path, *, using: str = "default") -> Manifest:
    """Write the database and all files that people brought to one file, and return what it says of itself.

    The database is copied as it stands at one moment, its files after it: none is ever overwritten, so each that the
    copy names is there. The file stands under its name once it is whole and on the disk.

    Raises BackupFault where the target exists, where the history does not hold together, or where a program fails.
    """
    if target.exists():
        raise BackupFault(f"There is a file at {target} already.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        made = Path(folder) / "made.zip"
        manifest = _write(made, using)
        made.chmod(0o600)
        _on_the_disk(made)
        made.rename(target)
    _on_the_disk(target.parent)
    return manifest


def _write(made: Path, using: str) -> Manifest:
    vendor = connections[using].vendor
    copied = made.with_name(FILE[vendor])
    manifest = Manifest(made_at=clock.now().isoformat(), vendor=vendor)
    with ZipFile(made, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        with MOMENT[vendor](using, copied) as moment:
            if faults := list(verify_history(using=moment)):
                raise BackupFault(f"The history does not hold together: {faults[0].stream}, event {faults[0].number}.")
            manifest = replace(manifest, tables=tables_of(moment), heads=heads_of(moment))
        files = {name: _add(archive, name, file) for name, file in (*_media(), (copied.name, copied))}
        manifest = replace(manifest, files={name: sha for name, sha in files.items() if sha})
        archive.writestr(NAME, manifest.to_json())
    return manifest


def _media() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        if file.is_file() and not file.is_symlink():
            yield f"{MEDIA}/{file.relative_to(root).as_posix()}", file


def _add(archive: ZipFile, name: str, file: Path) -> str:
    """Add a file; return its SHA-256, nothing for one that was there for a moment alone."""
    try:
        source = file.open("rb")
    except FileNotFoundError:
        return ""
    with source, archive.open(name, "w", force_zip64=True) as kept:
        return sha256_of(source, copy_to=kept)


def _on_the_disk(place: Path) -> None:
    """Wait until a file, or what stands in a folder, is on the disk."""
    number = os.open(place, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
