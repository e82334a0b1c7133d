"""What statutes ask of a plan, and where in the document it is answered: the table fills itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kpa_tracker.base.toolkit.markdown import Place

NOT_ANSWERED = "Not answered in this document"
SAID = {
    "consulted": "A draft was put to consultation",
    "answered": "Every comment on the draft was answered",
    "adopted": "The authority has adopted this plan",
}
"""What is said of a requirement that no place in the document shows, by how it is seen."""


@dataclass(frozen=True)
class Asked:
    """Something that a plan has to have, who asks for it, by what it is seen, and the sections that answer it."""

    title: str
    source: str = ""
    seen_by: str = ""
    is_met: bool = False
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A requirement with the places that answer it, and what is said where there is none."""

    title: str
    source: str
    places: tuple[Place, ...]
    said: str

    @property
    def is_missing(self) -> bool:
        return not self.places and self.said == NOT_ANSWERED


def answers(asked: Iterable[Asked], shown_by: Mapping[str, list[str]], places: Mapping[str, Place]) -> Iterator[Answer]:
    """Yield what is asked for with its answers. `shown_by` says which parts show what is worked out; `places` where
    each part stands."""
    for one in asked:
        found = [*one.sections, *shown_by.get(one.seen_by, [])]
        said = SAID.get(one.seen_by, NOT_ANSWERED) if one.is_met else NOT_ANSWERED
        yield Answer(one.title, one.source, tuple(places[anchor] for anchor in found if anchor in places), said)
