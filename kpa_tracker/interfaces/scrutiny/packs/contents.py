"""What a committee's pack says, as plain values: its page, its PDF and its workbook are made of these and of nothing
else. Days and sums stand in them as they are shown. No Django."""

from __future__ import annotations

from dataclasses import dataclass

from kpa_tracker.base.toolkit.ratings import rating_of, stage_of


@dataclass(frozen=True)
class Head:
    """Whose pack it is, for which meeting, of which plan, and on which day it was made."""

    authority: str
    committee: str
    meeting: str
    plan: str
    plan_period: str
    marking: str
    made_on: str
    scope: str
    papers_due: str = ""
    place: str = ""
    number: int = 1
    why: str = ""
    is_demonstration: bool = False
    ambition_word: str = "Ambition"
    deliverable_word: str = "Deliverable"
    deliverable_words: str = "Deliverables"


@dataclass(frozen=True)
class Point:
    """One point of the plan's scale, with the plan's own word."""

    code: str
    word: str


@dataclass(frozen=True)
class Flag:
    """Something that was worked out about an item."""

    key: str
    word: str
    kind: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class Beside:
    """How a committee rated an item otherwise than its owner, who has not answered that yet."""

    committee: str
    rating: str
    word: str
    minuted: str = ""

    def __str__(self) -> str:
        return f"{self.committee}: {self.word} ({self.minuted})"


@dataclass(frozen=True)
class Item:
    """One deliverable as the pack shows it."""

    pk: int
    reference: str
    title: str
    ambition: str
    lead: str = ""
    committee: str = ""
    supporting: tuple[str, ...] = ()
    deadline: str = ""
    slip: str = ""
    stage: str = ""
    rating: str = ""
    word: str = ""
    beside: tuple[Beside, ...] = ()
    forecast: str = ""
    forecast_word: str = ""
    update: int | None = None
    said_of: str = ""
    submitted_on: str = ""
    is_accepted: bool = False
    done: str = ""
    next_steps: str = ""
    cause: str = ""
    recovery: str = ""
    recovery_by: str = ""
    green_on: str = ""
    measurements: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def is_exception(self) -> bool:
        """Open work that is not green, or that is overdue: it needs a word at the meeting."""
        off_course = rating_of(self.rating).needs_recovery or any(flag.key == "overdue" for flag in self.flags)
        return off_course and stage_of(self.stage).is_open

    @property
    def recovery_lines(self) -> list[tuple[str, str]]:
        """Why it is not green, and what brings it back, as (heading, text)."""
        said = (
            ("Why it is not green", self.cause),
            ("What will bring it back", self.recovery),
            ("Who will do it", self.recovery_by),
            ("Green again by", self.green_on),
        )
        return [(heading, text) for heading, text in said if text]

    @property
    def lacks_recovery(self) -> bool:
        return rating_of(self.rating).needs_recovery and not (self.recovery and self.green_on)


@dataclass(frozen=True)
class PartOf:
    """A part that the committee oversees of a deliverable that another oversees, with how the whole of it stands."""

    pk: int
    text: str
    of: int
    whole: str
    overseer: str = ""
    lead: str = ""
    deadline: str = ""
    stage: str = ""
    rating: str = ""
    word: str = ""
    update: int | None = None

    @property
    def name(self) -> str:
        return f"{self.text}, a part of {self.whole}"


@dataclass(frozen=True)
class Measured:
    """One line of results, with its target and how it stands against it."""

    pk: int
    name: str
    owner: str = ""
    figure: str = ""
    period: str = ""
    target: str = ""
    status: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Asked:
    """Something that an inspection asks for and that is not done."""

    pk: int
    reference: str
    inspection: str
    text: str
    state: str = ""
    owner: str = ""
    due: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class Exposure:
    """One risk of the register, as it stands and as it moved."""

    pk: int
    reference: str
    title: str
    owner: str = ""
    level: int | None = None
    points: int = 0
    score: str = ""
    moved: str = ""
    arrow: str = ""
    status: str = ""


@dataclass(frozen=True)
class Minuted:
    """An action that a meeting asked for, or a question that a member put, still outstanding."""

    pk: int
    kind: str
    reference: str
    text: str
    owner: str = ""
    due: str = ""
    is_overdue: bool = False
    answer: str = ""
    about: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Return:
    """Where an item stands in the reporting period that the pack covers."""

    pk: int
    reference: str
    title: str
    lead: str
    place: str
    word: str
    is_late: bool = False


@dataclass(frozen=True)
class Owed:
    """A measure whose result, or a risk whose review, has not come."""

    pk: int
    name: str
    owner: str = ""


@dataclass(frozen=True)
class Covered:
    """What else the period covers, of one kind: how many, how many have come, and which have not."""

    kind: str
    asked: int
    came: int
    missing: tuple[Owed, ...] = ()

    @property
    def words(self) -> tuple[str, str, str]:
        """What they are called, what those are that have come, and what those that have not."""
        return COVERED[self.kind]

    @property
    def sentence(self) -> str:
        name, came, _ = self.words
        return f"{name}: {self.came} of {self.asked} {came.lower()}"


COVERED = {"measures": ("Results", "In", "Missing"), "risks": ("Risks", "Reviewed", "To review")}


@dataclass(frozen=True)
class Coverage:
    """How the reporting period came in."""

    period: str
    due: str
    asked: int
    submitted: int
    late: int
    outstanding: tuple[Return, ...] = ()
    came_late: tuple[Return, ...] = ()
    not_asked: int = 0
    covered: tuple[Covered, ...] = ()

    @property
    def sentence(self) -> str:
        late = f", {self.late} late" if self.late else ""
        found = (f"{self.submitted} of {self.asked} reported{late}", *(one.sentence for one in self.covered))
        return f"{'. '.join(found)}."


@dataclass(frozen=True)
class Change:
    """Something that is otherwise than at the meeting before: of what, what of it, and from what to what."""

    of: str
    pk: int
    name: str
    what: str
    before: str = ""
    after: str = ""
    rating_before: str = ""
    rating_after: str = ""


@dataclass(frozen=True)
class Row:
    """One line of a table of sums."""

    label: str
    numbers: tuple[int, ...]
    code: str = ""


@dataclass(frozen=True)
class Table:
    """A table of sums: what its columns are, its lines, and the line of its totals. The first number of a line is the
    sum of the others, where it has others."""

    key: str
    title: str
    first: str
    columns: tuple[Point, ...]
    rows: tuple[Row, ...]
    total: Row


@dataclass(frozen=True)
class Sum:
    """A total, its parts as (label, number), where it is shown, and (label, shown, counted again) of what was counted
    twice."""

    name: str
    where: str
    parts: tuple[tuple[str, int], ...]
    total: int
    counted: tuple[tuple[str, int, int], ...] = ()

    @property
    def added(self) -> int:
        return sum(number for _, number in self.parts)

    @property
    def faults(self) -> list[str]:
        """What does not agree, in sentences."""
        found = []
        if self.added != self.total:
            found.append(f"{self.name}: the parts add up to {self.added}, and {self.where} shows {self.total}.")
        return found + [
            f"{self.name}, {label}: {self.where} shows {shown}, and counting again finds {again}."
            for label, shown, again in self.counted
            if shown != again
        ]

    @property
    def is_right(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Contents:
    """Everything that a pack shows. Packs that were frozen before parts were shown have None of them."""

    head: Head
    scale: tuple[Point, ...] = ()
    outstanding: tuple[Minuted, ...] = ()
    tables: tuple[Table, ...] = ()
    earlier: str = ""
    changes: tuple[Change, ...] = ()
    coverage: Coverage | None = None
    items: tuple[Item, ...] = ()
    parts: tuple[PartOf, ...] | None = None
    measures: tuple[Measured, ...] = ()
    recommendations: tuple[Asked, ...] = ()
    risks: tuple[Exposure, ...] = ()
    sums: tuple[Sum, ...] = ()

    @property
    def faults(self) -> list[str]:
        """Which sums do not agree, in sentences."""
        return [fault for one in self.sums for fault in one.faults]

    @property
    def exceptions(self) -> list[Item]:
        """What needs a word at the meeting, the worst first."""
        found = [item for item in self.items if item.is_exception]
        return sorted(found, key=lambda item: rating_of(item.rating).rank)

    def table(self, key: str) -> Table | None:
        return next((one for one in self.tables if one.key == key), None)
