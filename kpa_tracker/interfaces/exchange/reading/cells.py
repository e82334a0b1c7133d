"""What the texts of one node of the outline mean: its title, references, parts and values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from kpa_tracker.interfaces.exchange.reading.items import NOTHING, measurements_in
from kpa_tracker.interfaces.exchange.reading.outline import Gathered
from kpa_tracker.interfaces.exchange.reading.statuses import (
    UNTICKED,
    Status,
    colour_name,
    heading_status,
    is_tick,
    read_status,
)

SERIAL = re.compile(r"\d{5}(?:\.0+)?")
EXCEL_EPOCH, FIRST_SERIAL, LAST_SERIAL = date(1899, 12, 30), 32_874, 58_804  # 1990 to 2060
FIRST_BULLET = re.compile(r"^\s*(?:[•●▪■◦‣⁃∙·➢]|[-–*](?=\s))\s*")
LONGEST_TITLE = 250
LONG_FOR_A_TITLE = 90
# "... Improvement To support ...", "... partnership Working with ...": a new sentence without a full stop before it.
NEW_SENTENCE = re.compile(r"(?<=[a-z])\s+(?=(?:To|We|By|This|Our|It|In order|[A-Z][a-z]+ing)\s+[a-z])")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
LEADING_REFERENCE = re.compile(
    r"^((?:[A-Z]{1,4}[-/]?\d{1,3}(?:\.\d{1,3})*|\d{1,3}(?:\.\d{1,3})+))[.:)]?\s+(?=[A-Z“\"'])"
)
RATINGS = {"red", "amber", "green"}
PERIOD_WORDS = re.compile(
    r"\b(?:q(?:uarter|tr)?\s*\d|[1-4](?:st|nd|rd|th)|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w*|\d+|\W"
)


def split_title(text: str) -> tuple[str, str]:
    """Split a cell into a title and what explains it: at its first line, or where a new sentence begins."""
    first, _, rest = text.partition("\n")
    if len(first) > LONG_FOR_A_TITLE:
        parts = NEW_SENTENCE.split(first, maxsplit=1)
        if len(parts) == 1 and len(first) > LONGEST_TITLE:
            parts = SENTENCE_END.split(first, maxsplit=1)
        first, more = parts[0], parts[1] if len(parts) > 1 else ""
        rest = "\n".join(part for part in (more, rest) if part)
    if rest[:1].islower() and "\n" not in rest and len(first) + len(rest) < LONGEST_TITLE:
        return f"{first} {rest}", ""
    return first.strip(), rest.strip()


def deliverable_title(text: str) -> tuple[str, str]:
    """A deliverable's title is its cell; only a very long one, or one of several lines, is parted."""
    text = FIRST_BULLET.sub("", text)
    whole = " ".join(text.split())
    if len(whole) <= LONGEST_TITLE and "\n" not in text:
        return whole.rstrip(":").rstrip(), ""
    first, rest = split_title(text)
    return first.rstrip(":").rstrip(), rest


def take_reference(text: str) -> tuple[str, str]:
    """Take "1.2" or "CP3" off the beginning of a title."""
    match = LEADING_REFERENCE.match(text)
    return (match[1], text[match.end() :]) if match else ("", text)


def texts_of(node: Gathered, mapping: dict[int, str], field: str) -> list[tuple[int, str]]:
    """Return the texts of a field's columns, left to right, with their column numbers."""
    return sorted((index, node.cells[index]) for index, of in mapping.items() if of == field and node.cells.get(index))


def one_text(node: Gathered, mapping: dict[int, str], field: str) -> str:
    return "\n".join(text for _, text in texts_of(node, mapping, field))


def date_of_serial(text: str) -> str:
    """Return the date that a bare number stands for where Excel kept a date as one: 42460 is 31 March 2016."""
    if not SERIAL.fullmatch(text) or not FIRST_SERIAL <= int(text) <= LAST_SERIAL:
        return ""
    day = EXCEL_EPOCH + timedelta(days=int(text))
    return f"{day.day} {day:%B %Y}"


def one_line(node: Gathered, mapping: dict[int, str], field: str) -> str:
    """Return a short value on one line; "N/A", "TBC" and dashes are no value."""
    text = " ".join(one_text(node, mapping, field).split())
    return "" if NOTHING.fullmatch(text) else text


def measurements_of(node: Gathered, mapping: dict[int, str]) -> tuple[list[str], bool]:
    """Read the measurement columns. Where a row fills several, they are one measurement: what and how much."""
    columns = [index for index in sorted(mapping) if mapping[index] == "measurement"]
    if len(columns) < 2:
        return measurements_in(one_text(node, mapping, "measurement"))
    read = [measurements_in(text) for text in (*_inherited(node, columns), *_joined_by_row(node, columns))]
    found = list(chain.from_iterable(texts for texts, _ in read))
    return found, not found and any(lone for _, lone in read)


def _inherited(node: Gathered, columns: list[int]) -> list[str]:
    """Return the texts that come from a cell merged over several deliverables."""
    own = set(chain.from_iterable(node.by_row.values()))
    return [node.cells[index] for index in columns if index not in own and node.cells.get(index)]


def _joined_by_row(node: Gathered, columns: list[int]) -> list[str]:
    rows = (
        [row[index] for index in columns if index in row and not NOTHING.fullmatch(row[index])]
        for row in node.by_row.values()
    )
    return [" – ".join(texts) for texts in rows if texts]


def update_of(node: Gathered, mapping: dict[int, str]) -> str:
    """Join the progress columns; with several, each is led by its heading."""
    found = texts_of(node, mapping, "update")
    several = sum(1 for name in mapping.values() if name == "update") > 1
    headings = node.table.headings if node.table else []
    return "\n".join(f"{headings[index]}: {text}" if several else text for index, text in found)


def status_of(node: Gathered, mapping: dict[int, str], colour_column: int | None) -> Status:
    """Read the rating columns. Of successive quarters the last that says anything holds; others say one thing each."""
    columns = [index for index in sorted(mapping) if mapping[index] == "rating"]
    if not columns and colour_column is not None:
        return read_status("", node.fills.get(colour_column, ""), node.inks.get(colour_column, ""))
    found = [_status_in(node, index) for index in columns]
    said = [status for status in found if status.rating or status.stage or status.words]
    if len(said) < 2 or _successive(node, columns):
        return said[-1] if said else Status()
    return joined(said)


def _status_in(node: Gathered, index: int) -> Status:
    """Read one cell; a tick stands for the heading above it, as in columns called R, A and G."""
    text = node.cells.get(index, "")
    heading = node.table.headings[index] if node.table else ""
    asked = heading_status(heading)
    if asked and is_tick(text):
        return read_status(asked, "")
    if asked and UNTICKED.fullmatch(text.strip()):
        return Status()
    return read_status(text, node.fills.get(index, ""), node.inks.get(index, ""))


def _successive(node: Gathered, columns: list[int]) -> bool:
    """Whether the headings differ by their numbers and months alone: "Q1 RAG", "Q2 RAG"."""
    headings = [node.table.headings[index] if node.table else "" for index in columns]
    return len({PERIOD_WORDS.sub("", heading.lower()).strip() for heading in headings}) == 1


def joined(said: list[Status]) -> Status:
    """Put together what several columns say of one thing: the last rating, the last stage, and every other word."""
    rated = [status for status in said if status.rating]
    return Status(
        rating=rated[-1].rating if rated else "",
        stage=next((status.stage for status in reversed(said) if status.stage), ""),
        words="\n".join(status.words for status in said if status.words),
        disagrees=any(status.disagrees for status in said),
        differs=len({status.rating for status in rated}) > 1,
        by_colour=bool(rated) and rated[-1].by_colour,
    )


@dataclass(frozen=True)
class ColourColumn:
    """The column whose fills look like ratings, in a table that has no rating column."""

    index: int
    filled: int


def find_colour_column(nodes: list[Gathered], mapping: dict[int, str], width: int) -> int | None:
    """Return the column whose fills vary among red, amber and green; one colour throughout is decoration.

    So do letters, where most rows are coloured: a red word here and there is only emphasis.
    """
    if "rating" in mapping.values():
        return None
    best = ColourColumn(-1, 0)
    for index in range(width):
        if mapping.get(index) in {"ambition", "descriptor"}:
            continue
        filled = _rating_colours([node.fills.get(index, "") for node in nodes])
        inked = _rating_colours([node.inks.get(index, "") for node in nodes])
        coloured = filled if len(set(filled)) >= 2 else inked if len(inked) * 2 >= len(nodes) else []
        if len(set(coloured)) >= 2 and len(coloured) > best.filled:
            best = ColourColumn(index, len(coloured))
    return best.index if best.filled else None


def _rating_colours(colours: list[str]) -> list[str]:
    return [name for name in map(colour_name, colours) if name in RATINGS]
