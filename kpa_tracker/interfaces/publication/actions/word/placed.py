"""What stands in a plan's document only where a section places it, as blocks of a Word document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kpa_tracker.base.toolkit.documents import Block, Picture, Table, Text
from kpa_tracker.interfaces.publication.actions.word.rows import lines
from kpa_tracker.interfaces.publication.content import Ambition, Part, PlanDocument

Blocks = Iterator[Block]


def elsewhere(document: PlanDocument, part: Part) -> Blocks:
    yield Text(f"See {part.content.words}.")


def none_yet(document: PlanDocument, part: Part) -> Blocks:
    yield Text(part.content)


def picture(document: PlanDocument, part: Part) -> Blocks:
    one = part.content
    yield Picture(one.file_name, one.alt, one.caption)


def named_risks(document: PlanDocument, part: Part) -> Blocks:
    rows = [
        [risk.reference, risk.title or "Nothing has been published about it yet", hung(document, ambitions)]
        for risk, ambitions in document.named_risks
    ]
    yield Table(["Ref", "Risk", "Hangs on"], rows, "Risks")


def hung(document: PlanDocument, ambitions: Iterable[Ambition]) -> str:
    return ", ".join(f"{document.ambition_word} {one.reference or one.title}" for one in ambitions)


def requirements(document: PlanDocument, part: Part) -> Blocks:
    rows = [
        [lines([one.title, one.source]), lines(place.words for place in one.places) or one.said]
        for one in document.telling.answers
    ]
    yield Table(["What a plan has to have", "Where it is answered"], rows, "What a plan has to have")


PLACED: dict[str, Callable[[PlanDocument, Part], Blocks]] = {
    "elsewhere": elsewhere,
    "none_yet": none_yet,
    "picture": picture,
    "named_risks": named_risks,
    "requirements": requirements,
}
