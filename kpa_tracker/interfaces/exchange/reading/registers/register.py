"""Reading a register: find its tables, say what each column is, gather the rows of each risk, read its cells."""

from __future__ import annotations

import re

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading.measures.starting import columns_not_used
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, TableFound
from kpa_tracker.interfaces.exchange.reading.registers.columns import guessed
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister, RegisterChoices, RiskRow
from kpa_tracker.interfaces.exchange.reading.registers.gathering import Gathered, gathered
from kpa_tracker.interfaces.exchange.reading.registers.headings import BASES
from kpa_tracker.interfaces.exchange.reading.registers.parts import actions_of, controls_of
from kpa_tracker.interfaces.exchange.reading.registers.scores import ScoreCells
from kpa_tracker.interfaces.exchange.reading.registers.table import RegisterTable
from kpa_tracker.interfaces.exchange.reading.registers.tables import Finder
from kpa_tracker.interfaces.exchange.reading.registers.texts import (
    begins_with_reference,
    labelled,
    led_by_reference,
    reference_in,
    reference_key,
    review_in,
    said,
)
from kpa_tracker.interfaces.exchange.reading.sheets import without_sheets

LINES = ("title", "category", "committee", "proximity", "status")
LISTS = ("owner", "ambitions", "deliverables")
PROSE = ("cause", "event", "effect", "description", "reason", "rationale", "public_wording")
ENDED_SHEET = re.compile(r"\bclosed\b", re.I)

NO_TABLE = (
    "No risk register was found in the file: a table with the risk and, beside it, a score, an owner or a status."
)
NO_TITLE = "The row does not say what the risk is: “{}”."
TWICE = "The reference {} stands in the file twice, for different risks: the row above is taken, this one is not."
TOGETHER = "Cause, risk and effect stand in one cell, and nothing marks where each begins. Kept whole, as background."
BAND = "The category is that of the heading above: “{}”."
CLOSED_SHEET = "No column gives its status. “{}” stands above it, so it is read as closed."
OVER_ROWS = "A heading over rows that have a category of their own"
SAYS_TWO = "It gives the {} score twice, and differently: “{}”."


def read_register(document: SourceDocument, choices: RegisterChoices | None = None) -> ReadRegister:
    """Read risks out of a document under a person's choices. Pure: the same input gives the same rows."""
    choices = choices or RegisterChoices()
    document = without_sheets(document, choices.left_out)
    finder = Finder(choices.headings)
    finder.read(document)
    read = ReadRegister(notes=list(document.notes), choices=choices, fragments=finder.unread)
    for table in finder.tables.values():
        _settle(table, choices, read)
        if choices.used.get(table.signature, True):
            read.rows += [row for row in (_row(risk, read) for risk in gathered(table)) if row]
    if not finder.tables:
        read.leave("", NO_TABLE)
    read.rows = _once(read.rows, read)
    return read


def _settle(table: RegisterTable, choices: RegisterChoices, read: ReadRegister) -> None:
    mapped = choices.mappings.get(table.signature)
    table.columns = dict(mapped) if mapped is not None else guessed(table, read.notes)
    fields = tuple(table.columns.get(index, "") for index in range(len(table.headings)))
    samples = tuple(next(iter(table.values_of(index)), "")[:120] for index in range(len(table.headings)))
    used = choices.used.get(table.signature, True)
    found = (table.signature, tuple(table.headings), fields, len(table.lines), tuple(table.places), used, samples)
    read.tables.append(TableFound(*found))
    read.fragments += columns_not_used(read.tables[-1])


def _row(risk: Gathered, read: ReadRegister) -> RiskRow | None:
    row = RiskRow(risk.place)
    row.texts |= {name: said(" ".join(risk.one(name).split())) for name in LINES if risk.has(name)}
    row.texts |= {name: said("; ".join(risk.one(name).splitlines())) for name in LISTS if risk.has(name)}
    row.texts |= {name: said(risk.one(name)) for name in PROSE if risk.has(name)}
    row.texts["reference"] = reference_in(said(risk.one("reference")))
    row.texts |= {"review": review_in(risk.one("review"))} if risk.has("review") else {}
    _name(row, risk)
    if not row.title and not row.reference:
        shown = " | ".join(cell.text for cell in risk.lines[0].row.filled)
        read.leave(row.place, NO_TITLE.format(shown[:200]))
        return None
    _put_together(row, risk)
    _place_under(row, risk, read)
    row.controls, row.actions = controls_of(risk, row.remarks), actions_of(risk, row.remarks)
    row.scores = {basis: _score(risk, basis, row, read) for basis in BASES}
    return row


def _name(row: RiskRow, risk: Gathered) -> None:
    """A title in several lines goes on as background; one that begins with a reference gives it."""
    title = said(risk.one("title"))
    if not row.reference:
        titles = risk.table.values_of(risk.table.columns_of("title")[0]) if risk.has("title") else []
        all_do = len(titles) > 1 and all(map(begins_with_reference, titles))
        row.texts["reference"], title = led_by_reference(title, all_do=all_do)
    first, _, more = title.partition("\n")
    row.texts["title"] = first.strip() if more and not labelled(title) else " ".join(title.split())
    parts = labelled(title)
    if parts:
        row.texts = {**row.texts, **parts, "title": " ".join(parts.get("event", title).split())}
    elif more:
        row.texts["description"] = "\n".join(text for text in (title, row.text("description")) if text)


def _put_together(row: RiskRow, risk: Gathered) -> None:
    """Cause, risk and effect of one cell are told apart only by labels; else the cell is kept whole."""
    whole = said(risk.one("together"))
    parts = labelled(whole)
    if parts:
        row.texts |= parts
    elif whole:
        row.texts["description"] = "\n".join(text for text in (row.text("description"), whole) if text)
        row.remarks.append(TOGETHER)


def _place_under(row: RiskRow, risk: Gathered, read: ReadRegister) -> None:
    """What stands over a row says its category, or that it is closed, where no column does."""
    if risk.band and not row.text("category"):
        row.texts["category"] = risk.band
        row.remarks.append(BAND.format(risk.band))
    elif risk.band and all(one.text != risk.band for one in read.fragments):
        read.fragments.append(Fragment(risk.place, OVER_ROWS, risk.band))
    above = next((text for text in (risk.band, risk.caption) if ENDED_SHEET.search(text)), "")
    if above and not risk.has("status"):
        row.texts["status"] = "Closed"
        row.remarks.append(CLOSED_SHEET.format(above))


def _score(risk: Gathered, basis: str, row: RiskRow, read: ReadRegister) -> ScoreCells:
    """Return the cells of one score. What a risk's rows say differently is none."""
    texts = {axis: [said(text) for text in risk.texts(f"{basis}_{axis}")] for axis in _AXES}
    for found in texts.values():
        if len(found) > 1:
            read.leave(row.place, SAYS_TWO.format(basis, " / ".join(found)))
            return ScoreCells()
    one = {axis: found[0] if found else "" for axis, found in texts.items()}
    return ScoreCells(one["likelihood"], one["impact"], one["score"] or one["swapped"], bool(one["swapped"]))


_AXES = ("likelihood", "impact", "score", "swapped")


def _once(rows: list[RiskRow], read: ReadRegister) -> list[RiskRow]:
    """Take a reference once: the second row that has it is shown."""
    kept: list[RiskRow] = []
    taken: set[str] = set()
    for row in rows:
        key = reference_key(row.reference)
        if key and key in taken:
            read.leave(row.place, TWICE.format(row.reference))
            continue
        taken.add(key)
        kept.append(row)
    return kept
