"""What every document has: a head, parts with headings, and a list of contents."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from kpa_tracker.interfaces.publication.content.appearance import Appearance
from kpa_tracker.interfaces.publication.content.pictures import Picture

HEIGHT_OF_CONTENTS, HEIGHT_OF_PART, HEIGHT_OF_ENTRY = 230, 9, 5.5
"""Millimetres on the page of contents, and in it of a line of each kind, as static/css/document.css has them."""

OF_PLANS = ("ambition", "glance", "targets", "standing", "exceptions", "measures")
OF_REGISTERS = ("register", "matrices", "top_risks", "beyond", "risks", "published")
WIDE = frozenset({*OF_PLANS, *OF_REGISTERS})
"""Kinds of parts whose tables need a page that lies on its side."""


@dataclass(frozen=True)
class Narrative:
    """A titled text in Markdown."""

    title: str
    body: str


@dataclass(frozen=True)
class Part:
    """A part of the document with a heading of its own: where it stands in the contents, and how it is drawn."""

    anchor: str
    title: str
    kind: str
    content: Any = None
    number: str = ""

    @property
    def heading(self) -> str:
        """Its title with its number, where it has one."""
        return f"{self.number} {self.title}".strip()

    @property
    def entries(self) -> list[tuple[str, str]]:
        """Where the titled pieces of the part begin, and their titles."""
        return getattr(self.content, "entries", [])

    @property
    def is_wide(self) -> bool:
        return self.kind in WIDE

    @property
    def template(self) -> str:
        return f"publication/parts/{self.kind}.html"


@dataclass(frozen=True, kw_only=True)
class Document:
    """The head of a document. `parts` is everything after the contents, in order."""

    authority: str
    title: str
    period: str
    state: str
    marking: str
    made_on: datetime.date
    is_public: bool = False
    is_demonstration: bool = False
    contact: str = ""
    look: Appearance | None = None
    pictures: tuple[Picture, ...] = ()

    @property
    def kind(self) -> str:
        """What the history calls it."""
        raise NotImplementedError

    @property
    def description(self) -> str:
        """What the file says of itself."""
        raise NotImplementedError

    @property
    def about(self) -> str:
        """What it is a document of, in a word."""
        return "plan"

    @property
    def called(self) -> str:
        """What its file is called."""
        return self.title

    @property
    def template(self) -> str:
        """What its PDF is drawn with."""
        return "publication/document.html"

    @property
    def notice(self) -> str:
        """What the demonstration says of its facts."""
        return (
            "Demonstration. The plan’s facts come from published documents; the progress, the results after March 2009 "
            "and the people are made up. Nothing here is a statement by an authority."
        )

    @property
    def parts(self) -> list[Part]:
        raise NotImplementedError

    @property
    def contents_share_a_page(self) -> bool:
        """Whether the next part begins below the contents: they fill half a page at most, or run over the first."""
        height = sum(HEIGHT_OF_PART + HEIGHT_OF_ENTRY * len(part.entries) for part in self.parts)
        return not HEIGHT_OF_CONTENTS / 2 < height < HEIGHT_OF_CONTENTS
