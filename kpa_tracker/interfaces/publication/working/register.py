"""The internal register: every live risk of an authority, or of one of its committees, with all that is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db.models import F, Prefetch

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.markings import highest
from kpa_tracker.base.toolkit.ratings import stage_of
from kpa_tracker.interfaces.publication.content.register import (
    NO_CATEGORY,
    InternalRegister,
    Matrix,
    Section,
)
from kpa_tracker.interfaces.publication.content.risks import Entry, Move, Score, Work, in_order
from kpa_tracker.interfaces.publication.look import look_of
from plans.models import Ambition, Plan
from risks.models import BASES, Acceptance, Action, Control, Risk
from risks.models.facts import because, last_move, move_over_quarters
from risks.scoring import STEPS, Level, Stance
from risks.tables.matrix import by_pair, matrix_in_force, words_of_steps


def internal_register(authority: Authority, committee: Committee | None = None) -> InternalRegister:
    """Select what the register holds today. Twelve queries, however many risks there are."""
    risks = list(loaded(live_risks(authority, committee)))
    return InternalRegister(
        authority=authority.name,
        title="Risk register",
        committee=committee.name if committee else "",
        period=format_date(clock.today()),
        state=f"The risks of {f'the {committee.name}' if committee else 'every committee'}",
        marking=highest([*markings(authority), *(one.marking for one in risks)]),
        made_on=clock.today(),
        is_demonstration=authority.is_demonstration,
        look=look_of(authority.pk),
        sections=tuple(sections(risks)),
        matrices=tuple(matrices(authority, risks)) if risks else (),
    )


def live_risks(authority: Authority, committee: Committee | None) -> Any:
    """Select what is still a risk and not archived."""
    risks = Risk.objects.live().filter(authority=authority)
    return risks.filter(committee=committee) if committee else risks


def markings(authority: Authority) -> list[str]:
    """Return the protective markings of the authority's plans: the register says what hangs on them. One query."""
    marked = Plan.objects.current().filter(authority=authority).exclude(marking="")
    return sorted(set(marked.values_list("marking", flat=True)))


def loaded(risks: Any) -> Any:
    """Load what is said of each risk: one query for the risks and one for each kind of what belongs to them."""
    deliverables = Deliverable.objects.current().select_related("latest", "lead").with_words().in_plan_order()
    standing = Acceptance.objects.filter(ended_at=None).select_related("approver", "meeting__committee")
    named = risks.select_related("owner", "committee", "category", *BASES).with_stance().with_scores()
    by_category = F("category__position").asc(nulls_last=True), F("category__name").asc(nulls_last=True)
    return (
        named.annotate(untreated=~Risk.objects.something_treats())
        .order_by(*by_category, "category", "reference")
        .prefetch_related(
            Prefetch("controls", Control.objects.for_list(), to_attr="working_controls"),
            Prefetch("actions", Action.objects.for_list(), to_attr="current_actions"),
            Prefetch("acceptances", standing, to_attr="standing"),
            Prefetch("deliverables", deliverables, to_attr="treated_by"),
            Prefetch("ambitions", Ambition.objects.current().select_related("plan"), to_attr="at_stake"),
        )
    )


def sections(risks: Iterable[Any]) -> Iterator[Section]:
    """Yield the categories in their order, each with its risks; what has none comes last."""
    for number, (category, some) in enumerate(groupby(risks, key=lambda risk: risk.category), start=1):
        entries = sorted(map(entry, some), key=lambda one: in_order(one.reference))
        yield Section(number, str(category or NO_CATEGORY), appetite_of(category), tuple(entries))


def appetite_of(category: Any) -> str:
    if category is None:
        return "A risk without a category has no appetite to be held against."
    if category.appetite is None:
        return "No appetite is set for this category."
    limit = f"Borne without a decision up to {Level(category.appetite).word.lower()}."
    return f"{limit} {category.statement}".strip()


def entry(risk: Any) -> Entry:
    standing = risk.standing[0] if risk.standing else None
    return Entry(
        reference=risk.reference,
        title=risk.title,
        told=told(risk),
        category=str(risk.category or ""),
        owner=str(risk.owner or ""),
        committee=risk.committee.name if risk.committee else "",
        soon=risk.get_proximity_display(),
        status=risk.get_status_display(),
        status_reason=risk.status_reason,
        stance=Stance(risk.stance),
        because=because(risk, standing),
        acceptance=acceptance(standing),
        moves=tuple(moves(risk)),
        next_review=risk.next_review,
        is_overdue=risk.is_review_overdue,
        is_untreated=risk.untreated,
        controls=tuple(map(control, risk.working_controls)),
        actions=tuple(map(action, risk.current_actions)),
        deliverables=tuple(map(deliverable, risk.treated_by)),
        ambitions=tuple(f"{one} ({one.plan.title})" for one in risk.at_stake),
        **{basis: score(risk, basis) for basis in BASES},
    )


def told(risk: Risk) -> tuple[tuple[str, str], ...]:
    """What the register says of a risk beside its title, as (heading, text)."""
    said = (
        ("Because of", risk.cause),
        ("This may happen", risk.event),
        ("And lead to", risk.effect),
        ("Background", risk.description),
    )
    return tuple((heading, text) for heading, text in said if text)


def score(risk: Any, basis: str) -> Score:
    held = getattr(risk, basis)
    return Score(getattr(risk, f"{basis}_level"), *held.pair) if held else Score()


def moves(risk: Any) -> Iterator[Move]:
    """How the score moved since the review before, and since the end of the quarter a year back."""
    found = last_move(risk)
    if found is None:
        return
    yield Move(found.word, found.arrow, "since the last review" if found.arrow else "")
    then, before, way = move_over_quarters(risk)
    if way and before:
        yield Move(way.word, way.arrow, f"since {format_date(then)}, when it scored {before.score}")


def acceptance(standing: Any) -> str:
    """Who bears it, from when until when and why; at which meeting, where it was one."""
    if standing is None:
        return ""
    at = f" at the {standing.meeting}" if standing.meeting else ""
    return (
        f"Accepted by {standing.approver} on {format_date(standing.accepted_on)}{at}, "
        f"until {format_date(standing.until)}: {standing.reason}"
    )


def control(one: Control) -> Work:
    tested = f"tested {format_date(one.tested_on)}" if one.tested_on else "never tested"
    how = one.get_effectiveness_display().lower() or "not known to work"
    return Work(one.title, str(one.owner or ""), f"{one.type.capitalize()}, {how}, {tested}")


def action(one: Action) -> Work:
    due = f", due {one.due_text}" if one.due_text else ""
    return Work(one.title, str(one.owner or ""), f"{one.get_state_display()}{due}", is_late=one.is_overdue)


def deliverable(one: Any) -> Work:
    return Work(
        str(one),
        str(one.lead or ""),
        stage_of(one.stage).word,
        rating=one.rating,
        word=one.rating_word or "",
    )


def matrices(authority: Authority, risks: list[Any]) -> Iterator[Matrix]:
    """Yield the heat maps: as it stands first, then without controls, then where it is meant to come."""
    levels = matrix_in_force(authority)
    impacts = tuple(zip(STEPS, words_of_steps(authority, "service"), strict=True))
    likelihoods = words_of_steps(authority, "likelihood")
    for basis in ("current", "inherent", "target"):
        held = by_pair(risks, basis)
        rows = tuple(
            (step, likelihoods[step - 1], tuple(cell(levels, held, (step, impact)) for impact in STEPS))
            for step in STEPS[::-1]
        )
        unscored = references(one for one in risks if getattr(one, basis) is None)
        yield Matrix(basis, impacts, rows, unscored)


def cell(levels: Any, held: Any, pair: tuple[int, int]) -> tuple[Any, tuple[str, ...]]:
    """A cell of the map: its level, and the references that stand in it."""
    return levels[pair].shown, references(held.get(pair, ()))


def references(risks: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted((one.reference for one in risks), key=in_order))
