"""An authority's plans of all years, with what was promised and what officers said of it in each period."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import cycle
from typing import Any

from benchmarks.seeding.history import Chain
from benchmarks.seeding.people import Body, body_again
from benchmarks.seeding.sizes import (
    FIRST_YEAR,
    LAST_YEAR,
    LEFT_OUT,
    TODAY,
    YEARS,
    Office,
    Span,
    all_quarters,
    months_of,
    over,
)
from benchmarks.seeding.words import Writer
from deliverables.models import ClosedReturn, Deliverable, Measurement, ProgressUpdate, ReportingPeriod
from plans.models import Ambition, Descriptor, Plan

AMBITIONS, DESCRIPTORS = 12, 3
AT_ONCE = 2_000
RATINGS = ("green", "green", "amber", "green", "red", "green", "amber")

WITH_WORDS = 3
"""Officers write words for the public of one deliverable of so many."""


def enter_plans(body: Body, office: Office, chain: Chain) -> None:
    """Enter a plan for each year, all but the last of them closed, and one over all years."""
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        spans = months_of(year)
        _enter_plan(body, chain, f"Business plan {year}", spans, office.deliverables, office.corrected)
    _enter_plan(body, chain, "Strategic plan", all_quarters(), office.lasting, 0)


def _enter_plan(body: Body, chain: Chain, title: str, spans: list[Span], number: int, corrected: int) -> None:
    is_over = spans[-1][1] < TODAY
    plan = Plan.objects.create(
        authority=body.authority,
        title=title,
        scale=body.scale,
        starts_on=spans[0][0],
        ends_on=spans[-1][1],
        state=Plan.State.CLOSED if is_over else Plan.State.ADOPTED,
        created_at=moment(spans[0][0]),
    )
    chain.add("adopted", plan, body.editor, plan.starts_on)
    made = _deliverables(plan, body, number)
    for one in made:
        chain.add("added", one, body.editor, plan.starts_on, {"title": ["", one.title]})
    periods = _periods(plan, over(spans), body)
    _report(made, periods, corrected, body, chain)


def moment(day: datetime.date, hour: int = 10) -> datetime.datetime:
    return datetime.datetime(day.year, day.month, day.day, hour, tzinfo=datetime.timezone.utc)


def _deliverables(plan: Any, body: Body, number: int) -> list[Any]:
    writer = Writer(plan.pk)
    ambitions = Ambition.objects.bulk_create(
        Ambition(plan=plan, reference=str(place), title=writer.title(), position=place)
        for place in range(1, AMBITIONS + 1)
    )
    parts = Descriptor.objects.bulk_create(
        Descriptor(ambition=one, title=writer.title(), position=place)
        for one in ambitions
        for place in range(DESCRIPTORS)
    )
    posts, committees, part = cycle(body.officers), cycle(body.committees), cycle(parts)
    made = [
        _deliverable(plan, next(part), place, lead=next(posts), committee=next(committees), writer=writer)
        for place in range(number)
    ]
    entered = Deliverable.objects.bulk_create(made, batch_size=AT_ONCE)
    Measurement.objects.bulk_create(
        [Measurement(deliverable=one, text=writer.plan()) for one in entered], batch_size=AT_ONCE
    )
    return entered


def _deliverable(plan: Any, part: Any, place: int, *, lead: Any, committee: Any, writer: Writer) -> Any:
    due = plan.starts_on + (plan.ends_on - plan.starts_on) * (place % 12 + 1) / 12
    text = f"{due:%B %Y}"
    month = {"text": text, "precision": "month", "due": due}
    return Deliverable(
        plan=plan,
        ambition=part.ambition,
        descriptor=part,
        reference=f"{part.ambition.reference}.{place + 1}",
        title=writer.title(),
        description=writer.report(),
        position=place,
        lead=lead,
        committee=committee,
        made_on=plan.starts_on,
        created_at=moment(plan.starts_on),
        **{f"{name}_{part}": value for name in ("deadline", "first_deadline") for part, value in month.items()},
    )


def _periods(plan: Any, spans: list[Span], body: Body) -> list[Any]:
    """Enter the periods that have opened; the last of a plan that is not over still takes updates."""
    is_over = plan.state == Plan.State.CLOSED
    made = [
        ReportingPeriod(
            plan=plan,
            name=f"To {ends:%B %Y}",
            observed_from=starts,
            observed_to=ends,
            opens_on=ends + datetime.timedelta(days=1),
            due_on=ends + datetime.timedelta(days=20),
            made_on=starts,
            **_closing(ends, body) if is_over or (starts, ends) != spans[-1] else {},
        )
        for starts, ends in spans
    ]
    return ReportingPeriod.objects.bulk_create(made)


def _closing(ends: datetime.date, body: Body) -> dict[str, Any]:
    return {"closed_at": moment(ends + datetime.timedelta(days=25)), "closed_by": body.editor}


def _report(made: list[Any], periods: list[Any], corrected: int, body: Body, chain: Chain) -> None:
    """Let every deliverable have its updates, accepted where the period is closed, and its place in what was closed."""
    rows = list(_updates(made, periods, corrected, body))
    entered = ProgressUpdate.objects.bulk_create(rows, batch_size=AT_ONCE)
    for update in entered:
        day = update.submitted_at.date()
        chain.add("submitted", update, update.written_by, day, {"rating": ["", update.rating]})
        if update.state != ProgressUpdate.State.CORRECTED:
            update.deliverable.latest = update
    Deliverable.objects.bulk_update(made, ["latest"], batch_size=500)
    ClosedReturn.objects.bulk_create(
        [
            ClosedReturn(period=period, deliverable=one, lead=one.lead, committee=one.committee, place="accepted")
            for period in periods
            if period.is_closed
            for one in made
        ],
        batch_size=AT_ONCE,
    )


def _updates(made: list[Any], periods: list[Any], corrected: int, body: Body) -> Iterator[Any]:
    writer, rating = Writer(made[0].pk), cycle(RATINGS)
    holders = dict(zip([post.pk for post in body.posts], body.people, strict=True))
    for step, period in enumerate(periods):
        for place, one in enumerate(made):
            if not period.is_closed and place % LEFT_OUT == 0:
                continue
            versions = 2 if step < corrected else 1
            for number in range(1, versions + 1):
                yield _update(one, period, number, number == versions, next(rating), holders[one.lead_id], writer, body)


def _update(one: Any, period: Any, number: int, is_last: bool, rating: str, by: Any, writer: Writer, body: Body) -> Any:
    at = moment(period.opens_on + datetime.timedelta(days=number + 1))
    states = ProgressUpdate.State
    accepted = {"reviewed_at": moment(period.due_on), "reviewed_by": body.editor} if period.is_closed else {}
    return ProgressUpdate(
        deliverable=one,
        period=period,
        number=number,
        state=(states.ACCEPTED if accepted else states.SUBMITTED) if is_last else states.CORRECTED,
        stage="in_progress",
        rating=rating,
        forecast="green" if rating != "red" else "amber",
        done=writer.report(),
        next_steps=writer.plan(),
        public_wording=writer.plan() if one.position % WITH_WORDS == 0 else "",
        cause="" if rating == "green" else "The figures came late.",
        recovery="" if rating == "green" else "Officers meet each week until it is done.",
        written_by=by,
        submitted_by=by,
        submitted_at=at,
        first_submitted_at=at,
        created_at=at,
        changed_at=at,
        **accepted,
    )


def enter_long_plan(number: int) -> Plan:
    """Enter one more plan of the authority that is looked at, of so many deliverables with an update each."""
    body, spans = body_again(), months_of(LAST_YEAR)[:1]
    _enter_plan(body, Chain(body.authority, is_kept=False), f"Plan of {number:,}", spans, number, 0)
    return Plan.objects.get(authority=body.authority, title=f"Plan of {number:,}")


def last_plan() -> str:
    """Return the title of the plan that reports now."""
    return f"Business plan {LAST_YEAR}"
