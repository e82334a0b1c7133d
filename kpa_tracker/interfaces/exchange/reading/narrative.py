"""What stands around the tables: the plan's title and period, its vision and values, its glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, takewhile

from kpa_tracker.base.toolkit import markings
from kpa_tracker.base.toolkit.grids import Grid, Paragraph, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.headingrows import heading_score
from kpa_tracker.interfaces.exchange.reading.headings import words_of
from kpa_tracker.interfaces.exchange.reading.plan import GlossaryTerm, NarrativeSection

PERIOD = re.compile(r"\b(?:19|20)\d\d\s*(?:[-–/]|to)\s*(?:(?:19|20)\d\d|\d\d)\b")
GLOSSARY = {"glossary", "abbreviation", "acronym", "definition", "terminology"}
TERM, MEANING = {"term", "abbreviation", "acronym", "word", "phrase"}, {"meaning", "definition", "explanation", "stand"}
LONGEST_TITLE = 150
ROWS_ABOVE = 10
"""How many rows of a grid may stand above its headings."""
LONGEST_TERM = 40
MOST_WORDS = 6


def title_of(document: SourceDocument) -> str:
    """Return the first line of the file: a title paragraph, or a lone line above the first table's headings."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            return block.text.split("\n")[0][:LONGEST_TITLE]
        return _title_above_headings(block)
    return ""


def marking_of(document: SourceDocument) -> tuple[str, SourceDocument]:
    """Return the protective marking that a file says it has, and the file without the lines that say it: those that
    stand alone, in its text or above a table."""
    blocks = [block for block in document.blocks if not (isinstance(block, Paragraph) and markings.read(block.text))]
    said = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    for number, block in enumerate(blocks):
        if isinstance(block, Grid) and (above := [row for row in _above(block) if _marks(row)]):
            said += [row.filled[0].text for row in above]
            blocks[number] = replace(block, rows=[row for row in block.rows if row not in above])
    return markings.highest(map(markings.read, said)), replace(document, blocks=blocks)


def _above(grid: Grid) -> Iterator[Row]:
    """Yield the rows above a table that hold one text each."""
    return takewhile(lambda row: len(row.filled) < 2, grid.rows[:ROWS_ABOVE])


def _marks(row: Row) -> bool:
    return len(row.filled) == 1 and bool(markings.read(row.filled[0].text))


def _title_above_headings(grid: Grid) -> str:
    for row in grid.rows[:ROWS_ABOVE]:
        if heading_score(row):
            return ""
        if len(row.filled) == 1:
            return row.filled[0].text.split("\n")[0][:LONGEST_TITLE]
    return ""


def period_of(*texts: str) -> str:
    """Return the first period that the texts name, as written: "2009/10", "2009-2012"."""
    found = (PERIOD.search(text) for text in texts)
    return next((match.group() for match in found if match), "")


def sections_of(document: SourceDocument) -> list[NarrativeSection]:
    """Gather the running text under its headings, in order."""
    sections: list[tuple[str, list[str]]] = []
    for block in document.blocks:
        if isinstance(block, Grid):
            sections.append(("", []))
        elif block.heading:
            sections.append((block.text, []))
        elif sections:
            sections[-1][1].append(block.text)
    return [NarrativeSection(heading, "\n\n".join(lines)) for heading, lines in sections]


def text_before_sections(document: SourceDocument) -> str:
    """Return the lines between the title and the first heading or table."""
    lines = takewhile(lambda block: isinstance(block, Paragraph) and not block.heading, document.blocks[1:])
    started = bool(document.blocks) and isinstance(document.blocks[0], Paragraph) and not document.blocks[0].heading
    return "\n\n".join(block.text for block in lines if isinstance(block, Paragraph)) if started else ""


def vision_and_values(document: SourceDocument) -> tuple[str, list[NarrativeSection], list[NarrativeSection]]:
    """Return the first vision, the values with the headings that follow them, and every other section with text."""
    vision, values, others, in_values = "", [], [], False
    for section in sections_of(document):
        words = set(words_of(section.heading))
        in_values = _are_values(words, already=in_values)
        if in_values:
            values.append(section)
        elif "vision" in words and not vision:
            vision = section.text
        elif not words & GLOSSARY:
            others.append(section)
    return vision, values, [section for section in others if section.text]


def _are_values(words: set[str], *, already: bool) -> bool:
    """Whether a heading begins the values, or goes on with them: each value may have a heading of its own."""
    begins = bool(words & {"value", "principle"}) and len(words) <= MOST_WORDS
    return (begins or (already and bool(words))) and not words & (GLOSSARY | {"vision"})


def glossary_of(document: SourceDocument) -> list[GlossaryTerm]:
    """Read the terms of every table that a heading, a sheet's name or its own headings call a glossary."""
    return [term for grid in glossary_grids(document) for term in _terms(grid)]


def glossary_grids(document: SourceDocument) -> Iterator[Grid]:
    heading = ""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            heading = block.text if block.heading or len(block.text) < LONGEST_TERM else heading
            continue
        if set(words_of(f"{heading} {block.name}")) & GLOSSARY or _headed_as_glossary(block):
            yield block
        heading = ""


def _headed_as_glossary(grid: Grid) -> bool:
    texts = [set(words_of(cell.text)) for cell in grid.rows[0].cells] if grid.rows else []
    return len(texts) >= 2 and bool(texts[0] & TERM) and bool(texts[1] & MEANING)


def _terms(grid: Grid) -> Iterator[GlossaryTerm]:
    """Pair the columns two by two; a term may be short only, so that a plan's table is never taken for a glossary."""
    rows = grid.rows[1:] if _headed_as_glossary(grid) else grid.rows
    for first in range(0, max((len(row.cells) for row in rows), default=0), 2):
        pairs = chain.from_iterable(_pair(row, first) for row in rows)
        yield from pairs


def _pair(row: Row, first: int) -> Iterator[GlossaryTerm]:
    term, meaning = row.cell(first).text, row.cell(first + 1).text
    if term and len(term) <= LONGEST_TERM:
        yield GlossaryTerm(" ".join(term.split()), " ".join(meaning.split()))
