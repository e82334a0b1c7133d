"""One deliverable as it stood on a day, in plain values that can be kept: what a committee saw stays what it saw."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from deliverables.models import ProgressUpdate
from deliverables.progress import ComputedStatus, computed_status
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.ratings import rating_of, stage_of

DAYS = ("on", "deadline_due", "first_due", "submitted_on", "green_on")


@dataclass(frozen=True)
class Standing:
    """A deliverable on a day: its words, its owners and the update of record, all as they were then.

    `rating` and `forecast` are colours, their words those of the plan; `flags` and `contradictions` the keys of what
    was worked out; `moved` says how the rating stood against the period before.
    """

    on: date
    pk: int
    reference: str
    title: str
    description: str
    plan: int
    ambition: int
    ambition_name: str
    descriptor: int | None
    descriptor_name: str
    committee: int | None
    committee_name: str
    lead: int | None
    lead_name: str
    supporting: tuple[str, ...]
    deadline_text: str
    deadline_due: date | None
    first_text: str
    first_due: date | None
    moves: int
    stage: str
    rating: str
    rating_word: str
    forecast: str
    forecast_word: str
    moved: str
    update: int | None
    update_number: int
    period_name: str
    submitted_on: date | None
    is_accepted: bool
    done: str
    next_steps: str
    cause: str
    recovery: str
    recovery_by: str
    green_on: date | None
    measurements: tuple[str, ...]
    awaiting: bool
    evidenced: bool
    flags: tuple[str, ...]
    contradictions: tuple[str, ...]

    @property
    def computed(self) -> ComputedStatus:
        """What the dates and the reports said on that day beside the judged rating, in sentences."""
        return computed_status(
            stage=self.stage,
            rating=self.rating,
            forecast=self.forecast,
            deadline_due=self.deadline_due,
            first_due=self.first_due,
            moves=self.moves,
            has_update_this_period=not self.awaiting,
            last_update_on=self.submitted_on,
            back_to_green_on=self.green_on,
            has_evidence=self.evidenced,
            today=self.on,
            rating_word=self.rating_word if self.rating else "",
            forecast_word=self.forecast_word,
        )

    def as_plain(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {name: _as_plain(getattr(self, name)) for name in NAMES}

    @classmethod
    def from_plain(cls, values: dict[str, Any]) -> Standing:
        """Return what `as_plain` was made of."""
        days = {name: date.fromisoformat(values[name]) if values[name] else None for name in DAYS}
        tuples = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return cls(**{**values, **days, **tuples})


NAMES = tuple(field.name for field in dataclasses.fields(Standing))


def _as_plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def standing_of(one: Any) -> Standing:
    """Return a deliverable as plain values, on its day where it is read from the past. Needs what `readings` loads."""
    computed = one.computed
    return Standing(
        on=one.stood_on or clock.today(),
        **_promised(one),
        **_owned(one),
        **_judged(one),
        **_said(one.latest),
        moved=one.moved,
        measurements=tuple(map(str, one.ways_to_know)),
        awaiting=one.awaiting,
        evidenced=one.evidenced,
        flags=computed.keys,
        contradictions=tuple(flag.key for flag in computed.contradictions),
    )


def _promised(one: Any) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("pk", "reference", "title", "description")},
        "plan": one.plan_id,
        "ambition": one.ambition_id,
        "ambition_name": str(one.ambition),
        "descriptor": one.descriptor_id,
        "descriptor_name": _name(one.descriptor),
        "deadline_text": one.deadline_text,
        "deadline_due": one.deadline_due,
        "first_text": one.first_deadline_text,
        "first_due": one.first_deadline_due,
        "moves": one.deadline_moves,
    }


def _owned(one: Any) -> dict[str, Any]:
    return {
        "committee": one.committee_id,
        "committee_name": one.committee.name if one.committee else "",
        "lead": one.lead_id,
        "lead_name": _name(one.lead),
        "supporting": tuple(sorted(map(str, one.supporters))),
    }


def _judged(one: Any) -> dict[str, Any]:
    forecast = one.latest.forecast if one.latest else ""
    return {
        "stage": stage_of(one.stage).value,
        "rating": one.rating,
        "rating_word": rating_of(one.rating, one.rating_word).word,
        "forecast": forecast,
        "forecast_word": rating_of(forecast, one.forecast_word).word if forecast else "",
    }


def _said(latest: ProgressUpdate | None) -> dict[str, Any]:
    update = latest or ProgressUpdate(number=0)
    return {
        **{name: getattr(update, name) for name in ("done", "next_steps", "cause", "recovery", "green_on")},
        "update": update.pk,
        "update_number": update.number,
        "period_name": update.period.name if latest else "",
        "submitted_on": timezone.localdate(update.submitted_at) if update.submitted_at else None,
        "is_accepted": update.state == ProgressUpdate.State.ACCEPTED,
        "recovery_by": _name(update.recovery_by),
    }


def _name(record: Any) -> str:
    return str(record) if record else ""
