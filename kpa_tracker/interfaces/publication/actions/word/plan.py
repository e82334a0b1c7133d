"""The annual plan as blocks of a Word document: the parts of the PDF in its order, from the same dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.documents import Block, Bullets, Heading, NewPage, Table, Text
from kpa_tracker.interfaces.publication.actions.word.placed import PLACED
from kpa_tracker.interfaces.publication.actions.word.prose import prose, told
from kpa_tracker.interfaces.publication.actions.word.rows import cells, head
from kpa_tracker.interfaces.publication.content import (
    Ambition,
    Figures,
    Group,
    Mark,
    Part,
    PlanDocument,
    Prose,
    Targets,
)
from kpa_tracker.interfaces.publication.content.targets import GoalRow

Blocks = Iterator[Block]


def plan_blocks(document: PlanDocument) -> Blocks:
    yield from cover(document)
    for part in document.parts:
        yield Heading(part.heading)
        yield from PARTS[part.kind](document, part)
    yield from back_page(document)


def cover(document: PlanDocument) -> Blocks:
    yield Text(document.authority)
    yield Text(f"{document.period}. {document.state}. As it stood on {format_date(document.made_on)}.")
    if not document.is_public:
        yield Text("Working document: not for publication.")
    if document.is_demonstration:
        yield Text(document.notice)


def back_page(document: PlanDocument) -> Blocks:
    if document.look and document.look.back_page:
        yield NewPage()
        yield from prose(document.look.back_page)


def text(document: PlanDocument, part: Part) -> Blocks:
    yield from prose(part.content)


def section(document: PlanDocument, part: Part) -> Blocks:
    """The pieces of a section: its headings and those of its tables stand below its own."""
    for piece in part.content.pieces:
        if isinstance(piece, Prose):
            yield from moved(told(piece.tokens), -1)
        else:
            yield from [Heading(piece.heading, 2)] * bool(piece.title)
            yield from moved(PARTS[piece.kind](document, piece), 1)


def moved(blocks: Iterable[Block], by: int) -> Blocks:
    """Yield blocks with their headings moved to another level."""
    yield from (replace(one, level=one.level + by) if isinstance(one, Heading) else one for one in blocks)


def vision(document: PlanDocument, part: Part) -> Blocks:
    for heading, said in (("Our vision", document.vision), ("Our values", document.values)):
        if said:
            yield Heading(heading, 2)
            yield from prose(said, level=3)


def priorities(document: PlanDocument, part: Part) -> Blocks:
    yield Bullets(document.priorities)


def nothing(document: PlanDocument, part: Part) -> Blocks:
    yield Text("Nothing is planned yet, so there is no table to show.")


def glance(document: PlanDocument, part: Part) -> Blocks:
    """How many deliverables each ambition has and how they stand, with the totals in the last row."""
    unrated = "No rating published" if document.is_public else "Not rated"
    ratings = [*(point.word for point in document.scale), unrated] if document.shows_ratings else []
    gaps = [] if document.is_public else ["Overdue", "No lead post", "No deadline", "No measure"]
    rows = [(f"{one.reference} {one.title}".strip(), figures) for one, figures in document.glance]
    found = [[name, *counts(document, figures)] for name, figures in (*rows, ("The whole plan", document.totals))]
    yield Table([document.ambition_word, document.deliverable_words, *ratings, *gaps], found, part.title)


def counts(document: PlanDocument, figures: Figures) -> list[str]:
    found = [figures.total]
    if document.shows_ratings:
        found += [*figures.by_rating, figures.unrated]
    if not document.is_public:
        found += [figures.overdue, figures.without_lead, figures.without_deadline, figures.without_measurement]
    return list(map(str, found))


def ambition(document: PlanDocument, part: Part) -> Blocks:
    one: Ambition = part.content
    yield from prose(one.description)
    yield from listed("Serves these priorities", one.priorities)
    risks = () if document.shows_risks_apart else one.risks
    yield from listed("Risks that hang on it", [f"{risk.reference} {risk.title}".strip() for risk in risks])
    for group in one.groups:
        yield from of_group(document, one, group)
    if not one.groups:
        yield Text("Nothing is planned under this yet.")


def listed(heading: str, points: Iterable[str]) -> Blocks:
    found = list(points)
    if found:
        yield Heading(heading, 2)
        yield Bullets(found)


def of_group(document: PlanDocument, one: Ambition, group: Group) -> Blocks:
    name = (
        f"{document.descriptor_word}: {group.title}" if group.title else f"Under no {document.descriptor_word.lower()}"
    )
    if group.title or len(one.groups) > 1:
        yield Heading(name, 2)
    yield Table(head(document), [cells(document, row) for row in group.rows], f"{document.deliverable_words}, {name}")


def targets(document: PlanDocument, part: Part) -> Blocks:
    found: Targets = part.content
    for group in found.groups:
        rows = [goal_cells(document, objective, row) for objective, some in group.objectives for row in some]
        yield Table(goal_head(document), rows, group.title if found.has_objectives else part.title)
    if found.notes:
        yield Heading("Notes", 2)
        yield from (Text(note.text, note.mark) for note in found.notes)


def goal_head(document: PlanDocument) -> list[str]:
    owned = [] if document.is_public else ["Owner", "How it is judged"]
    return ["Objective", "Measure", "Series", "Target", "Baseline", "Source", *owned]


def goal_cells(document: PlanDocument, objective: str, row: GoalRow) -> list[str]:
    goal = row.goal
    baseline = f"{goal.baseline_shown}{marked(row.baseline_marks)}"
    owned = [] if document.is_public else [goal.owner or "No owner yet", goal.judged]
    return [
        objective,
        f"{goal.measure}{marked(row.measure_marks)}",
        goal.series,
        f"{goal.target}{marked(row.target_marks)}{f' ({goal.year})' if goal.year else ''}",
        f"{baseline}, {goal.baseline_period}" if goal.baseline_period else baseline,
        goal.source,
        *owned,
    ]


def marked(marks: Iterable[Mark]) -> str:
    return "".join(f" [{mark.mark}]" for mark in marks)


def ratings(document: PlanDocument, part: Part) -> Blocks:
    yield Table(["Rating", "When it is given"], [[one.word, one.definition] for one in document.scale], part.title)


def glossary(document: PlanDocument, part: Part) -> Blocks:
    rows = [[term, meaning or "Not explained yet"] for term, meaning in document.glossary]
    yield Table(["Term", "What it stands for"], rows, part.title)


def contact(document: PlanDocument, part: Part) -> Blocks:
    yield Text(f"{document.authority}\n{document.contact}" if document.contact else "No address has been given yet.")


PARTS: dict[str, Callable[[PlanDocument, Part], Blocks]] = {
    **PLACED,
    "text": text,
    "section": section,
    "vision": vision,
    "priorities": priorities,
    "nothing": nothing,
    "glance": glance,
    "ambition": ambition,
    "targets": targets,
    "ratings": ratings,
    "glossary": glossary,
    "contact": contact,
}
