"""A pack as a document: its parts in the order in which members read them. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from kpa_tracker.interfaces.scrutiny.packs.contents import Change, Contents, Covered, Item, Table
from kpa_tracker.interfaces.scrutiny.packs.tables import LEVELS, covered_key

WIDE = frozenset({"outstanding", "exceptions", "items", "parts", "measures", "recommendations", "risks"})
"""Parts whose tables need a page that lies on its side; without any line they are a sentence, which shares a page."""
SUMMARY = ("rating", "stage", "lead")
ROWS_A_TABLE = 100
"""WeasyPrint draws several tables faster than a long one."""


@dataclass(frozen=True)
class Part:
    """A part with a heading of its own: where it stands in the contents, and how it is drawn."""

    anchor: str
    title: str
    entries: tuple[tuple[str, str], ...] = ()
    is_empty: bool = False

    @property
    def is_wide(self) -> bool:
        return self.anchor in WIDE and not self.is_empty

    @property
    def template(self) -> str:
        return f"scrutiny/pack/{self.anchor}.html"


@dataclass(frozen=True)
class Section:
    """The items under one ambition, in tables that are not too long."""

    anchor: str
    title: str
    items: tuple[Item, ...]

    @property
    def tables(self) -> list[tuple[Item, ...]]:
        starts = range(0, len(self.items), ROWS_A_TABLE)
        return [self.items[start : start + ROWS_A_TABLE] for start in starts]


@dataclass(frozen=True)
class PackDocument:
    """What the page and the PDF of a pack are drawn from."""

    contents: Contents

    @property
    def title(self) -> str:
        edition = f", edition {self.contents.head.number}" if self.contents.head.number > 1 else ""
        return f"Pack for the {self.contents.head.committee}{edition}"

    @property
    def parts(self) -> list[Part]:
        return [self.part(anchor, title) for anchor, title in self.titles.items()]

    @property
    def titles(self) -> dict[str, str]:
        covered = {"coverage": "Coverage"} if self.contents.coverage else {}
        parts = {"parts": "Parts of what others oversee"} if self.contents.parts else {}
        return {
            "outstanding": "Outstanding from earlier meetings",
            "summary": "Summary",
            "changes": "What has changed since the meeting before",
            "exceptions": "Exceptions",
            **covered,
            "items": self.contents.head.deliverable_words,
            **parts,
            "measures": "Measures",
            "recommendations": "What inspections ask for",
            "risks": "Risks",
            "sums": "How the sums agree",
        }

    def part(self, anchor: str, title: str) -> Part:
        entries = tuple((one.anchor, one.title) for one in self.sections) if anchor == "items" else ()
        return Part(anchor, title, entries, is_empty=anchor in WIDE and not getattr(self.contents, anchor))

    @property
    def summary(self) -> list[Table]:
        return [table for table in self.contents.tables if table.key in SUMMARY]

    @property
    def sections(self) -> list[Section]:
        """The items by ambition."""
        grouped = groupby(self.contents.items, key=lambda item: item.ambition)
        return [Section(f"ambition-{number}", title, tuple(some)) for number, (title, some) in enumerate(grouped, 1)]

    @property
    def changes(self) -> list[tuple[str, list[Change]]]:
        """What changed, by what of it: (heading, changes)."""
        found = groupby(self.contents.changes, key=lambda one: (one.of, one.what))
        return [(heading(of, what), list(some)) for (of, what), some in found]

    @property
    def covered(self) -> list[tuple[Covered, Table | None]]:
        """What else the period covers, each kind with its table of sums."""
        found = self.contents.coverage.covered if self.contents.coverage else ()
        return [(one, self.table(covered_key(one.kind))) for one in found]

    def table(self, key: str) -> Table | None:
        return self.contents.table(key)

    @property
    def movement(self) -> Table | None:
        return self.table("movement")

    @property
    def coverage_table(self) -> Table | None:
        return self.table("coverage")

    @property
    def parts_table(self) -> Table | None:
        return self.table("parts")

    @property
    def measures_table(self) -> Table | None:
        return self.table("measures")

    @property
    def recommendations_table(self) -> Table | None:
        return self.table("recommendations")

    @property
    def risks_table(self) -> Table | None:
        return self.table("risks")


HEADINGS = {
    ("deliverable", "New"): "Added",
    ("deliverable", "Gone"): "No longer here",
    ("deliverable", "Rating"): "Ratings",
    ("deliverable", "Deadline"): "Deadlines",
    ("deliverable", "Stage"): "Stages",
    ("deliverable", "Lead post"): "Lead posts",
    ("risk", "New"): "New risks",
    ("risk", "Gone"): "Risks that ended or left",
    ("risk", "Level"): "Risks whose score changed",
}


def heading(of: str, what: str) -> str:
    return HEADINGS[of, what]


def level_word(level: int | None) -> str:
    return LEVELS[level]
