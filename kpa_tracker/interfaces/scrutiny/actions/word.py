"""A pack as a Word document, for those who go on with it: the parts of its page and PDF, from the same contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kpa_tracker.base.toolkit.documents import Block, Heading, Sheet, Table, Text, write_document
from kpa_tracker.base.toolkit.ratings import stage_of
from kpa_tracker.base.toolkit.worn import OnPaper
from kpa_tracker.interfaces.scrutiny.packs import sheets
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Item
from kpa_tracker.interfaces.scrutiny.packs.document import PackDocument

Blocks = Iterator[Block]
ITEM_HEAD = ("Ref", "Title", "Lead and committee", "Deadline", "Stage and rating", "What was reported")
CHANGE_HEAD = ("Name", "Then", "Now")


def pack_in_word(contents: Contents, look: OnPaper | None = None) -> bytes:
    """Return what a pack shows as a Word document, in the look that the authority has now. Writes nothing. Refuses
    what would be hundreds of pages."""
    document, head = PackDocument(contents), contents.head
    sheet = Sheet(head.marking, f"{head.committee}, {head.meeting}", head.authority, is_wide=True, look=look)
    return write_document(document.title, pack_blocks(document), sheet)


def pack_blocks(document: PackDocument) -> Blocks:
    yield Table(("About this pack", ""), texts(sheets.about(document)[1:]))
    for part in document.parts:
        yield Heading(part.title)
        yield from PARTS[part.anchor](document)


def texts(rows: Iterable[list[Any]]) -> list[list[str]]:
    return [["" if value is None else str(value) for value in row] for row in rows]


def rows_of(select: Callable[[Contents], sheets.Rows]) -> Callable[[PackDocument], Blocks]:
    """Return what writes a part as the workbook has it; a part without any row is a sentence."""

    def write(document: PackDocument) -> Blocks:
        head, *rows = select(document.contents)
        yield Table(head, texts(rows)) if rows else Text("Nothing.")

    return write


def summary(document: PackDocument) -> Blocks:
    for table in document.summary:
        (_, *head), *rows = [row for row in sheets.table_rows(table) if row]
        yield Table([table.first, *head], texts(rows), table.title)


def changes(document: PackDocument) -> Blocks:
    yield Text(f"Compared with {document.contents.earlier}." if document.contents.earlier else "No meeting before it.")
    for heading, found in document.changes:
        yield Heading(heading, 2)
        yield Table(CHANGE_HEAD, [[one.name, one.before, one.after] for one in found], heading)


def exceptions(document: PackDocument) -> Blocks:
    found = document.contents.exceptions
    yield Table(ITEM_HEAD, [item(one) for one in found]) if found else Text("Nothing needs a word first.")


def coverage(document: PackDocument) -> Blocks:
    found = document.contents.coverage
    if found is not None:
        yield Text(found.sentence, found.period)
        yield from rows_of(sheets.coverage)(document)


def items(document: PackDocument) -> Blocks:
    for section in document.sections:
        yield Heading(section.title, 2)
        yield Table(ITEM_HEAD, [item(one) for one in section.items], section.title)
    if not document.sections:
        yield Text("Nothing.")


def item(one: Item) -> list[str]:
    lead = [one.lead or "No lead post", one.committee]
    deadline = [one.deadline or "No deadline set", one.slip]
    rated = [
        stage_of(one.stage).word,
        one.word or "Not rated",
        *map(str, one.beside),
        *(flag.word for flag in one.flags),
    ]
    return [one.reference, one.title, *map(lines, (lead, deadline, rated, reported(one)))]


def reported(one: Item) -> Iterator[str]:
    said = (("Done", one.done), ("Next", one.next_steps), *one.recovery_lines)
    yield one.said_of or "No update"
    yield from (f"{heading}: {text}" for heading, text in said if text)


def lines(found: Iterable[str]) -> str:
    return "\n".join(filter(None, found))


PARTS: dict[str, Callable[[PackDocument], Blocks]] = {
    "outstanding": rows_of(sheets.outstanding),
    "summary": summary,
    "changes": changes,
    "exceptions": exceptions,
    "coverage": coverage,
    "items": items,
    "parts": rows_of(sheets.parts),
    "measures": rows_of(sheets.measures),
    "recommendations": rows_of(sheets.recommendations),
    "risks": rows_of(sheets.risks),
    "sums": rows_of(sheets.sums),
}
