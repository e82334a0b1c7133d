"""What a file says beside its plan, so that nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator

from kpa_tracker.base.toolkit.grids import Grid, SourceDocument
from kpa_tracker.interfaces.exchange.reading import narrative
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, ReadPlan
from kpa_tracker.interfaces.exchange.reading.tables import TableFinder

MOST_GRIDS = 10
LONGEST_SAMPLE = 60
OUTSIDE, TEXT, ABOVE = "Outside the tables", "Running text", "Above the table"


def add(plan: ReadPlan, document: SourceDocument, found: TableFinder) -> None:
    """Add to a plan as read what stands around its tables, and name the tables that are no part of it."""
    if not any(table.used for table in plan.tables):
        return
    plan.notes += _unread_grids(document, found.unread)
    loose = [section for section in plan.sections if not section.heading]
    plan.sections = [section for section in plan.sections if section.heading]
    around = [narrative.text_before_sections(document), *(section.text for section in loose)]
    plan.fragments += [Fragment(OUTSIDE, TEXT, text) for text in around if text]
    above = [
        Fragment(one.place, one.heading or ABOVE, one.text)
        for one in found.aside
        if one.text.split("\n")[0] != plan.title
    ]
    plan.fragments += [*above, *_captions_without_use(plan, found)]


def _captions_without_use(plan: ReadPlan, found: TableFinder) -> Iterator[Fragment]:
    """Yield the lines above tables that became neither the plan's title nor the name of a level."""
    known = {plan.title, *(ambition.source_text for ambition in plan.ambitions), *found.sheets}
    known |= {section.heading for section in (*plan.sections, *plan.values)}
    captions = {row.caption: row.place for table in found.tables.values() for row in reversed(table.rows)}
    for caption, place in captions.items():
        if caption and caption.split("\n")[0] not in known and caption not in known:
            yield Fragment(place, ABOVE, caption)


def _unread_grids(document: SourceDocument, unread: list[Grid]) -> Iterator[str]:
    glossaries = {id(grid) for grid in narrative.glossary_grids(document)}
    filled = [grid for grid in unread if id(grid) not in glossaries and any(row.filled for row in grid.rows)]
    for grid in filled[:MOST_GRIDS]:
        first = next(row for row in grid.rows if row.filled)
        sample = " | ".join(" ".join(cell.text.split()) for cell in first.filled)[:LONGEST_SAMPLE]
        where = grid.name or grid.place(first.number)
        yield f"{where} is no part of the plan, as far as can be told. It begins: “{sample}”."
    if len(filled) > MOST_GRIDS:
        yield f"{len(filled) - MOST_GRIDS} more tables are no part of the plan, as far as can be told."
