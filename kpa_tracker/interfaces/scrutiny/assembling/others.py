"""What else a committee looks at: measures, what inspections asked for, risks, and what its meetings left open."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.scrutiny.assembling import scope
from kpa_tracker.interfaces.scrutiny.assembling.items import day
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import Asked, Exposure, Measured, Minuted
from risks.models.facts import last_move
from risks.standing import risks_as_they_stood
from targets.models import Recommendation
from targets.models.standing import Standing, standing_of, with_standing

FOR_INFORMATION, NO_TARGET = "For information", "No target"


def measures(pack: Pack) -> list[Measured]:
    """Return every line of results, in the order of the list. Nine queries."""
    ordered = scope.series(pack).order_by("measure__set__position", "measure__position", "measure", "position", "pk")
    return [measured(standing_of(one, clock.today())) for one in with_standing(ordered)]


def measured(standing: Standing) -> Measured:
    series, measure = standing.series, standing.measure
    return Measured(
        pk=series.pk,
        name=f"{measure}: {series.name}" if series.name else str(measure),
        owner=str(measure.owner or ""),
        figure=standing.figure,
        period=standing.period,
        target=target(standing),
        status=standing.shown_status,
        rule=standing.rule,
    )


def target(standing: Standing) -> str:
    if standing.target:
        return standing.target.text
    return NO_TARGET if standing.lacks_target else FOR_INFORMATION


def recommendations(pack: Pack) -> list[Asked]:
    """Return what is neither closed nor rejected, what is due first at the top. One query."""
    found = scope.recommendations(pack).select_related("inspection", "owner")
    return [asked(one) for one in found.by_due_date()]


def asked(one: Recommendation) -> Asked:
    return Asked(
        pk=one.pk,
        reference=one.reference,
        inspection=str(one.inspection),
        text=one.text,
        state=one.get_state_display(),
        owner=str(one.owner or ""),
        due=one.due_text,
        is_overdue=one.due_due is not None and one.due_due < clock.today(),
    )


def risks(pack: Pack) -> list[Exposure]:
    """Return the live risks, the gravest first. Two queries."""
    found = scope.risks(pack).select_related("owner", "current").with_levels().with_scores()
    return sorted(map(exposure, found), key=lambda one: (-(one.level or 0), -one.points, one.reference))


def exposure(risk: Any) -> Exposure:
    held, move = risk.current.scored if risk.current else None, last_move(risk)
    likelihood, impact = held.pair if held else (0, 0)
    return Exposure(
        pk=risk.pk,
        reference=risk.reference,
        title=risk.title,
        owner=str(risk.owner or ""),
        level=risk.current_level,
        points=held.score if held else 0,
        score=f"{likelihood} × {impact}" if held else "",
        moved=move.word if move else "",
        arrow=move.arrow if move else "",
        status=risk.get_status_display(),
    )


def risks_on(pack: Pack, on: datetime.date) -> list[Exposure]:
    """Return the live risks as the register stood at the end of a day: their scores by the matrix of then, under the
    committee of then, those among them that have left it since. Some thirty queries."""
    live = risks_as_they_stood([pack.authority_id], on=on).live()
    of_pack = (one for one in live if pack.is_of_whole_plan or one.committee_id == pack.meeting.committee_id)
    return [exposure(one) for one in of_pack]


def outstanding(pack: Pack) -> list[Minuted]:
    """Return what the committee's meetings asked for and no meeting has closed, then the questions that wait for an
    answer. Two queries."""
    return [*actions(pack), *questions(pack)]


def actions(pack: Pack) -> Iterator[Minuted]:
    for one in scope.outstanding_actions(pack).for_list():
        yield Minuted(
            pk=one.pk,
            kind="minuted action",
            reference=one.minute,
            text=one.text,
            owner=str(one.owner),
            due=day(one.due_on),
            is_overdue=one.is_overdue,
            answer=one.answer,
            about=str(one.subject or ""),
            asked=f"Meeting of {day(one.meeting.held_on)}",
        )


def questions(pack: Pack) -> Iterator[Minuted]:
    for one in scope.open_questions(pack).for_list().order_by("asked_at", "pk"):
        yield Minuted(
            pk=one.pk,
            kind="question",
            reference=one.minute,
            text=one.text,
            owner=str(one.to),
            about=str(one.subject or ""),
            asked=f"Asked on {day(timezone.localdate(one.asked_at))}",
        )
