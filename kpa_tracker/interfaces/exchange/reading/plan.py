"""What was read out of a file: a plan as far as it was understood, and everything that was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kpa_tracker.interfaces.exchange.reading.riskrefs import once


@dataclass
class SubItem:
    """One bullet or numbered part of a deliverable, with the committee named in its brackets."""

    text: str
    committee: str = ""


@dataclass
class ReadOwners:
    """Who a cell names: the first leads, the others support; `everyone` is the word ALL."""

    lead: str = ""
    support: list[str] = field(default_factory=list)
    everyone: bool = False
    text: str = ""

    @property
    def names(self) -> list[str]:
        return [self.lead, *self.support] if self.lead else list(self.support)

    @property
    def missing(self) -> bool:
        return not self.lead and not self.everyone


@dataclass
class ReadDeliverable:
    """One deliverable with every value its rows gave. Empty means the file was silent."""

    title: str
    place: str
    source_text: str
    description: str = ""
    reference: str = ""
    sub_items: list[SubItem] = field(default_factory=list)
    owners: ReadOwners = field(default_factory=ReadOwners)
    committee: str = ""
    deadline: str = ""
    measurements: list[str] = field(default_factory=list)
    only_a_marker: bool = False
    risk_references: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    update: str = ""
    rating: str = ""
    rating_from: str = ""
    stage: str = ""


@dataclass
class ReadDescriptor:
    """The middle level; `implied` where the file has no such level or left it blank."""

    title: str
    place: str
    deliverables: list[ReadDeliverable] = field(default_factory=list)
    implied: bool = False


@dataclass
class ReadAmbition:
    """The top level; `implied` where the file has no such level."""

    title: str
    place: str
    source_text: str = ""
    description: str = ""
    risk_references: list[str] = field(default_factory=list)
    priorities: list[str] = field(default_factory=list)
    descriptors: list[ReadDescriptor] = field(default_factory=list)
    implied: bool = False


@dataclass(frozen=True)
class Problem:
    """Something about one row that a person should look at; a gap is a value the file does not give."""

    place: str
    text: str
    is_gap: bool = False

    @property
    def line(self) -> str:
        """Where it is and what; what is said of the whole file has no place."""
        return f"{self.place}: {self.text}".lstrip(": ")


@dataclass(frozen=True)
class Fragment:
    """A piece of the file that went nowhere: where it stands, under which heading, and its text."""

    place: str
    heading: str
    text: str


@dataclass(frozen=True)
class Question:
    """Something the file leaves open. Each choice is a list of texts; the suggestion is only an offer."""

    key: str
    kind: str
    prompt: str
    place: str
    text: str
    choices: tuple[tuple[str, ...], ...]
    suggested: int = 0


@dataclass(frozen=True)
class GlossaryTerm:
    term: str
    meaning: str


@dataclass(frozen=True)
class NarrativeSection:
    heading: str
    text: str


@dataclass(frozen=True)
class TableFound:
    """One kind of table: its headings, and the field each column was taken for ("" where none)."""

    signature: str
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    rows: int
    places: tuple[str, ...]
    used: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts:
    """The figures a person checks first.

    `without_measurement` counts deliverables whose measurement cell is empty. A cell with nothing but a list marker
    ("i.") names no measurement either, but somebody began to write one: `only_a_marker` counts these apart, so that
    `without_measurement + only_a_marker` is how many deliverables end up without a measurement.
    """

    ambitions: int
    descriptors: int
    deliverables: int
    risk_references: int
    priorities: int
    without_owner: int
    without_deadline: int
    without_measurement: int
    only_a_marker: int


@dataclass
class ReadPlan:
    """A plan as read, with what was not understood."""

    title: str = ""
    period: str = ""
    marking: str = ""
    level_names: tuple[str, str, str] = ("", "", "")
    ambitions: list[ReadAmbition] = field(default_factory=list)
    vision: str = ""
    values: list[NarrativeSection] = field(default_factory=list)
    sections: list[NarrativeSection] = field(default_factory=list)
    glossary: list[GlossaryTerm] = field(default_factory=list)
    tables: list[TableFound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def descriptors(self) -> Iterator[ReadDescriptor]:
        return (descriptor for ambition in self.ambitions for descriptor in ambition.descriptors)

    @property
    def deliverables(self) -> Iterator[ReadDeliverable]:
        return (deliverable for descriptor in self.descriptors for deliverable in descriptor.deliverables)

    @property
    def risk_references(self) -> list[str]:
        return once(self._from_both("risk_references"))

    @property
    def priorities(self) -> list[str]:
        return unique(self._from_both("priorities"))

    @property
    def owners(self) -> list[str]:
        return unique(name for deliverable in self.deliverables for name in deliverable.owners.names)

    @property
    def committees(self) -> list[str]:
        named = (deliverable.committee for deliverable in self.deliverables)
        bracketed = (item.committee for deliverable in self.deliverables for item in deliverable.sub_items)
        return unique(filter(None, (*named, *bracketed)))

    def _from_both(self, name: str) -> Iterator[str]:
        for ambition in self.ambitions:
            yield from getattr(ambition, name)
        for deliverable in self.deliverables:
            yield from getattr(deliverable, name)

    @property
    def counts(self) -> Counts:
        deliverables = list(self.deliverables)
        return Counts(
            ambitions=sum(1 for ambition in self.ambitions if not ambition.implied),
            descriptors=sum(1 for descriptor in self.descriptors if not descriptor.implied),
            deliverables=len(deliverables),
            risk_references=len(self.risk_references),
            priorities=len(self.priorities),
            without_owner=sum(1 for deliverable in deliverables if deliverable.owners.missing),
            without_deadline=sum(1 for deliverable in deliverables if not deliverable.deadline),
            without_measurement=sum(1 for each in deliverables if not each.measurements and not each.only_a_marker),
            only_a_marker=sum(1 for deliverable in deliverables if deliverable.only_a_marker),
        )


def unique(texts: Iterator[str]) -> list[str]:
    """Keep the first spelling of each text, comparing without regard to case and spacing."""
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(" ".join(text.casefold().split()), text)
    return list(kept.values())
