"""A whole pack, from the records as they are at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from deliverables.models import Deliverable
from deliverables.models.returns import PLACES
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.marked import markings_of
from kpa_tracker.base.toolkit.markings import highest
from kpa_tracker.base.toolkit.ratings import rating_of
from kpa_tracker.base.toolkit.words import plural
from kpa_tracker.interfaces.scrutiny.assembling import others, scope
from kpa_tracker.interfaces.scrutiny.assembling.counting import count_again
from kpa_tracker.interfaces.scrutiny.assembling.coverage import coverage, returns
from kpa_tracker.interfaces.scrutiny.assembling.earlier import Earlier, earlier_of
from kpa_tracker.interfaces.scrutiny.assembling.items import day, items, parts
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs import tables
from kpa_tracker.interfaces.scrutiny.packs.comparing import changes_of, risk_changes
from kpa_tracker.interfaces.scrutiny.packs.contents import Change, Contents, Exposure, Head, Item, Point, Return, Table
from kpa_tracker.interfaces.scrutiny.packs.sums import sums_of
from targets.models import Measure


def assemble(pack: Pack) -> Contents:
    """Select everything that a pack shows, as it is now, with its sums held against a second count. Some eighty
    queries at most, however much there is."""
    found, risks, returned = items(pack), others.risks(pack), returns(pack)
    earlier = earlier_of(pack)
    contents = Contents(
        head=head(pack),
        scale=scale(pack),
        outstanding=tuple(others.outstanding(pack)),
        earlier=earlier.label if earlier else "",
        changes=tuple(changes(earlier, found, risks)),
        coverage=coverage(pack, returned),
        items=tuple(found),
        parts=tuple(parts(pack)),
        measures=tuple(others.measures(pack)),
        recommendations=tuple(others.recommendations(pack)),
        risks=tuple(risks),
    )
    shown = replace(contents, tables=tuple(tables_of(contents, returned, earlier)))
    return replace(shown, sums=tuple(sums_of(shown, count_again(pack))))


def head(pack: Pack) -> Head:
    meeting, plan = pack.meeting, pack.plan
    return Head(
        authority=plan.authority.name,
        committee=meeting.committee.name,
        meeting=format_date(meeting.held_on),
        plan=plan.title,
        plan_period=f"{format_date(plan.starts_on)} to {format_date(plan.ends_on)}",
        marking=highest([plan.marking, *markings_of(marked_in(pack))]),
        made_on=format_date(clock.today()),
        scope=pack.get_scope_display(),
        papers_due=day(meeting.papers_due_on),
        place=meeting.place,
        number=pack.number,
        why=pack.why,
        is_demonstration=plan.authority.is_demonstration,
        ambition_word=plan.ambition_word,
        deliverable_word=plan.deliverable_word,
        deliverable_words=plural(plan.deliverable_word),
    )


def marked_in(pack: Pack) -> list[Any]:
    """Select what a pack shows that may be marked by itself, and what is about such."""
    measures = Measure.objects.filter(pk__in=scope.series(pack).values("measure"))
    wholes = Deliverable.objects.filter(pk__in=scope.parts(pack).values("deliverable"))
    own = [scope.deliverables(pack), wholes, measures, scope.recommendations(pack), scope.risks(pack)]
    return [*own, scope.outstanding_actions(pack), scope.open_questions(pack)]


def scale(pack: Pack) -> tuple[Point, ...]:
    """The plan's points, the worst first."""
    points = [Point(point.code, point.word) for point in pack.plan.scale.points.all()]
    return tuple(sorted(points, key=lambda point: rating_of(point.code).rank))


def changes(earlier: Earlier | None, found: list[Item], risks: list[Exposure]) -> Iterator[Change]:
    if earlier:
        yield from changes_of(earlier.items, found)
        yield from risk_changes(earlier.risks, risks)


def tables_of(contents: Contents, returned: list[Return], earlier: Earlier | None) -> Iterator[Table]:
    """Yield the tables of sums, in the order in which a pack shows them."""
    found = contents.items
    yield tables.by_rating(found, contents.scale, ambition_word=contents.head.ambition_word)
    yield tables.by_stage(found)
    yield tables.by_lead(found)
    if contents.parts:
        yield tables.by_overseer(contents.parts)
    if earlier:
        yield tables.movements(earlier.items, found, contents.scale)
    if contents.coverage:
        yield tables.by_place(returned, [(key, place.word) for key, place in PLACES.items()])
        yield from map(tables.by_coming, contents.coverage.covered)
    yield tables.by_status(contents.measures)
    yield tables.by_state(contents.recommendations)
    yield tables.by_level(contents.risks)
