"""Which rows of a table are its headings, and how two of them are read as one."""

from __future__ import annotations

from collections.abc import Iterable

from kpa_tracker.base.toolkit.grids import Row
from kpa_tracker.interfaces.exchange.reading.headings import guess_field
from kpa_tracker.interfaces.exchange.reading.statuses import is_status

LONGEST_HEADING = 120
SHORT_HEADING, LONGEST_COLOUR = 40, 12
SURE = 0.5
LEVELS = {"top", "middle", "bottom", "outcome", "milestone", "priority", "description"}


def heading_score(row: Row, *, forgiving: bool = True, least: float = 0.0) -> int:
    """Count the cells that read like headings; 0 for a row that is not one: in one at least half of them do, and at
    least the share that is asked for."""
    texts = sorted((cell.text for cell in row.filled), key=len)
    if len(texts) < 2 or len(texts[-1]) > LONGEST_HEADING:
        return 0
    sure = _sure_fields(texts, forgiving=forgiving, others=len(texts) - len(texts) * least)
    if not _names_columns(set(sure)):
        return 0
    return len(sure) if (len(sure) + _colours_to_tick(texts)) * 2 >= len(texts) else 0


def _sure_fields(texts: Iterable[str], *, forgiving: bool, others: float) -> list[str]:
    """Return what the texts are headings of; nothing where more than so many of them are none."""
    found: list[str] = []
    for number, text in enumerate(texts, start=1):
        guess = guess_field(text, forgiving=forgiving)
        if guess and guess.certainty >= SURE:
            found.append(guess.field)
        elif number - len(found) > others:
            return []
    return found


def _colours_to_tick(texts: Iterable[str]) -> int:
    """Count headings such as R, A and G, with ticks below them; one rating alone is a row's own."""
    colours = {text.casefold() for text in texts if len(text) <= LONGEST_COLOUR and is_status(text)}
    return len(colours) if len(colours) > 1 else 0


def _names_columns(fields: set[str]) -> bool:
    """Whether what is certain is of two kinds or more, a level of the plan among them."""
    return len(fields) >= 2 and bool(fields & LEVELS)


def second_heading_row(row: Row, below: Row) -> Row | None:
    """Return the row below where it only parts headings that span several columns ("Timescale": start, end)."""
    spans = {index for index, cell in enumerate(row.cells) if cell.merged == "left"}
    spans = spans or _unmarked_spans(row, below)
    spans |= {index - 1 for index in spans}
    filled = {index for index, cell in enumerate(below.cells) if cell.text}
    short = all(len(cell.text) <= SHORT_HEADING for cell in below.filled)
    return below if spans and filled and filled <= spans and short else None


def _unmarked_spans(row: Row, below: Row) -> set[int]:
    """Where a file knows no merged cells, a heading spans the blank ones after it that have a heading below them."""
    blank = {index for index in range(1, len(row.cells)) if not row.cells[index].text}
    under = {index for index, cell in enumerate(below.cells) if cell.text}
    guesses = [guess_field(cell.text, forgiving=False) for cell in below.filled]
    return blank & under if all(guess and guess.certainty == 1 for guess in guesses) else set()


def joined_headings(row: Row, below: Row | None) -> list[str]:
    """Return the headings of two rows as one: the lower one first, the spanning one in brackets after it."""
    headings, over = [], ""
    for index, cell in enumerate(row.cells):
        spanned = cell.merged == "left" or bool(below and below.cell(index).text)
        over = cell.text if cell.text or not spanned else over
        lower = below.cell(index).text if below else ""
        headings.append(f"{lower} ({over})" if lower and over else lower or cell.text)
    return headings
