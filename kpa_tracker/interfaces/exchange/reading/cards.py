"""Deliverables written as cards: a small table each, with the headings at its side ("Owner | Chief Executive").

Cards become one table with a row each, so that everything else reads them as it reads any table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.base.toolkit.grids import Cell, Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.headings import guess_field, words_of
from kpa_tracker.interfaces.exchange.reading.plan import Fragment

LONGEST_LABEL = 60
SURE = 0.5
ITEM = {"bottom"}
VALUES = {"owner", "deadline", "measurement", "rating", "update", "committee"}


@dataclass
class Card:
    """One card: where it begins, and its values by their labels."""

    row: int
    values: dict[str, Cell] = field(default_factory=dict)
    last: str = ""

    def add(self, label: str, value: Cell) -> None:
        held = self.values.get(label)
        if held is not None and value.text:
            value = Cell("\n".join(filter(None, (held.text, value.text))), held.fill or value.fill, "", held.ink)
        self.values[label] = value if value.text or held is None else held
        self.last = label


class CardRow(Grid):
    """A card as a table of one row under its headings. Nothing was broken off above it."""


def meaning_of(label: str) -> str:
    """Return what a label says, "" for a text that is none."""
    guess = guess_field(label, forgiving=False) if 0 < len(label) <= LONGEST_LABEL else None
    return guess.field if guess and guess.certainty >= SURE else ""


def with_cards_as_rows(document: SourceDocument) -> tuple[list[Paragraph | Grid], list[Fragment]]:
    """Return the document's blocks with every card as a row of one table, and the lines that belong to no card."""
    strays: list[Fragment] = []
    found = {id(grid): list(cards_in(grid, strays)) for grid in document.grids if looks_like_cards(grid)}
    labels: dict[tuple[str, ...], str] = {}
    for cards in found.values():
        for card in cards:
            for label in card.values:
                labels.setdefault(words_of(label), label)
    blocks: list[Paragraph | Grid] = []
    for block in document.blocks:
        if isinstance(block, Grid) and id(block) in found:
            blocks += [_as_row(block, card, labels) for card in found[id(block)]]
        else:
            blocks.append(block)
    return blocks, strays


def looks_like_cards(grid: Grid) -> bool:
    """Whether most rows begin with a heading, one of them names the item and another one of its values."""
    firsts = [row.cells[0].text for row in grid.rows if row.filled and row.cells]
    meanings = [meaning_of(text) for text in firsts]
    said = [meaning for meaning in meanings if meaning]
    enough = len(said) >= 2 and len(said) * 5 >= len(firsts) * 3
    return enough and not ITEM.isdisjoint(said) and not VALUES.isdisjoint(said) and not _has_heading_row(grid)


def _has_heading_row(grid: Grid) -> bool:
    """Whether the first row holds headings beside one another; those of a card stand with their values between."""
    first = next(row for row in grid.rows if row.filled)
    return sum(1 for cell in first.filled if meaning_of(cell.text)) * 2 > len(first.filled)


def cards_in(grid: Grid, strays: list[Fragment]) -> Iterator[Card]:
    """Yield the cards of a grid: another begins where the label that the first began with comes again."""
    if _lies_on_its_side(grid):
        yield from _cards_by_column(grid)
        return
    pairs = [(row.number, label, value) for row in grid.rows for label, value in _pairs(row)]
    opening = next(words_of(label) for _, label, _ in pairs if meaning_of(label))
    card: Card | None = None
    for number, label, value in pairs:
        if words_of(label) == opening:
            yield from [card] if card else []
            card = Card(number)
        if card:
            card.add(label or card.last, value)
        else:
            strays.append(Fragment(grid.place(number), label, value.text))
    yield from [card] if card else []


def _lies_on_its_side(grid: Grid) -> bool:
    """Whether a table has its headings in its first column and a deliverable in every other."""
    several = [row for row in grid.rows if meaning_of(row.cell(0).text) and _values_beside(row) > 1]
    return len(several) > 1 and any(meaning_of(row.cell(0).text) in ITEM for row in several)


def _values_beside(row: Row) -> int:
    beside = [cell.text for cell in row.cells[1:] if cell.text]
    return 0 if any(meaning_of(text) for text in beside[1:]) else len(beside)


def _cards_by_column(grid: Grid) -> Iterator[Card]:
    for column in range(1, max(len(row.cells) for row in grid.rows)):
        card = Card(grid.rows[0].number)
        for row in grid.rows:
            card.add(row.cell(0).text or card.last, row.cell(column))
        if any(cell.text for cell in card.values.values()):
            yield card


def _pairs(row: Row) -> Iterator[tuple[str, Cell]]:
    """Yield a row's labels with their values: "Owner | Clerk", and "Owner | Clerk | Deadline | June"."""
    cells = [cell for cell in row.cells if cell.merged != "left"]
    while cells and not (cells[-1].text or cells[-1].fill):
        cells.pop()
    if len(cells) == 1 and not meaning_of(cells[0].text):
        yield "", cells[0]
        return
    while len(cells) > 3 and meaning_of(cells[2].text):
        yield cells[0].text, cells[1]
        cells = cells[2:]
    if cells:
        yield cells[0].text, _as_one(cells[1:])


def _as_one(values: list[Cell]) -> Cell:
    first = values[0] if values else Cell()
    return Cell("\n".join(cell.text for cell in values if cell.text), first.fill, "", first.ink)


def _as_row(grid: Grid, card: Card, labels: dict[tuple[str, ...], str]) -> CardRow:
    values = {words_of(label): value for label, value in card.values.items()}
    headings = [Cell(label.strip(" :")) for label in labels.values()]
    return CardRow(
        grid.name, [Row(card.row, headings), Row(card.row, [values.get(key, Cell()) for key in labels])], grid.unit
    )
