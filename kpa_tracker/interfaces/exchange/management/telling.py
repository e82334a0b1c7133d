"""What an import by command did, for a script to read: each row with what becomes of it, and each problem."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import singledispatch
from typing import Any

from kpa_tracker.interfaces.exchange.actions.rows import Sorted, counts_of
from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures
from kpa_tracker.interfaces.exchange.reading.plan import Fragment, Problem, ReadPlan
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister

LOOKED_AT, IMPORTED, FAILED = "looked at", "imported", "failed"
PLACE = re.compile(r"(?:(?P<sheet>.+), )?(?:row|line) (?P<row>\d+)(?:, part \d+)?$")
REFUSED, NOT_UNDERSTOOD, UNUSED, QUESTION = "refused", "not-understood", "not-used", "question"
GAP, TO_LOOK_AT = "gap", "to-look-at"
LEFT_OPEN = {REFUSED, NOT_UNDERSTOOD, UNUSED, QUESTION}


@dataclass(frozen=True)
class Trouble:
    """Something in the file that was not taken as it stands: which kind, where, and in words."""

    code: str
    place: str
    text: str
    column: str = ""

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), **where(self.place)}


@dataclass
class Telling:
    """What became of a file, from reading it to importing it."""

    file: str
    outcome: str = LOOKED_AT
    exit_code: int = 0
    message: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)

    def add(self, found: Iterable[Trouble]) -> None:
        self.problems += [one.to_json() for one in found]

    def compared(self, proposal: Sorted, problems: Iterable[Problem] = ()) -> None:
        """Tell what would be done, row by row, and which rows cannot be taken."""
        self.counts = counts_of(proposal)
        self.add(Trouble(REFUSED, one.place, one.text) for one in problems)
        self.add(Trouble(TO_LOOK_AT, place, text) for place, text in getattr(proposal, "remarks", ()))
        outcomes = {"new": proposal.new, "changed": proposal.changed, "unchanged": proposal.same}
        self.rows = [row_of(step, outcome) for outcome, steps in outcomes.items() for step in steps]

    @property
    def is_left_open(self) -> bool:
        """Whether anything in the file was not understood, or cannot be taken."""
        return any(one["code"] in LEFT_OPEN for one in self.problems)

    def failed(self, message: str, code: int) -> None:
        self.outcome, self.message, self.exit_code = FAILED, message, code

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def row_of(step: Any, outcome: str) -> dict[str, Any]:
    changes = [{"what": what, "before": old, "after": new} for what, old, new in step.shown_changes]
    return {"outcome": outcome, "place": step.place, **where(step.place), "title": step.title, "changes": changes}


def where(place: str) -> dict[str, Any]:
    """Return the sheet (or table) and the number of the row that a place names, as far as it names them."""
    found = PLACE.match(place)
    return {"sheet": found["sheet"] or "", "row": int(found["row"])} if found else {"sheet": "", "row": None}


@singledispatch
def troubles_of(read: Any) -> Iterator[Trouble]:
    """Yield what was not understood of a file, whatever it holds."""
    raise NotImplementedError(type(read))


@troubles_of.register
def _of_plan(read: ReadPlan) -> Iterator[Trouble]:
    for one in read.problems:
        yield Trouble(GAP if one.is_gap else NOT_UNDERSTOOD, one.place, one.text)
    for question in read.questions:
        yield Trouble(QUESTION, question.place, f"{question.prompt} “{question.text}”")
    yield from _unused(read.fragments)


@troubles_of.register
def _of_measures(read: ReadMeasures) -> Iterator[Trouble]:
    yield from _not_understood(read.problems)
    for missing in read.missing:
        yield Trouble(GAP, missing.place, missing.text)
    for note in read.notes_left:
        yield Trouble(UNUSED, note.place, note.text)
    yield from _unused(read.fragments)


@troubles_of.register
def _of_register(read: ReadRegister) -> Iterator[Trouble]:
    yield from _not_understood(read.problems)
    yield from _unused(read.fragments)


def _not_understood(problems: Iterable[Problem]) -> Iterator[Trouble]:
    for one in problems:
        yield Trouble(NOT_UNDERSTOOD, one.place, one.text)


def _unused(fragments: Iterable[Fragment]) -> Iterator[Trouble]:
    for one in fragments:
        yield Trouble(UNUSED, one.place, one.text, column=one.heading)
