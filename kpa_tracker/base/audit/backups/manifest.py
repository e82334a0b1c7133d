"""What a backup says of itself. No Django."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

NAME = "backup.json"
FORMAT = 1
CHUNK = 1024 * 1024


class BackupFault(Exception):
    """A backup cannot be taken, is not whole, or cannot be restored here; the message says why, in plain words."""


@dataclass(frozen=True)
class Manifest:
    """A backup in figures.

    `files` maps each file's place in the backup to its SHA-256; `tables` maps each table to its number of rows and the
    digest of what stands in them; `heads` maps each chain of the history to its last number and hash.
    """

    made_at: str
    vendor: str
    files: dict[str, str] = field(default_factory=dict)
    tables: dict[str, list[Any]] = field(default_factory=dict)
    heads: dict[str, list[Any]] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Manifest:
        """Read what a backup says of itself.

        Raises BackupFault for what is no backup, or one of a later version.
        """
        try:
            read = json.loads(content)
            if read["format"] != FORMAT:
                raise BackupFault("This backup was taken by a later version. Install that version, then restore it.")
            return cls(**read)
        except (ValueError, KeyError, TypeError) as error:
            raise BackupFault("This file is not a backup of this tracker.") from error


def digest_of(rows: Iterable[Any]) -> list[Any]:
    """Return the number of rows and the SHA-256 of them in this order."""
    count, sha = 0, hashlib.sha256()
    for row in rows:
        count += 1
        sha.update(repr(tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)).encode())
    return [count, sha.hexdigest()]


def sha256_of(source: IO[bytes], copy_to: IO[bytes] | None = None) -> str:
    """Return the SHA-256 of what is left of a file, copying it meanwhile where that is asked."""
    sha = hashlib.sha256()
    while chunk := source.read(CHUNK):
        sha.update(chunk)
        if copy_to:
            copy_to.write(chunk)
    return sha.hexdigest()


def place_of(name: str, folder: Path) -> Path:
    """Return where a file of a backup belongs in a folder.

    Raises BackupFault for a name that leads out of it.
    """
    place = (folder / name).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise BackupFault(f"The backup names a file outside its folder: {name}")
    return place
