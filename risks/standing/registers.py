"""The registers of some authorities at the end of a day: records in memory, which nobody saves."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from deliverables.models import Deliverable
from deliverables.standing.rewound import Then, in_plan_order
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from plans.models import Ambition, Plan
from risks.models import Acceptance, Action, Assessment, Category, Control, Risk, Scheme
from risks.scoring import Level, Pair
from risks.standing.rewinding import LINKS, RegisterRewinding
from risks.standing.telling import by_position, tell

KIND = Risk._meta.label_lower
DECIDED = ("risk accepted", "risk no longer accepted")


class RegisterThen(Then):
    """The registers of some authorities at the end of a day, with all their plans: `risks` are those that were in them,
    by reference, each with what `for_list` and `for_checks` load. Twenty-eight queries at most, however much it is."""

    rewinding = RegisterRewinding

    def __init__(self, authorities: Iterable[int], *, on: datetime.date) -> None:
        bodies = list(authorities)
        plans = Plan.objects.filter(authority__in=bodies)
        super().__init__(plans, on=on, authorities=bodies, further=_registers(bodies))
        self._put_parts()
        self._put_reasons()
        for one in self.records[Risk].values():
            tell(one, self.matrix(one.authority_id), on)
        found = [one for one in self.records[Risk].values() if not one.is_archived]
        self.risks: list[Any] = sorted(found, key=lambda one: (one.reference, one.pk))

    def matrix(self, authority: int) -> dict[Pair, Level]:
        """Return the level of each pair by an authority's matrix of then; nothing before it had one."""
        schemes = self.records[Scheme].values()
        return next((dict(one.levels) for one in schemes if one.authority_id == authority), {})

    def prepare(self) -> None:
        for risk in self.records[Risk].values():
            risk.linked = {
                name: [self.records[kind][one.pk] for one in getattr(risk, name).all() if one.pk in self.records[kind]]
                for name, kind in LINKS.items()
            }
        for scheme in self.records[Scheme].values():
            scheme.levels = scheme.matrix

    def _put_parts(self) -> None:
        """Give each risk what belonged to it: scores by the day on which they were recorded, acceptances, treatment."""
        risks = self.records[Risk]
        made = Assessment.objects.filter(risk__in=risks, assessed_at__lt=self.moment).select_related("assessed_by")
        accepted = Acceptance.objects.filter(risk__in=risks, created_at__lt=self.moment)
        scores = _by_risk(made.order_by("assessed_on", "pk"))
        acceptances = _by_risk(accepted.select_related("approver", "meeting__committee").order_by("pk"))
        controls, actions = (
            _by_risk(sorted(self.records[kind].values(), key=by_position)) for kind in (Control, Action)
        )
        for pk, risk in risks.items():
            risk.all_scores, risk.borne = scores[pk], [self._as_it_stood(one) for one in acceptances[pk]]
            risk.all_controls, risk.all_actions = controls[pk], actions[pk]
            ambitions, deliverables = (risk.linked[name] for name in LINKS)
            risk._prefetched_objects_cache = {
                "ambitions": sorted(ambitions, key=lambda one: (one.position, one.pk)),
                "deliverables": sorted(deliverables, key=in_plan_order),
            }

    def _as_it_stood(self, acceptance: Acceptance) -> Acceptance:
        acceptance.approver = self.records[Post].get(acceptance.approver_id, acceptance.approver)
        if acceptance.ended_at and acceptance.ended_at >= self.moment:
            acceptance.ended_at, acceptance.ended_reason = None, ""
        return acceptance

    def _put_reasons(self) -> None:
        """Say why each risk had its status, where that was changed since: the reason stands in the event before."""
        changed = {event.subject_id for event in self.since if _decides(event)} & self.records[Risk].keys()
        told = Event.objects.filter(subject_type=KIND, subject_id__in=changed, at__lt=self.moment)
        reasons: dict[int, str] = {}
        for event in told if changed else ():
            if _decides(event):
                reasons.setdefault(event.subject_id, event.reason)
        for pk in changed:
            self.records[Risk][pk].status_reason = reasons.get(pk, "")


def _decides(event: Event) -> bool:
    """Whether an event tells what became of a risk, with the reason of it."""
    return event.subject_type == KIND and (event.verb in DECIDED or "status" in event.changes)


def _registers(bodies: list[int]) -> list[QuerySet[Any]]:
    """Select what is loaded beside the plans."""
    links = [
        Prefetch("ambitions", Ambition.objects.only("pk")),
        Prefetch("deliverables", Deliverable.objects.only("pk")),
    ]
    return [
        Risk.objects.filter(authority__in=bodies).select_related("authority").prefetch_related(*links),
        Category.objects.filter(authority__in=bodies),
        Scheme.objects.filter(authority__in=bodies).prefetch_related("cells"),
        Control.objects.filter(risk__authority__in=bodies),
        Action.objects.filter(risk__authority__in=bodies),
    ]


def _by_risk(parts: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for part in parts:
        found[part.risk_id].append(part)
    return found
