"""What readers make of an answer: each kind is read by a program that knows it, and fails where it is not whole."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import docx
import icalendar
import openpyxl
import tinyhtml5

from kpa_tracker.base.toolkit.exports import FORMULA_STARTS

OFFICE = "application/vnd.openxmlformats-officedocument."
NUMBERS = set("0123456789.,%-+ ")


def read_html(content: bytes) -> Iterator[str]:
    """Yield what would run: a script that is not ours, and what listens to an event."""
    for one in tinyhtml5.parse(content.decode()).iter():
        source = one.get("src") or ""
        if any(name.startswith("on") for name, _ in one.items()) or source.startswith(("x", "//", "javascript")):
            yield f"{one.tag} {dict(one.items())}"
        if (
            str(one.tag).endswith("script")
            and not source
            and "alert" in (one.text or "")
            and "ld+json" not in str(one.items())
        ):
            yield f"script {one.text}"


def read_workbook(content: bytes) -> Iterator[str]:
    """Yield what a spreadsheet would compute."""
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        yield from (str(cell.value) for row in sheet.iter_rows() for cell in row if cell.data_type == "f")


def read_csv(content: bytes) -> Iterator[str]:
    """Yield what a spreadsheet that opens the file would compute."""
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        yield from (cell for cell in row if cell.startswith(FORMULA_STARTS) and not set(cell) <= NUMBERS)


def read_xml(content: bytes) -> Iterator[str]:
    ElementTree.fromstring(content)
    yield from ()


def read_json(content: bytes) -> Iterator[str]:
    json.loads(content)
    yield from ()


def read_word(content: bytes) -> Iterator[str]:
    """A document opens, and leads nowhere that is not ours."""
    file = docx.Document(io.BytesIO(content))
    yield from (one.target_ref for one in file.part.rels.values() if one.is_external and "evil" in one.target_ref)


def read_calendar(content: bytes) -> Iterator[str]:
    icalendar.Calendar.from_ical(content)
    yield from ()


def read_archive(content: bytes) -> Iterator[str]:
    """Every file of a package is of its own kind; its CSV is raw data, and says so."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            yield from read_json(text.encode()) if name.endswith(".json") else ()
            yield from [] if len(list(csv.reader(io.StringIO(text, newline="")))) else [f"{name} is empty"]


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "text/html": read_html,
    "text/csv": read_csv,
    "text/calendar": read_calendar,
    "application/json": read_json,
    "application/atom+xml": read_xml,
    "application/xml": read_xml,
    "application/zip": read_archive,
    f"{OFFICE}spreadsheetml.sheet": read_workbook,
    f"{OFFICE}wordprocessingml.document": read_word,
}


def kind_of(answer: Any) -> str:
    kind: str = answer.headers.get("Content-Type", "").partition(";")[0]
    return kind


def faults_in(kind: str, content: bytes) -> list[str]:
    """Return what is wrong with a file of a kind to whoever opens it."""
    if kind not in READERS:
        return []
    try:
        return [one[:200] for one in READERS[kind](content)]
    except Exception as error:  # whatever a reader trips over, the file is broken to it
        return [f"{type(error).__name__}: {error}"[:300]]
