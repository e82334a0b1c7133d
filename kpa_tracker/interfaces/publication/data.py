"""The public plan as open data: made of the public document alone, so that nothing else can be in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.text import slugify

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.packages import OPEN_GOVERNMENT, Cell, Field, Licence, Link, Package, Table, Type, zipped
from kpa_tracker.base.toolkit.ratings import RATINGS
from kpa_tracker.interfaces.publication.content import Ambition, PlanDocument, Row
from kpa_tracker.interfaces.publication.content.targets import Goal, Targets

Lines = Iterator[tuple[Cell, ...]]
NOT_PUBLIC = "Only the public document is open data."
STAGES = {"not_started": "Not started", "in_progress": "In progress", "complete": "Complete", "cancelled": "Cancelled"}
COLOURS = {code: rating.word for code, rating in RATINGS.items() if code}
NUMBER = Field("number", "Number", Type.INTEGER, "Its place in the plan, from 1.", needed=True)
POSITION = Field("position", "Place", Type.INTEGER, "Its place among those of the same row, from 1.", needed=True)
TEXT = Field("text", "Text", needed=True)
AMBITION = Field("ambition", "Ambition", Type.INTEGER, "The number of the ambition.", needed=True)
DELIVERABLE = Field("deliverable", "Deliverable", Type.INTEGER, "The number of the deliverable.", needed=True)
REFERENCE, TITLE = Field("reference", "Reference"), Field("title", "Title", needed=True)
TO_AMBITION, TO_DELIVERABLE = Link("ambition", "ambitions", "number"), Link("deliverable", "deliverables", "number")


def public_data_package(document: PlanDocument, *, licence: Licence | None = OPEN_GOVERNMENT) -> bytes:
    """Return the data package of a public document as a ZIP, the same bytes for the same one. Refuses any other."""
    if not document.is_public:
        raise Refused(NOT_PUBLIC)
    return zipped(
        Package(
            name=f"{slugify(document.authority)}-{slugify(document.title)}".strip("-") or "plan",
            title=f"{document.authority}: {document.title}",
            description=f"{document.description} {document.period}. {document.state}.",
            publisher=document.authority,
            made_on=document.made_on,
            tables=tables_of(document),
            licence=licence,
            notes=(document.notice,) if document.is_demonstration else (),
        )
    )


def tables_of(document: PlanDocument) -> tuple[Table, ...]:
    """Return the tables of a public document. Rows are known by their numbers in it."""
    rows = list(enumerate(_placed(document.ambitions), start=1))
    return (*_of_the_plan(document), *_of_ambitions(document), *_of_deliverables(rows), *_of_targets(document))


# --- The plan and its words -------------------------------------------------------------------------------------------


def _of_the_plan(document: PlanDocument) -> Iterator[Table]:
    names = ("title", "authority", "period", "state", "vision", "values", "foreword", "contact")
    words = ("ambition_word", "descriptor_word", "deliverable_word")
    said = [Field(name, name.capitalize()) for name in names]
    said += [Field(name, name.replace("_word", " is called").capitalize()) for name in words]
    yield Table.of("plan", "The plan", [NUMBER, *said], [(1, *_said(document, (*names, *words)))], key=("number",))
    both = [(place, text) for place in ("before", "after") for text in getattr(document, place)]
    place = Field(
        "place", "Place", codes={"before": "Before the ambitions", "after": "After the ambitions"}, needed=True
    )
    sections = [(n, where, text.title, text.body) for n, (where, text) in enumerate(both, start=1)]
    body = Field("body", "Text", description="Markdown. A line such as [[targets]] says where that table stands.")
    yield Table.of("sections", "Sections", [NUMBER, place, TITLE, body], sections, key=("number",))
    yield Table.of("priorities", "Priorities", [NUMBER, TITLE], enumerate(document.priorities, 1), key=("number",))
    glossary = [(n, term, meaning) for n, (term, meaning) in enumerate(document.glossary, start=1)]
    fields = [NUMBER, Field("term", "Term", needed=True), Field("meaning", "Meaning")]
    yield Table.of("glossary", "Glossary", fields, glossary, key=("number",))
    points = [(point.code, point.word, point.definition) for point in document.scale]
    fields = [Field("code", "Colour", codes=COLOURS), Field("word", "Word"), Field("definition", "What it means")]
    yield Table.of("ratings", "What the ratings mean", fields, points, key=("code",))


def _said(record: object, names: Iterable[str]) -> list[Cell]:
    return [getattr(record, name) for name in names]


def _of_ambitions(document: PlanDocument) -> Iterator[Table]:
    found = document.ambitions
    fields = [NUMBER, REFERENCE, TITLE, Field("description", "Description", description="Markdown.")]
    rows = [(one.number, one.reference, one.title, one.description) for one in found]
    yield Table.of("ambitions", "Ambitions", fields, rows, key=("number",))
    links: dict[str, Any] = {"key": ("ambition", "position"), "links": (TO_AMBITION,)}
    served = [(one.number, n, title) for one in found for n, title in enumerate(one.priorities, start=1)]
    fields = [AMBITION, POSITION, Field("priority", "Priority", needed=True)]
    yield Table.of("ambition_priorities", "Priorities that ambitions serve", fields, served, **links)
    fields = [AMBITION, POSITION, Field("reference", "Risk", needed=True), Field("wording", "Public wording")]
    risks = [(one.number, n, risk.reference, risk.title) for one in found for n, risk in enumerate(one.risks, start=1)]
    yield Table.of("ambition_risks", "Risks to ambitions", fields, risks, **links)


# --- Deliverables -----------------------------------------------------------------------------------------------------

Placed = tuple[Ambition, str, Row]


def _placed(ambitions: Iterable[Ambition]) -> Iterator[Placed]:
    """Yield deliverables with their ambition and the title of their group."""
    yield from ((one, group.title, row) for one in ambitions for group in one.groups for row in group.rows)


def _of_deliverables(rows: list[tuple[int, Placed]]) -> Iterator[Table]:
    fields = [
        NUMBER,
        AMBITION,
        Field("descriptor", "Descriptor"),
        Field("reference", "Reference", needed=True),
        TITLE,
        Field("committee", "Committee"),
        Field("deadline", "Deadline", description="As the plan writes it."),
        Field("stage", "Stage", codes=STAGES),
        Field("rating", "Rating", codes=COLOURS),
        Field("rating_word", "Rating in the plan's words"),
        Field("as_at", "As at", Type.DATE, "The last day that the progress tells of."),
        Field("progress", "Progress", description="Public wording."),
    ]
    said = [_deliverable(number, *placed) for number, placed in rows]
    links = (TO_AMBITION,)
    yield Table.of("deliverables", "Deliverables and their progress", fields, said, key=("number",), links=links)
    more: dict[str, Any] = {"key": ("deliverable", "position"), "links": (TO_DELIVERABLE,)}
    texts = [(number, n, text) for number, (_, _, row) in rows for n, text in enumerate(row.measurements, start=1)]
    yield Table.of("measurements", "How anybody will know", [DELIVERABLE, POSITION, TEXT], texts, **more)
    parts = [(number, n, text) for number, (_, _, row) in rows for n, (text, _) in enumerate(row.sub_items, start=1)]
    yield Table.of("parts", "Parts of deliverables", [DELIVERABLE, POSITION, TEXT], parts, **more)


def _deliverable(number: int, ambition: Ambition, descriptor: str, row: Row) -> tuple[Cell, ...]:
    told = row.progress
    said = (told.stage, told.rating, told.word, told.as_at, "\n\n".join(text for _, text in told.said)) if told else ()
    head = (number, ambition.number, descriptor, row.reference, row.title, row.committee, row.deadline)
    return (*head, *said, *(None,) * (5 - len(said)))


# --- Targets ----------------------------------------------------------------------------------------------------------

GOAL = ("priority", "objective", "measure", "series", "source", "year", "target", "baseline", "baseline_period")
NOTED = {"measure_notes": "measure", "target_notes": "target", "baseline_notes": "baseline"}


def _of_targets(document: PlanDocument) -> Iterator[Table]:
    goals = list(enumerate(_goals(document.all_targets), start=1))
    needed = ("measure", "target")
    named = [Field(name, name.replace("_", "'s ").capitalize(), needed=name in needed) for name in GOAL]
    of_plan = Field("of_plan", "Plan", description="The plan above that wants it; empty for this plan's own.")
    rows = [(number, *_said(goal, GOAL), of) for number, (goal, of) in goals]
    yield Table.of("targets", "Targets", [NUMBER, *named, of_plan], rows, key=("number",))
    fields = [
        Field("target", "Target", Type.INTEGER, "The number of the target.", needed=True),
        Field("about", "About", codes={name: f"The {name}" for name in NOTED.values()}),
        POSITION,
        TEXT,
    ]
    links: dict[str, Any] = {"key": ("target", "about", "position"), "links": (Link("target", "targets", "number"),)}
    notes = [(number, *note) for number, (goal, _) in goals for note in _notes(goal)]
    yield Table.of("target_notes", "Footnotes", fields, notes, **links)


def _goals(targets: Iterable[Targets]) -> Iterator[tuple[Goal, str]]:
    yield from ((goal, found.of_plan) for found in targets for goal in found.goals)


def _notes(goal: Goal) -> Lines:
    for name, about in NOTED.items():
        yield from ((about, n, note.text) for n, note in enumerate(getattr(goal, name), start=1))
