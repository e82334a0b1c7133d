"""Risks read from the past, as what a list selects from: they answer to the facets of today's list."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from kpa_tracker.base.toolkit.rows import Rows, Test
from risks.models import Risk
from risks.scoring import SOON_DAYS, Stance
from risks.standing.registers import RegisterThen
from risks.standing.telling import something_treats


def risks_as_they_stood(authorities: Iterable[int], *, on: datetime.date) -> RiskRows:
    """Return the risks of some registers as they stood at the end of a day, by reference."""
    return RiskRows(RegisterThen(authorities, on=on).risks)


class RiskRows(Rows):
    """Risks by reference."""

    model = Risk

    def texts(self, one: Any) -> list[Any]:
        return [one.reference, one.title, one.cause, one.event, one.effect, one.owner]

    def points_at(self, name: str, record: Any) -> Test:
        if name == "ambitions":
            return lambda one: record.pk in {ambition.pk for ambition in one.ambitions.all()}
        return super().points_at(name, record)

    def at_level(self, level: str) -> RiskRows:
        return self.those(lambda one: one.current_level == (int(level) or None))

    def in_stance(self, found: str) -> RiskRows:
        return self.those(lambda one: one.stance == found)

    def in_status(self, status: str) -> RiskRows:
        return self.those(lambda one: one.status == status)

    def how_soon(self, proximity: str) -> RiskRows:
        return self.those(lambda one: one.proximity == proximity)

    def in_cell(self, cell: str) -> RiskRows:
        basis, likelihood, impact = cell.split(".")
        return self.live().those(lambda one: _pair(one, basis) == (int(likelihood), int(impact)))

    def live(self) -> RiskRows:
        return self.those(lambda one: not one.is_ended)

    def needing_decision(self) -> RiskRows:
        return self.those(lambda one: Stance(one.stance).needs_decision)

    def treated_by_nothing(self) -> RiskRows:
        return self.live().those(lambda one: not something_treats(one))

    def linked(self) -> RiskRows:
        return self.those(_is_linked)

    def unlinked(self) -> RiskRows:
        return self.those(lambda one: not _is_linked(one))

    def without_owner(self) -> RiskRows:
        return self.live().those(lambda one: one.owner is None)

    def resting_on_red(self) -> RiskRows:
        return self.those(lambda one: any(_is_red(deliverable) for deliverable in one.deliverables.all()))

    def review_overdue(self) -> RiskRows:
        return self.those(lambda one: one.is_review_overdue)

    def review_soon(self) -> RiskRows:
        return self.those(lambda one: _is_soon(one.review_due, one.stood_on))

    def gravest_first(self) -> RiskRows:
        """What was scored: by its level, then its score, then its reference."""
        scored = self.those(lambda one: one.current is not None)
        return scored.order_by("-current_level", "-current_score", "reference")


def _pair(one: Any, basis: str) -> tuple[int, int] | None:
    held = getattr(one, basis)
    return held.pair if held else None


def _is_linked(one: Any) -> bool:
    return bool(one.ambitions.all() or one.deliverables.all())


def _is_red(deliverable: Any) -> bool:
    return not deliverable.is_archived and deliverable.rating == "red"


def _is_soon(due: datetime.date | None, day: datetime.date) -> bool:
    return due is not None and day <= due <= day + datetime.timedelta(days=SOON_DAYS)
