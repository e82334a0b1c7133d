"""What may be uploaded, known by its content and not only by its name."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any, cast

from django.core.files.uploadedfile import UploadedFile

from kpa_tracker.base.toolkit.errors import Refused, refuse_where

Test = Callable[[IO[bytes]], bool]
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
UNSAFE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069/\\:*?\"<>|]+")
CHUNK = 64 * 1024
LONGEST_NAME = 200


@dataclass(frozen=True)
class Upload:
    """A file that passed: its name, its type, its size, and the sum that shows later that it is still the same."""

    filename: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Kind:
    """A type of file: what its name ends with, what it is served as, and how its content is recognised."""

    content_type: str
    is_one: Test


def begins(*signatures: bytes) -> Test:
    """Recognise a file by its first bytes."""

    def test(file: IO[bytes]) -> bool:
        file.seek(0)
        return file.read(16).startswith(signatures)

    return test


def holds(part: str) -> Test:
    """Recognise an Office file by its main part. One with macros is not recognised, whatever its name says."""

    def test(file: IO[bytes]) -> bool:
        names = _names_in(file)
        return part in names and not any("vbaproject" in name.lower() for name in names)

    return test


def declares(content_type: str) -> Test:
    """Recognise an OpenDocument file by the type that it declares first."""

    def test(file: IO[bytes]) -> bool:
        file.seek(30)
        return file.read(8 + len(content_type)) == b"mimetype" + content_type.encode()

    return test


def is_text(file: IO[bytes]) -> bool:
    """Recognise text by what it does not contain."""
    file.seek(0)
    return all(b"\x00" not in chunk for chunk in iter(lambda: file.read(CHUNK), b""))


def _names_in(file: IO[bytes]) -> set[str]:
    """Return the names in an archive's directory; nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return set()


KINDS = {
    "pdf": Kind("application/pdf", begins(b"%PDF-")),
    "docx": Kind(f"{OFFICE}wordprocessingml.document", holds("word/document.xml")),
    "xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", holds("xl/workbook.xml")),
    "pptx": Kind(f"{OFFICE}presentationml.presentation", holds("ppt/presentation.xml")),
    "odt": Kind(f"{OPEN_DOCUMENT}text", declares(f"{OPEN_DOCUMENT}text")),
    "ods": Kind(f"{OPEN_DOCUMENT}spreadsheet", declares(f"{OPEN_DOCUMENT}spreadsheet")),
    "png": Kind("image/png", begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", begins(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", begins(b"\xff\xd8\xff")),
    "txt": Kind("text/plain", is_text),
    "csv": Kind("text/csv", is_text),
}
KINDS_IN_WORDS = "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, picture (PNG or JPEG) or text"
ACCEPT = ",".join(f".{ending}" for ending in KINDS)


def inspect_upload(file: UploadedFile[Any], *, limit: int) -> Upload:
    """Return what an uploaded file is. Refuses one that is empty, too large, of another type, or not what it claims."""
    size, name = file.size or 0, safe_name(file.name or "")
    kind = KINDS.get(PurePosixPath(name).suffix.lower().lstrip("."))
    refuse_where(
        (not size, "The file is empty."),
        (size > limit, f"The file has {in_megabytes(size)}. It may have {in_megabytes(limit)} at most."),
    )
    if kind is None:
        raise Refused(f"This type of file cannot be kept. Use {KINDS_IN_WORDS}.")
    if not kind.is_one(cast(IO[bytes], file)):
        raise Refused(
            "The file is not what its name says, or it contains macros. Save it again and choose the new file."
        )
    return Upload(name, kind.content_type, size, _sum(file))


def safe_name(name: str) -> str:
    """Return a file's name without folders and without characters that somebody could take for something else."""
    cleaned = UNSAFE.sub(" ", re.split(r"[/\\]", name)[-1]).strip(" .")
    stem, dot, ending = cleaned.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[-LONGEST_NAME:]


def in_megabytes(size: int) -> str:
    """10 MB, 3.4 MB, 0.1 MB."""
    megabytes = max(size / (1024 * 1024), 0.1)
    return f"{megabytes:.1f}".removesuffix(".0") + " MB"


def _sum(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
