"""The tables that a line such as [[targets]] places among the words of a section."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from kpa_tracker.base.toolkit.markdown import Mark
from kpa_tracker.interfaces.publication.content.base import Part
from kpa_tracker.interfaces.publication.content.rows import Ambition

if TYPE_CHECKING:
    from kpa_tracker.interfaces.publication.content.document import PlanDocument

NONE_YET = {
    "targets": "No target has been set yet.",
    "deliverables": "Nothing is planned yet.",
    "priorities": "No priority has been named yet.",
    "risks": "No risk hangs on this plan.",
    "requirements": "Nothing is asked of this plan.",
    "glossary": "No term has been explained yet.",
}
"""What stands where a table is placed that has no rows."""


def heading_of(document: PlanDocument, ambition: Ambition) -> str:
    return f"{document.ambition_word} {ambition.reference}: {ambition.title}" if ambition.reference else ambition.title


def ambition_part(document: PlanDocument, ambition: Ambition) -> Part:
    return Part(ambition.anchor, heading_of(document, ambition), "ambition", ambition)


def ambitions_meant(document: PlanDocument, mark: Mark, marks: Iterable[Mark]) -> list[Ambition]:
    """Return the ambition that a line names; where it names none, all that no other line does."""
    which = mark[1]
    if which:
        return [one for one in document.ambitions if which in (one.reference, str(one.number))][:1]
    elsewhere = {one.number for other in marks if other[1] for one in ambitions_meant(document, other, ())}
    return [one for one in document.ambitions if one.number not in elsewhere]


def tables_of(document: PlanDocument, mark: Mark, marks: Iterable[Mark]) -> list[Part] | None:
    """Return what a line places, of all the lines of a document; None where there is no such thing."""
    name, which = mark
    if name == "deliverables":
        found = ambitions_meant(document, mark, marks)
        return None if which and not found else [ambition_part(document, one) for one in found]
    if which or name not in TABLES:
        return None
    return TABLES[name](document)


def plain(name: str, has_rows: Callable[[PlanDocument], object]) -> Callable[[PlanDocument], list[Part]]:
    """Return what makes a part of a table without a heading of its own."""
    return lambda document: [Part(name, "", name)] if has_rows(document) else []


TABLES: dict[str, Callable[[PlanDocument], list[Part]]] = {
    "targets": lambda document: [Part(one.anchor, one.heading, "targets", one) for one in document.all_targets],
    "priorities": plain("priorities", lambda document: document.priorities),
    "risks": lambda document: [Part("risks", "", "named_risks")] if document.named_risks else [],
    "requirements": plain("requirements", lambda document: document.requirements),
    "glossary": plain("glossary", lambda document: document.glossary),
}
