"""What sort of file this is, told from its first bytes and, for archives, from the directory alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from kpa_tracker.base.toolkit.grids import UnreadableFile

MEGABYTE = 1_000_000
LARGEST_FILE = 20 * 1024 * 1024
MOST_ENTRIES = 2_000
LARGEST_PART = 60 * MEGABYTE
LARGEST_CONTENT = 150 * MEGABYTE
HIGHEST_RATIO = 100  # a plan's parts shrink to a tenth or so; a bomb's to a thousandth
RATIO_MATTERS_FROM = 5 * MEGABYTE
TEXT_ENDINGS = {"csv", "txt", "tsv", "tab"}
WHAT_CAN_BE_READ = "Word (.docx), Excel (.xlsx), CSV and tab-separated text files can be read."

KNOWN_STARTS = [
    (b"%PDF", "This is a PDF. Choose the Word or Excel file that it was made from."),
    (b"{\\rtf", "This is a rich text file. Open it in Word and save it as a Word document (.docx)."),
    (b"\x89PNG", f"This is a picture, not a document or workbook. {WHAT_CAN_BE_READ}"),
    (b"\xff\xd8\xff", f"This is a picture, not a document or workbook. {WHAT_CAN_BE_READ}"),
    (b"GIF8", f"This is a picture, not a document or workbook. {WHAT_CAN_BE_READ}"),
    (b"MZ", f"This is a program, not a document or workbook. {WHAT_CAN_BE_READ}"),
    (b"\x1f\x8b", "This is a compressed archive. Take the file out of it and choose that one."),
    (b"7z\xbc\xaf", "This is a compressed archive. Take the file out of it and choose that one."),
    (b"Rar!", "This is a compressed archive. Take the file out of it and choose that one."),
]
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DAMAGED = (
    "The file is damaged or incomplete. Open it in Word or Excel, save it under a new name and choose the new file."
)
PROTECTED = "The file is protected by a password. Remove the password in Word or Excel and choose the file again."
TOO_MUCH = "The file unpacks to far more than a table would need, so it was not opened. Copy the table into a new file."
PACKAGES = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
OTHER_PACKAGES = {
    "xl/workbook.bin": "This is a binary Excel workbook (.xlsb). Save it as .xlsx and choose the new file.",
    "content.xml": "This is an OpenDocument file. Save it as .docx or .xlsx and choose the new file.",
}
NO_PLAN = f"This is neither a Word document nor an Excel workbook. {WHAT_CAN_BE_READ}"
DECLARED = re.compile(rb"<!DOCTYPE|<!ENTITY")
MACROS = "The file contains macros. Save it as a plain Word document (.docx) or Excel workbook (.xlsx) without macros."


@dataclass(frozen=True)
class Recognised:
    """What a file is ("docx", "xlsx" or "text"), and a note where its name says something else."""

    kind: str
    note: str = ""


def ending_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def recognise(name: str, content: bytes) -> Recognised:
    """Say what the file is without opening it; refuse what cannot or should not be read."""
    check_size(len(content))
    _refuse_other_kinds(content)
    if content.startswith(b"PK"):
        kind = _look_into(content)
        return Recognised(kind, _note_on_name(name, kind))
    return _recognise_text(name, content)


def _refuse_other_kinds(content: bytes) -> None:
    for start, message in KNOWN_STARTS:
        if content.startswith(start):
            raise UnreadableFile(message)
    if content.startswith(OLE_START):
        raise UnreadableFile(_about_compound_file(content))


def check_size(size: int) -> None:
    if size == 0:
        raise UnreadableFile("The file is empty.")
    if size > LARGEST_FILE:
        raise UnreadableFile("The file is larger than 20 MB. Remove pictures, or copy the table into a new file.")


def _about_compound_file(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return PROTECTED
    return "The file is in the format of Word or Excel before 2007. Save it as .docx or .xlsx and choose the new file."


def _look_into(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries, len(content))
            kind = _kind_of_package({entry.filename for entry in entries})
            _check_parts(archive, entries)
            return kind
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableFile(PROTECTED)
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise UnreadableFile(DAMAGED)  # of two parts of one name, programs show different ones
    sizes = [entry.file_size for entry in entries]
    if len(entries) > MOST_ENTRIES or _is_too_much(sizes, size):
        raise UnreadableFile(TOO_MUCH)


def _is_too_much(sizes: list[int], packed: int) -> bool:
    unpacked = sum(sizes)
    swells = unpacked > RATIO_MATTERS_FROM and unpacked > HIGHEST_RATIO * packed
    return swells or unpacked > LARGEST_CONTENT or max(sizes, default=0) > LARGEST_PART


def _kind_of_package(names: set[str]) -> str:
    _refuse_macros(names)
    known = [kind for part, kind in PACKAGES.items() if part in names]
    if known:
        return known[0]
    raise UnreadableFile(next((text for part, text in OTHER_PACKAGES.items() if part in names), NO_PLAN))


def _refuse_macros(names: set[str]) -> None:
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise UnreadableFile(MACROS)


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse XML that declares a document type: no Office file has one, and entity bombs need one."""
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                start = part.read(4_096).replace(b"\x00", b"")
            if DECLARED.search(start):
                raise UnreadableFile(
                    "The file holds instructions that no Word or Excel file should. It was not opened."
                )


def _note_on_name(name: str, kind: str) -> str:
    ending = ending_of(name)
    if ending in {kind, ""}:
        return ""
    what = "a Word document" if kind == "docx" else "an Excel workbook"
    return f"The file's name ends in .{ending}, but it is {what}. It was read as {what}."


def _recognise_text(name: str, content: bytes) -> Recognised:
    ending, start = ending_of(name), content[:200].lstrip().lower()
    if start.startswith((b"<html", b"<!doctype html", b"<?xml")):
        raise UnreadableFile(
            "This is a web page or XML file under another name. Save it as .xlsx and choose that file."
        )
    if ending in {"docx", "xlsx", "xlsm", "docm", "doc", "xls"}:
        raise UnreadableFile(DAMAGED)
    if ending not in TEXT_ENDINGS:
        raise UnreadableFile(f"A file ending in .{ending or '?'} cannot be read. {WHAT_CAN_BE_READ}")
    return Recognised("text")
