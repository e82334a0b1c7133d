"""What a hostile file is: how it is made, and what reading it must come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.exchange.files import part_of, repacked, word, workbook

ROWS = [["Aim", "Action", "Lead"], ["Safe", "Patrol", "Inspector"]]
SHEET, STRINGS, DOCUMENT = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "word/document.xml"


@dataclass(frozen=True)
class Kind:
    """One kind of hostile file. It is refused with these words, or read as the table that it shows, with these words
    among the notes."""

    what: str
    name: str
    make: Callable[[], bytes]
    refused: str = ""
    noted: str = ""
    table: tuple[tuple[str, ...], ...] | None = tuple(map(tuple, ROWS))


def book(changes=None, rows=ROWS):
    """Return a workbook with parts added, replaced or left out."""
    return repacked(workbook(rows), changes or {})


def paper(changes=None, rows=ROWS):
    """Return a document with parts added, replaced or left out."""
    return repacked(word(rows), changes or {})


def edited(content, part, *replacements):
    """Return an archive with bytes of one part replaced; each must be there."""
    data = part_of(content, part)
    for old, new in replacements:
        assert old in data, old
        data = data.replace(old, new, 1)
    return repacked(content, {part: data})


def sheet(*replacements):
    return edited(workbook(ROWS), SHEET, *replacements)


def text(*replacements):
    return edited(word(ROWS), DOCUMENT, *replacements)
