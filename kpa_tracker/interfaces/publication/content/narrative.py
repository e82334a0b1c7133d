"""The sections of a plan as its document has them: numbered, with the tables that they place, and references that know
where they lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

from django.utils.safestring import SafeString
from markdown_it.token import Token

from kpa_tracker.base.toolkit.markdown import (
    PICTURED,
    PLACED,
    Mark,
    Place,
    handle_of,
    headings,
    mark_of,
    marks_in,
    parsed,
    refer,
    rendered,
    words_of,
)
from kpa_tracker.interfaces.publication.content.base import Narrative, Part
from kpa_tracker.interfaces.publication.content.placing import NONE_YET, tables_of
from kpa_tracker.interfaces.publication.content.requirements import Answer, answers

if TYPE_CHECKING:
    from kpa_tracker.interfaces.publication.content.document import PlanDocument

NUMBERED = 2
"""How many levels of headings in a section have a number: 2.1 and 2.1.3."""


LINES = (PLACED, PICTURED)
"""Lines of their own that mean something."""


@dataclass(frozen=True)
class Prose:
    """A stretch of a section's words between two tables or pictures."""

    tokens: list[Token]

    @property
    def html(self) -> SafeString:
        return rendered(self.tokens)


Piece: TypeAlias = "Prose | Part"


@dataclass(frozen=True)
class Told:
    """A section: its pieces in order, and what the contents say of it."""

    pieces: list[Piece] = field(default_factory=list)
    entries: list[tuple[str, str]] = field(default_factory=list)


class Numbers:
    """Counts the headings of a section."""

    def __init__(self, part: Part) -> None:
        self.part, self.counts, self.seen = part, [0] * NUMBERED, 0

    def next(self, depth: int) -> tuple[str, str]:
        """Return anchor and number of the next heading; none that lies too deep has a number."""
        self.seen += 1
        anchor = f"{self.part.anchor}-{self.seen}"
        if depth >= NUMBERED:
            return anchor, ""
        self.counts = [*self.counts[:depth], self.counts[depth] + 1, *[0] * (NUMBERED - depth - 1)]
        return anchor, ".".join([self.part.number, *(str(count) for count in self.counts[: depth + 1])])


class Telling:
    """All sections of a document. `address` says where a part is read: beside the section, or on a page of its own."""

    def __init__(self, document: PlanDocument, address: Callable[[str], str] = "#{}".format, level: int = 3) -> None:
        self.document, self.address, self.level = document, address, level
        self.pictures = {one.name: one for one in document.pictures}
        self.places: dict[str, Place] = {}
        self.stands: dict[str, Place] = {}
        self.placed: dict[str, str] = {}
        both = (("before", document.before), ("after", document.after))
        texts = [(f"{side}-{at}", text) for side, some in both for at, text in enumerate(some, start=1)]
        self.read = [parsed(text.body, level) for _, text in texts]
        self.marks = [mark for tokens in self.read for mark in marks_in(tokens)]
        heads = [self.head(number, anchor, text) for number, (anchor, text) in enumerate(texts, start=1)]
        self.parts = [self.told(part, tokens) for part, tokens in zip(heads, self.read, strict=True)]
        for tokens in self.read:
            refer(tokens, self.places)

    def head(self, number: int, anchor: str, text: Narrative) -> Part:
        part = Part(anchor, text.title, "section", number=str(number))
        self.stands[anchor] = Place(self.address(anchor), part.heading)
        self.know(text.title, anchor, part.number)
        return part

    def know(self, title: str, anchor: str, number: str) -> None:
        """Remember where a heading stands. Of two with the same words the first is meant, and sections before all."""
        self.places.setdefault(handle_of(title), Place(self.address(anchor), f"section {number}"))

    def told(self, part: Part, tokens: list[Token]) -> Part:
        found, numbers = Told(), Numbers(part)
        for is_line, some in groupby(tokens, key=lambda token: token.type in LINES):
            for run in [[one] for one in some] if is_line else [list(some)]:
                found.pieces.extend(self.pieces(part, run, numbers, found.entries))
        return replace(part, content=found)

    def pieces(self, part: Part, run: list[Token], numbers: Numbers, entries: list[tuple[str, str]]) -> Iterator[Piece]:
        tables = self.placed_by(part, run[0])
        if tables is None:
            self.number(run, numbers, entries)
            yield Prose(run)
        for table in tables or ():
            yield self.numbered(part, table, numbers, entries)

    def placed_by(self, part: Part, line: Token) -> list[Part] | None:
        """Return the tables that a line places, or the picture; None where it is none, or there is no such thing."""
        if line.type == PLACED:
            return self.tables(part, mark_of(line))
        shown = self.pictures.get(line.content) if line.type == PICTURED else None
        return [Part("", "", "picture", shown)] if shown else None

    def number(self, tokens: list[Token], numbers: Numbers, entries: list[tuple[str, str]]) -> None:
        """Number the headings of a text, and give each an anchor."""
        for heading, words in headings(tokens):
            depth = int(heading.tag[1]) - self.level
            title = words_of(words)
            anchor, number = numbers.next(depth)
            heading.attrs = {"id": anchor}
            if number:
                self.know(title, anchor, number)
                words.children = [Token("text", "", 0, content=f"{number} "), *(words.children or [])]
            if depth == 0:
                entries.append((anchor, f"{number} {title}"))

    def tables(self, part: Part, mark: Mark) -> list[Part] | None:
        """Return what a line places. What stands somewhere already is not repeated: there it says where."""
        found = tables_of(self.document, mark, self.marks)
        if found is None:
            return None
        again = [one for one in found if one.anchor in self.placed]
        if again:
            place = Place(self.address(again[0].anchor), f"section {self.placed[again[0].anchor]}")
            return [Part("", "", "elsewhere", place)]
        return found or [Part("", "", "none_yet", NONE_YET[mark[0]])]

    def numbered(self, part: Part, table: Part, numbers: Numbers, entries: list[tuple[str, str]]) -> Part:
        """Number a table that has a heading; one without stands under the section's."""
        if not table.anchor:
            return table
        number = numbers.next(0)[1] if table.title else ""
        made = replace(table, number=number)
        self.placed[table.anchor] = number or part.number
        self.stands[table.anchor] = Place(self.address(table.anchor), made.heading or part.heading)
        if number:
            entries.append((table.anchor, made.heading))
        return made

    @property
    def answers(self) -> list[Answer]:
        """Where the document answers what is asked of it."""
        document = self.document
        parts = {part.anchor: Place(self.address(part.anchor), part.heading) for part in document.parts}
        shown_by = {
            "priorities": ["priorities"],
            "objectives": ["glance"],
            "targets": [one.anchor for one in document.all_targets],
        }
        return list(answers(document.requirements, shown_by, {**parts, **self.stands}))
