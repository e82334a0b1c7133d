"""What each row of a return that was filled in does, found by doing it: through the very actions that the page of an
update calls. To look first, all of it is undone again; so what is shown is what would happen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from deliverables.actions.updates import save_draft, submit_update
from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.exchange.actions.returns.columns import ANSWERS, REFERENCE
from kpa_tracker.interfaces.exchange.actions.returns.reading import Line
from kpa_tracker.interfaces.exchange.actions.returns.words import Unread, Words, words_of
from kpa_tracker.interfaces.exchange.rules import reported_by

NOT_THERE = "This is not among what you may report on."
CHANGED = (
    "Somebody has written in this update since the return was taken out, or had begun one that only its writer reads. "
    "Look at it on the site, and take your return out again."
)
BESIDE = {"evidence": "stage"}
"""Which cell a fault belongs to that is of no column: work is complete by its evidence."""
HELD = {column.name for column in ANSWERS}


@dataclass(frozen=True)
class Tried:
    """What became of a row: its number in the file, what it is of, what is wrong by the name of the cell, and its
    answers as (question, answer)."""

    number: int
    title: str
    wrong: dict[str, str] = field(default_factory=dict)
    answers: list[tuple[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Trial:
    """The rows of one return, tried as one person."""

    def __init__(self, period: ReportingPeriod, *, submits: bool, by: Any) -> None:
        self.period, self.by = period, by
        self.write = submit_update if submits else save_draft
        self.words: Words = words_of(period.plan)
        found = reported_by(by).filter(plan=period.plan_id).select_related("plan__scale", "lead", "latest")
        self.deliverables: dict[int, Deliverable] = {one.pk: one for one in found}
        versions = ProgressUpdate.objects.filter(period=period).select_related("on_behalf_of").order_by("number")
        self.newest: dict[int, ProgressUpdate] = {one.deliverable_id: one for one in versions}

    def row(self, line: Line) -> Tried:
        said = [(column.heading, line.cells[column.name]) for column in ANSWERS if line.cells[column.name]]
        return Tried(line.number, line.title, self.wrong_in(line), said)

    def wrong_in(self, line: Line) -> dict[str, str]:
        """Write the update of a row; return what is wrong in it. What is wrong is undone by itself."""
        deliverable = self.deliverables.get(line.deliverable_pk)
        fault = line.fault or self._not_taken(deliverable)
        if fault or deliverable is None or line.known is None:
            return {REFERENCE.name: fault}
        content, unread = self._content(line, deliverable)
        try:
            with transaction.atomic():
                self.write(deliverable, period=self.period, content=content, seen=line.known.seen, by=self.by)
        except ValidationError as error:
            return {**_by_cell(error), **unread}
        except Conflict:
            return {REFERENCE.name: CHANGED}
        except Refused as refused:
            return {REFERENCE.name: refused.message}
        return unread

    def _not_taken(self, deliverable: Deliverable | None) -> str:
        """Say why nothing may be reported on a deliverable by a return, before anything is read of its row."""
        if deliverable is None:
            return NOT_THERE
        newest = self.newest.get(deliverable.pk)
        if newest is None or not newest.is_locked:
            return ""
        state = "accepted" if newest.state == ProgressUpdate.State.ACCEPTED else "submitted"
        return f"{deliverable.reference}: its update of this period is {state} already. Correct it on the site."

    def _content(self, line: Line, deliverable: Deliverable) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what a row says as the actions take it, and what in it could not be read."""
        content: dict[str, Any] = {"on_behalf_of": self._on_behalf_of(deliverable)}
        unread: dict[str, str] = {}
        for column in ANSWERS:
            try:
                content[column.name] = self.words.read(column.sort, line.cells[column.name])
            except Unread as error:
                unread[column.name] = str(error)
        return content, unread

    def _on_behalf_of(self, deliverable: Deliverable) -> Any:
        """As the page offers it: whom the draft names, else the post that leads, while it is there."""
        newest = self.newest.get(deliverable.pk)
        post = newest.on_behalf_of if newest else deliverable.lead
        return None if post is None or post.is_archived else post


def _by_cell(error: ValidationError) -> dict[str, str]:
    """Return what an action found wrong by the cell that it is said of."""
    wrong: dict[str, str] = {}
    for name, texts in error.message_dict.items():
        cell = BESIDE.get(name, name if name in HELD else REFERENCE.name)
        wrong[cell] = " ".join([*filter(None, [wrong.get(cell)]), *texts])
    return wrong


def try_rows(period: ReportingPeriod, lines: Iterable[Line], *, submits: bool, by: Any) -> list[Tried]:
    """Write the updates of all rows that were filled in, within a transaction of the caller's. Costs some twenty
    queries a row, and none for those that were left alone."""
    hold_chain(period.plan.authority_id)
    trial = Trial(period, submits=submits, by=by)
    return [trial.row(line) for line in lines if line.is_filled_in]


@transaction.atomic
def look_at_rows(period: ReportingPeriod, lines: Iterable[Line], *, submits: bool, by: Any) -> list[Tried]:
    """Return what the rows would do, and undo it."""
    tried = try_rows(period, lines, submits=submits, by=by)
    transaction.set_rollback(True)
    return tried
