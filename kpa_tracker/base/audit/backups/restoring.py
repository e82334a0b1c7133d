"""Checking a backup where it lies, and putting it back."""

from __future__ import annotations

import shutil
import tempfile
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.db import connections

from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.backups.databases import FILE, PUT_BACK, heads_of, is_empty, tables_of
from kpa_tracker.base.audit.backups.making import MEDIA, make_backup
from kpa_tracker.base.audit.backups.manifest import NAME, BackupFault, Manifest, place_of, sha256_of
from kpa_tracker.base.toolkit import clock


def check_backup(file: Path) -> Manifest:
    """Hold every file in a backup against what it says of itself; return that.

    Raises BackupFault where the file is no backup or something in it is not what was put there.
    """
    with _opened(file) as archive:
        manifest = _manifest_of(archive)
        for name, sha in manifest.files.items():
            if _sum_in(archive, name) != sha:
                raise BackupFault(f"{name} in the backup is not what was put there.")
    return manifest


def _sum_in(archive: ZipFile, name: str) -> str:
    """Return the SHA-256 of a file in a backup; nothing where it cannot be read to its end."""
    try:
        with archive.open(name) as kept:
            return sha256_of(kept)
    except (BadZipFile, zlib.error, EOFError):
        return ""


def _opened(file: Path) -> ZipFile:
    try:
        return ZipFile(file)
    except (OSError, BadZipFile) as error:
        raise BackupFault(f"{file} cannot be read as a backup.") from error


def _manifest_of(archive: ZipFile) -> Manifest:
    if NAME not in archive.namelist():
        raise BackupFault("This file is not a backup of this tracker.")
    manifest = Manifest.from_json(archive.read(NAME))
    if missing := set(manifest.files) - set(archive.namelist()):
        raise BackupFault(f"The backup lacks {min(missing)}.")
    return manifest


def restore_backup(file: Path, *, into: str = "default", replacing: bool = False) -> tuple[Manifest, Path | None]:
    """Let database and files be what they were when a backup was taken; return what it says of itself, and where what
    stood here before was kept.

    The backup is checked first. Then the database changes in one step. At the end every table and every chain of the
    history is held against the backup.

    Raises BackupFault where the backup is not whole or of another database, and where the database holds something and
    nobody has said that it is to be replaced: it is backed up beside the others before it is.
    """
    manifest = _check_for(file, into)
    kept = None
    if not is_empty(into):
        if not replacing:
            raise BackupFault("This database holds something already. Say --replace to put the backup in its place.")
        kept = Path(file).with_name(f"before-restoring-{clock.now():%Y-%m-%d-%H%M%S-%f}.zip")
        make_backup(kept, using=into)
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix=".restore-") as folder:
        _unpack(file, manifest, Path(folder))
        PUT_BACK[manifest.vendor](Path(folder) / FILE[manifest.vendor], into)
        _put_files_back(Path(folder) / MEDIA)
    _hold_against(manifest, into)
    return manifest, kept


def _check_for(file: Path, into: str) -> Manifest:
    manifest = check_backup(file)
    if manifest.vendor != connections[into].vendor:
        raise BackupFault(f"This backup is of a {manifest.vendor} database; DATABASE_URL names another kind.")
    return manifest


def _unpack(file: Path, manifest: Manifest, folder: Path) -> None:
    with _opened(file) as archive:
        for name in manifest.files:
            place = place_of(name, folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as kept, place.open("wb") as out:
                sha256_of(kept, copy_to=out)


def _put_files_back(unpacked: Path) -> None:
    """Put each file where it was. A file that came after the backup stays: nothing names it, and nothing is lost."""
    for file in sorted(unpacked.rglob("*")) if unpacked.exists() else ():
        if file.is_file():
            place = Path(settings.MEDIA_ROOT) / file.relative_to(unpacked)
            place.parent.mkdir(parents=True, exist_ok=True)
            file.chmod(0o600)
            shutil.move(file, place)  # the folder of files may be on another disk


def _hold_against(manifest: Manifest, into: str) -> None:
    found = tables_of(into)
    unlike = sorted(name for name in {*found, *manifest.tables} if found.get(name) != manifest.tables.get(name))
    if unlike:
        raise BackupFault(f"What was restored is not what the backup holds: {', '.join(unlike)}.")
    if heads_of(into) != manifest.heads or any(verify_history(using=into)):
        raise BackupFault("The history that was restored does not hold together.")
