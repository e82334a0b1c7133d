"""Writing a Word document that somebody goes on with: real headings, lists and tables with a head that repeats on each
page, in British English."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.documents.dressing import put_on
from kpa_tracker.base.toolkit.documents.pieces import clean, place_picture
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.worn import OnPaper

LANGUAGE = "en-GB"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_LINES = 5_000
"""Paragraphs, points of lists and rows of tables that one document takes: some hundred pages."""
TOO_LONG = "This would be a document of hundreds of pages. Take the lists as Excel files instead."
WITHIN = Mm(150), Mm(140)
"""What a picture measures at most: it fits between the margins of either kind of page."""


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
    """A table with a head, and what it is a table of where that does not stand above it."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture by the name of its file, what it shows in words, and what stands below it."""

    file: str
    alt: str
    caption: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class NewPage:
    """What follows stands on a page of its own."""


Block = Heading | Text | Bullets | Table | Picture | NewPage


@dataclass(frozen=True)
class Sheet:
    """What stands on every page: the protective marking above and below, what it is below. Wide tables need pages that
    lie on their side. `look` is the authority's own, where it has one."""

    marking: str = ""
    foot: str = ""
    author: str = ""
    is_wide: bool = False
    look: OnPaper | None = None


def write_document(
    title: str, blocks: Iterable[Block], sheet: Sheet | None = None, files: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a .docx file of a title and blocks; `files` are those of its pictures. Refuses more than MOST_LINES
    lines."""
    listed = list(blocks)
    if sum(map(_lines, listed)) > MOST_LINES:
        raise Refused(TOO_LONG)
    package = docx.Document()
    _describe(package, title)
    _lay_out(package, sheet or Sheet())
    if sheet and sheet.look:
        put_on(package, sheet.look)
    package.add_heading(clean(title), level=0)
    for block in listed:
        if isinstance(block, Picture):
            block = replace(block, content=(files or {})[block.file])
        WRITERS[type(block)](package, block)
    file = io.BytesIO()
    package.save(file)
    return file.getvalue()


def _lines(block: Block) -> int:
    if isinstance(block, Bullets):
        return len(block.points)
    return len(block.rows) + 1 if isinstance(block, Table) else 1


def _describe(package: Any, title: str) -> None:
    """Say what the document is, and in which language it is read out and spelt."""
    said = package.core_properties
    said.title, said.language, said.author, said.comments = clean(title), LANGUAGE, "", ""
    said.created = said.modified = clock.now().replace(tzinfo=None)
    default = package.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    spoken = default.find(qn("w:lang"))
    spoken.set(qn("w:val"), LANGUAGE)


def _lay_out(package: Any, sheet: Sheet) -> None:
    """Say on every page what it is, under which marking, and which page."""
    package.core_properties.author = clean(sheet.author)
    (section,) = package.sections
    if sheet.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(15)
    if sheet.marking:
        section.header.paragraphs[0].add_run(clean(sheet.marking)).bold = True
    foot = section.footer.paragraphs[0]
    if sheet.marking:
        foot.add_run(f"{clean(sheet.marking).strip()}. ").bold = True
    foot.add_run(clean(f"{sheet.foot}. Page " if sheet.foot else "Page "))
    _number(foot)


def _number(paragraph: Any) -> None:
    """Have Word write the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _write_heading(package: Any, heading: Heading) -> None:
    package.add_heading(clean(heading.text), level=heading.level)


def _write_text(package: Any, text: Text) -> None:
    paragraph = package.add_paragraph()
    if text.lead:
        paragraph.add_run(f"{clean(text.lead)} ").bold = True
    paragraph.add_run(clean(text.text))


def _write_bullets(package: Any, bullets: Bullets) -> None:
    for point in bullets.points:
        package.add_paragraph(clean(point), style="List Bullet")


def _write_table(package: Any, table: Table) -> None:
    if table.caption:
        package.add_paragraph(clean(table.caption), style="Caption").paragraph_format.keep_with_next = True
    made = package.add_table(rows=1, cols=len(table.head), style="Table Grid")
    _fill(made.rows[0], table.head, bold=True)
    _mark(made.rows[0], "w:tblHeader")
    _name(made, table.caption)
    for values in table.rows:
        _fill(row := made.add_row(), values)
        _mark(row, "w:cantSplit")


def _fill(row: Any, values: Sequence[str], *, bold: bool = False) -> None:
    for cell, value in zip(row.cells, values, strict=True):
        cell.paragraphs[0].add_run(clean(value)).bold = bold


def _mark(row: Any, name: str) -> None:
    """Say of a row that it repeats on each page, or that no page divides it."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _name(table: Any, name: str) -> None:
    """Give a table its alternative text: what it is a table of."""
    if name:
        said = OxmlElement("w:tblCaption")
        said.set(qn("w:val"), clean(name))
        table._tbl.tblPr.append(said)


def _write_picture(package: Any, picture: Picture) -> None:
    """Put a picture between the margins and above its caption, with its alternative text."""
    paragraph = package.add_paragraph()
    paragraph.paragraph_format.keep_with_next = bool(picture.caption)
    place_picture(paragraph, picture.content, picture.alt, WITHIN)
    if picture.caption:
        package.add_paragraph(clean(picture.caption), style="Caption")


def _write_new_page(package: Any, _: NewPage) -> None:
    package.add_page_break()


WRITERS: dict[type, Any] = {
    Heading: _write_heading,
    Text: _write_text,
    Bullets: _write_bullets,
    Table: _write_table,
    Picture: _write_picture,
    NewPage: _write_new_page,
}
