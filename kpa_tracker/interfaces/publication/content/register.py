"""A risk register: totals that add up, the matrix with counts, the gravest, what waits for a decision, every risk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kpa_tracker.base.toolkit.ratings import Rating
from kpa_tracker.interfaces.publication.content.base import Document, Part
from kpa_tracker.interfaces.publication.content.performance import Tally
from kpa_tracker.interfaces.publication.content.risks import Entry, Published, in_order
from kpa_tracker.interfaces.publication.content.rows import ROWS_A_TABLE
from risks.scoring import Level, Stance, shown_level

LEVELS: tuple[int | None, ...] = (*reversed(Level), None)
"""How a risk can stand, the gravest first: each stands in exactly one of these ways. None is not scored."""
NO_CATEGORY, NO_COMMITTEE = "No category", "No committee"
TOP = 10


GAPS: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
    ("No decision", lambda one: one.stance.needs_decision),
    ("Review overdue", lambda one: one.is_overdue),
    ("Treated by nothing", lambda one: one.is_untreated),
    ("No owner", lambda one: not one.owner),
)
"""What wants an eye: a risk can be in several of these."""


@dataclass(frozen=True)
class Matrix:
    """A heat map on one basis: the words of impact, and the likeliest row first; what is not scored stands below.

    A row is likelihood, its word, and cells of a level with the references that stand in it.
    """

    basis: str
    impacts: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str, tuple[tuple[Rating, tuple[str, ...]], ...]], ...]
    unscored: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        return sum(len(references) for _, _, cells in self.rows for _, references in cells)


@dataclass(frozen=True)
class Section:
    """The risks of one category, with what the authority says it bears of it."""

    number: int
    title: str
    appetite: str
    entries: tuple[Entry, ...]

    @property
    def anchor(self) -> str:
        return f"category-{self.number}"

    @property
    def tables(self) -> list[tuple[Entry, ...]]:
        starts = range(0, len(self.entries), ROWS_A_TABLE)
        return [self.entries[start : start + ROWS_A_TABLE] for start in starts]


@dataclass(frozen=True)
class Sections:
    """Every risk, by category."""

    sections: tuple[Section, ...]

    @property
    def entries(self) -> list[tuple[str, str]]:
        return [(one.anchor, one.title) for one in self.sections]


@dataclass(frozen=True, kw_only=True)
class Register(Document):
    """What the two documents of a register share: whose risks they hold."""

    committee: str = ""

    @property
    def kind(self) -> str:
        of = f" of the {self.committee}" if self.committee else ""
        return f"the {'public' if self.is_public else 'internal'} register{of}"

    @property
    def description(self) -> str:
        return f"The risk register of {self.authority}{'' if self.is_public else ', for the authority alone'}."

    @property
    def about(self) -> str:
        return "register"

    @property
    def notice(self) -> str:
        return (
            "Demonstration. The titles of the risks and what hangs on them follow published documents; scores, "
            "controls, actions and decisions are made up. Nothing here is a statement by an authority."
        )


@dataclass(frozen=True, kw_only=True)
class InternalRegister(Register):
    """The whole register, for the authority alone."""

    sections: tuple[Section, ...] = ()
    matrices: tuple[Matrix, ...] = ()

    @cached_property
    def entries(self) -> list[Entry]:
        found = [one for section in self.sections for one in section.entries]
        return sorted(found, key=lambda one: in_order(one.reference))

    @property
    def levels(self) -> list[Rating]:
        return [shown_level(level) for level in LEVELS]

    @property
    def gap_words(self) -> list[str]:
        return [word for word, _ in GAPS]

    @cached_property
    def tallies(self) -> list[tuple[str, list[Tally]]]:
        """The tables of totals: by category, and by committee where the register has those of several."""
        by_category = [tally(section.title, section.entries) for section in self.sections]
        found = [("Category", by_category)]
        return found if self.committee else [*found, ("Committee", list(self.by_committee()))]

    def by_committee(self) -> Iterator[Tally]:
        names = {one.committee for one in self.entries}
        for name in (*sorted(names - {""}), *sorted(names & {""})):
            yield tally(name or NO_COMMITTEE, [one for one in self.entries if one.committee == name])

    @cached_property
    def totals(self) -> Tally:
        return tally("All", self.entries)

    @cached_property
    def stances(self) -> list[tuple[str, int]]:
        """How many stand how against appetite: they add up to all."""
        counted = Counter(one.stance for one in self.entries)
        return [(stance.word, counted[stance]) for stance in Stance if counted[stance]]

    @cached_property
    def top(self) -> list[Entry]:
        """The gravest first: the level, then the score, then the reference."""
        scored = [one for one in self.entries if one.current.level]
        return sorted(scored, key=lambda one: (-(one.current.level or 0), -one.current.points))[:TOP]

    @cached_property
    def beyond(self) -> list[Entry]:
        """What lies beyond appetite: what waits for a decision first."""
        return sorted(filter(lambda one: one.is_beyond, self.entries), key=lambda one: not one.stance.needs_decision)

    @cached_property
    def parts(self) -> list[Part]:
        """Everything after the contents, in order."""
        return list(parts_of(self))


def parts_of(register: InternalRegister) -> Iterator[Part]:
    if not register.entries:
        yield Part("register", "The register", "no_risks")
        return
    yield Part("register", "The register at a glance", "register")
    yield Part("matrix", "Heat map", "matrices")
    yield Part("top", "Top risks", "top_risks")
    yield Part("beyond", "Beyond appetite", "beyond")
    yield Part("risks", "Every risk", "risks", Sections(register.sections))
    yield Part("reading", "How to read this register", "reading_risks")


def tally(name: str, entries: Iterable[Entry]) -> Tally:
    found = list(entries)
    counts = Counter(one.current.level for one in found)
    return Tally(
        name,
        len(found),
        tuple(counts[level] for level in LEVELS),
        tuple(sum(map(holds, found)) for _, holds in GAPS),
    )


# --- For the public ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PublicRegister(Register):
    """The public summary of a register: the risks with an approved wording, the gravest first; then the names of the
    others."""

    risks: tuple[Published, ...] = ()

    @cached_property
    def described(self) -> list[Published]:
        found = [one for one in self.risks if one.wording]
        return sorted(found, key=lambda one: (-(one.level or 0), in_order(one.reference)))

    @cached_property
    def named(self) -> list[Published]:
        found = [one for one in self.risks if not one.wording]
        return sorted(found, key=lambda one: in_order(one.reference))

    @property
    def tables(self) -> list[list[Published]]:
        starts = range(0, len(self.described), ROWS_A_TABLE)
        return [self.described[start : start + ROWS_A_TABLE] for start in starts]

    @cached_property
    def counts(self) -> list[tuple[Rating, int]]:
        """How many of the described risks are how grave: with the named ones, they add up to all."""
        counted = Counter(one.level for one in self.described)
        return [(shown_level(level), counted[level]) for level in LEVELS]

    @cached_property
    def parts(self) -> list[Part]:
        return list(public_parts_of(self))


def public_parts_of(register: PublicRegister) -> Iterator[Part]:
    if not register.risks:
        yield Part("register", "The register", "no_risks")
    else:
        yield Part("register", "The register in brief", "register_in_brief")
    if register.described:
        yield Part("risks", "The risks", "published")
    if register.named:
        yield Part("named", "Risks named alone", "named")
    yield Part("contact", "Where to write", "contact")
