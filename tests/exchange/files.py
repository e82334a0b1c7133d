"""Makes the files that the tests read: Word, Excel and text, as other bodies write their plans."""

import io
import zipfile
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import PatternFill

SOURCES = Path(__file__).resolve().parents[2].parent / "shared" / "sources"


def workbook(rows, *, merges=(), fills=None, title="Plan", formats=None, more_sheets=None):
    """Return an .xlsx with one sheet of rows, merged ranges, cell fills by coordinate and number formats."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for reference in merges:
        sheet.merge_cells(reference)
    for coordinate, colour in (fills or {}).items():
        sheet[coordinate].fill = PatternFill("solid", fgColor=colour)
    for coordinate, number_format in (formats or {}).items():
        sheet[coordinate].number_format = number_format
    for name, sheet_rows in (more_sheets or {}).items():
        another = book.create_sheet(name)
        for row in sheet_rows:
            another.append(list(row))
    return saved(book)


def saved(thing):
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def add_table(document, rows, *, merges=(), fills=None):
    """Add a table of texts; `merges` are ((row, column), (row, column)), `fills` colours by (row, column)."""
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for number, row in enumerate(rows):
        for index, text in enumerate(row):
            table.cell(number, index).text = text
    for first, last in merges:
        text = table.cell(*first).text
        table.cell(*first).merge(table.cell(*last)).text = text
    for (number, index), colour in (fills or {}).items():
        shading = OxmlElement("w:shd")
        shading.set(qn("w:val"), "clear")
        shading.set(qn("w:fill"), colour)
        table.cell(number, index)._tc.get_or_add_tcPr().append(shading)
    return table


def word(rows, **options):
    document = docx.Document()
    add_table(document, rows, **options)
    return saved(document)


def repacked(content, changes):
    """Return an archive with parts replaced, added or (by None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in changes:
                new.writestr(entry.filename, old.read(entry.filename))
        for name, data in changes.items():
            if data is not None:
                new.writestr(name, data)
    return buffer.getvalue()


def part_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
