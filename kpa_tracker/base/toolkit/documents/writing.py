"""Writing a Word document that somebody goes on with: real headings, lists and tables with a head that repeats on each
page, in British English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused

LANGUAGE = "en-GB"
MOST_LINES = 5_000
"""Paragraphs, points of lists and rows of tables that one document takes: some hundred pages."""
TOO_LONG = "This would be a document of hundreds of pages. Take the lists as Excel files instead."
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Heading:
    """A heading of a level from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; what leads it, such as "Resolved", stands in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list of points."""

    points: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with a head."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


Block = Heading | Text | Bullets | Table


def write_document(title: str, blocks: Iterable[Block]) -> bytes:
    """Return a .docx file of a title and blocks. Refuses more than MOST_LINES lines."""
    listed = list(blocks)
    if sum(map(_lines, listed)) > MOST_LINES:
        raise Refused(TOO_LONG)
    package = docx.Document()
    _describe(package, title)
    package.add_heading(_clean(title), level=0)
    for block in listed:
        WRITERS[type(block)](package, block)
    file = io.BytesIO()
    package.save(file)
    return file.getvalue()


def _lines(block: Block) -> int:
    if isinstance(block, Bullets):
        return len(block.points)
    return len(block.rows) + 1 if isinstance(block, Table) else 1


def _clean(text: str) -> str:
    """Return a text without what no XML file can hold."""
    return NOT_IN_XML.sub("", text)


def _describe(package: Any, title: str) -> None:
    """Say what the document is, and in which language it is read out and spelt."""
    said = package.core_properties
    said.title, said.language, said.author, said.comments = _clean(title), LANGUAGE, "", ""
    said.created = said.modified = clock.now().replace(tzinfo=None)
    default = package.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = default.find(qn("w:lang"))
    spoken.set(qn("w:val"), LANGUAGE)


def _write_heading(package: Any, heading: Heading) -> None:
    package.add_heading(_clean(heading.text), level=heading.level)


def _write_text(package: Any, text: Text) -> None:
    paragraph = package.add_paragraph()
    if text.lead:
        paragraph.add_run(f"{_clean(text.lead)} ").bold = True
    paragraph.add_run(_clean(text.text))


def _write_bullets(package: Any, bullets: Bullets) -> None:
    for point in bullets.points:
        package.add_paragraph(_clean(point), style="List Bullet")


def _write_table(package: Any, table: Table) -> None:
    made = package.add_table(rows=1, cols=len(table.head), style="Table Grid")
    _fill(made.rows[0], table.head, bold=True)
    _mark(made.rows[0], "w:tblHeader")
    for values in table.rows:
        _fill(row := made.add_row(), values)
        _mark(row, "w:cantSplit")


def _fill(row: Any, values: Sequence[str], *, bold: bool = False) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        cell.paragraphs[0].add_run(_clean(value)).bold = bold


def _mark(row: Any, name: str) -> None:
    """Say of a row that it repeats on each page, or that no page divides it."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


WRITERS: dict[type, Any] = {Heading: _write_heading, Text: _write_text, Bullets: _write_bullets, Table: _write_table}
