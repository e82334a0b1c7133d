"""The public summary of a register: what ALLOWED_OF_REGISTER names, of the risks with an approved public wording.

Of the others the public reads the reference alone, as the form of a risk promises. What is archived, closed or
terminated is not in it, and nothing names an ambition of a plan that the public may not read.
"""

from __future__ import annotations

from typing import Any

from django.db.models import F

from kpa_tracker.base.people.models import Authority, Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.marked import open_to_all
from kpa_tracker.interfaces.publication.content.register import PublicRegister
from kpa_tracker.interfaces.publication.content.risks import Move, Published
from kpa_tracker.interfaces.publication.models import Wording
from kpa_tracker.interfaces.publication.public.allowed import ALLOWED_OF_REGISTER, by, read
from kpa_tracker.interfaces.publication.public.plan import look, why_not
from kpa_tracker.interfaces.publication.wordings import Fresh, fresh, units_of_register
from plans.models import Ambition, Plan
from risks.models import Assessment, Risk
from risks.scoring import travel

Read = dict[str, Any]


def public_register(authority: Authority, committee: Committee | None = None) -> PublicRegister:
    """Select what the public may read of a register today. Eight queries, however many risks there are; one
    more for a committee."""
    (head,) = allowed(Authority.objects.filter(pk=authority.pk))
    named = "".join(one["name"] for one in allowed(Committee.objects.filter(pk=committee.pk))) if committee else ""
    return PublicRegister(
        is_public=True,
        authority=head["name"],
        contact=head["contact"],
        is_demonstration=head["is_demonstration"],
        title="Risk register",
        committee=named,
        period=format_date(clock.today()),
        state=f"Public summary: the risks of {f'the {named}' if named else 'every committee'}",
        marking="",
        made_on=clock.today(),
        look=look(authority.pk),
        risks=tuple(published(live(authority, committee), fresh(units_of_register(authority), authority.pk))),
    )


def live(authority: Authority, committee: Committee | None) -> Any:
    risks = Risk.objects.live().filter(open_to_all(), authority=authority).order_by("reference")
    return risks.filter(committee=committee) if committee else risks


def allowed(records: Any, **keys: Any) -> list[Read]:
    return read(records, ALLOWED_OF_REGISTER, **keys)


def published(risks: Any, approved: Fresh) -> list[Published]:
    """The risks as the public reads them: in words that somebody approved, or by name alone."""
    worded = risks.filter(pk__in=[key for kind, key in approved if kind == Wording.Kind.RISK])
    moved, at_stake = moves(worded), ambitions(worded)
    return [
        described(one, moved.get(one["key"]), at_stake.get(one["key"], ()))
        if (Wording.Kind.RISK, one["key"]) in approved
        else Published(reference=one["reference"])
        for one in allowed(risks.with_levels(), key=F("pk"), level=F("current_level"))
    ]


def described(one: Read, move: Move | None, at_stake: tuple[str, ...]) -> Published:
    return Published(
        reference=one["reference"],
        wording=one["public_wording"],
        category=one["category__name"] or "",
        level=one["level"],
        move=move,
        ambitions=at_stake,
    )


def moves(risks: Any) -> dict[int, Move]:
    """How the last current score of each risk stands against the one before. One query."""
    made = Assessment.objects.filter(risk__in=risks, basis="current").order_by("assessed_on", "pk")
    return {key: move(scores) for key, scores in by("of", allowed(made, of=F("risk"))).items()}


def move(scores: list[Read]) -> Move:
    now, *before = [(one["likelihood"], one["impact"]) for one in reversed(scores)]
    way = travel(now, before[0] if before else None)
    return Move(way.word, way.arrow)


def ambitions(risks: Any) -> dict[int, tuple[str, ...]]:
    """The ambitions that each risk puts at stake, of the plans that the public may read. Two queries."""
    found = Plan.objects.filter(ambitions__risks__in=risks).only("state", "marking", "archived_at").distinct()
    plans = [plan for plan in found if not why_not(plan)]
    linked = Ambition.objects.current().filter(risks__in=risks, plan__in=plans)
    named = by("of", allowed(linked, of=F("risks")))
    return {key: tuple(f"{one['reference']} {one['title']}".strip() for one in some) for key, some in named.items()}
