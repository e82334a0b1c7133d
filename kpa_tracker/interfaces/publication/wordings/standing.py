"""How each text for the public stands: not submitted, waiting, approved, stale, sent back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from itertools import takewhile
from typing import Any

from django.utils import timezone

from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.models.wordings import LABELS
from kpa_tracker.interfaces.publication.wordings.units import Fields, Unit

State = Wording.State
Fresh = frozenset[tuple[str, int]]
"""The keys of the texts whose approval holds."""


class Stands(str, Enum):
    """Where a text stands on its way to the public."""

    NEW = "new"
    WAITS = "waits"
    APPROVED = "approved"
    STALE = "stale"
    SENT_BACK = "sent_back"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return STANDS[self]


STANDS = {
    Stands.NEW: "Not submitted",
    Stands.WAITS: "Waits for approval",
    Stands.APPROVED: "Approved",
    Stands.STALE: "Approved, changed since",
    Stands.SENT_BACK: "Sent back",
    Stands.REVOKED: "Approval taken back",
}
IN_ORDER = (Stands.WAITS, Stands.STALE, Stands.REVOKED, Stands.SENT_BACK, Stands.NEW, Stands.APPROVED)
"""What somebody has to do something about comes first."""
STOOD: dict[str, Stands] = {
    State.SUBMITTED: Stands.WAITS,
    State.SENT_BACK: Stands.SENT_BACK,
    State.REVOKED: Stands.REVOKED,
}
WHY_LEFT_OUT = {
    Stands.NEW: "Nobody has submitted it for approval.",
    Stands.WAITS: "It waits for a second person to approve it.",
    Stands.SENT_BACK: "It was sent back.",
    Stands.REVOKED: "Its approval was taken back.",
}


@dataclass(frozen=True)
class Changed:
    """A field that reads otherwise than it did: its name, what it was and what it is."""

    name: str
    was: str
    now: str


@dataclass(frozen=True)
class Standing:
    """A text as it reads now, what was last said of it, and what has changed since."""

    unit: Unit
    state: Stands
    wording: Wording | None = None
    changed: tuple[Changed, ...] = ()

    def __str__(self) -> str:
        return self.unit.name

    @property
    def pk(self) -> str:
        """What an address or a form names the text by."""
        return f"{self.unit.kind}-{self.unit.subject}"

    @property
    def waits(self) -> bool:
        return self.state is Stands.WAITS

    @property
    def is_published(self) -> bool:
        """Whether a publication of this moment has it."""
        return self.state is Stands.APPROVED

    @property
    def can_be_submitted(self) -> bool:
        return self.state is not Stands.APPROVED and not (self.waits and not self.changed)

    @property
    def why_left_out(self) -> str:
        """Say why a publication of this moment has not got it."""
        if self.state is Stands.STALE:
            return f"Its approval no longer holds: {self.names_changed} changed since."
        if self.waits and self.changed:
            return f"It waits for approval, but {self.names_changed} changed since it was submitted: submit it again."
        return WHY_LEFT_OUT.get(self.state, "")

    @property
    def place(self) -> int:
        """Where it stands among texts of which the first ask for something."""
        return IN_ORDER.index(self.state)

    @property
    def submitted(self) -> str:
        """Who submitted it, and when."""
        return _by(self.wording.submitted_by, self.wording.submitted_at) if self.wording else ""

    @property
    def decided(self) -> str:
        """Who decided on it, and when; where the approval was taken back, who did that."""
        return _by(self.wording.returned_by, self.wording.returned_at) if self.wording else ""

    @property
    def names_changed(self) -> str:
        return ", ".join(one.name for one in self.changed)


def _by(person: Any, at: Any) -> str:
    return f"{person}, {format_date(timezone.localdate(at))}" if person else ""


def standings(units: Iterable[Unit], authority_id: int) -> list[Standing]:
    """Return how each of some texts stands. One query for any number of them."""
    found = list(units)
    said: dict[tuple[str, int], list[Wording]] = {}
    for wording in Wording.objects.of_units(authority_id, [unit.key for unit in found]):
        said.setdefault(wording.key, []).append(wording)
    return [standing_of(unit, said.get(unit.key, [])) for unit in found]


def standing_of(unit: Unit, said: list[Wording]) -> Standing:
    """An approval that still holds outweighs what came after it; else the last word counts. Whoever takes an approval
    back ends those before it as well."""
    decided = [wording for wording in said if wording.state != State.REPLACED]
    if not decided:
        return Standing(unit, Stands.NEW)
    not_ended = takewhile(lambda one: one.state != State.REVOKED, reversed(decided))
    approved = next((one for one in not_ended if one.is_approved and not changed(unit, one)), None)
    last = approved or decided[-1]
    since = changed(unit, last)
    return Standing(unit, _state(last, since), last, since)


def _state(wording: Wording, since: tuple[Changed, ...]) -> Stands:
    if wording.is_approved:
        return Stands.STALE if since else Stands.APPROVED
    return STOOD[wording.state]


def changed(unit: Unit, wording: Wording) -> tuple[Changed, ...]:
    """Return the fields of a text, and of what it rests on, that read otherwise than when it was submitted."""
    return (*_between(wording.said, unit.said), *_between(wording.basis, unit.basis))


def _between(was: Fields, now: Fields) -> list[Changed]:
    names = dict.fromkeys([*now, *was])
    return [
        Changed(LABELS.get(name, name), was.get(name, ""), now.get(name, ""))
        for name in names
        if was.get(name, "") != now.get(name, "")
    ]


def fresh(units: Iterable[Unit], authority_id: int) -> Fresh:
    """Return the keys of the texts that a publication of this moment has."""
    return frozenset(one.unit.key for one in standings(units, authority_id) if one.is_published)
