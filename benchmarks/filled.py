"""Authorities with a register of any size, entered at once: what takes long is measured afterwards, not here."""

from __future__ import annotations

import datetime
from itertools import cycle, islice
from typing import Any

from deliverables.models import Deliverable
from kpa_tracker.base.people.roles import Role
from plans.models import Ambition
from risks.actions import make_scheme
from risks.models import Acceptance, Action, Assessment, Control, Risk
from risks.scoring import Level, pairs
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import CategoryFactory

RATINGS = ("red", "amber", "green")
DAYS = [datetime.date(2009, month, 15) for month in (3, 6, 9, 12)]


def filled_register(number: int) -> Any:
    """Enter so many risks, each scored six times, with controls, an action and links; return who edits them.

    Posts, committees, ambitions and deliverables stay as many: what is measured is the number of risks alone.
    """
    authority = PostFactory().authority
    editor = person_with(Role.EDITOR, authority=authority)
    scheme = make_scheme(authority, by=editor)
    plan = PlanFactory(authority=authority, state="adopted")
    ambitions = [AmbitionFactory(plan=plan) for _ in range(4)]
    deliverables = [DeliverableFactory(plan=plan, ambition=ambition) for ambition in ambitions for _ in range(10)]
    period = ReportingPeriodFactory(plan=plan)
    for deliverable, rating in zip(deliverables, cycle(RATINGS), strict=False):
        ProgressUpdateFactory(deliverable=deliverable, period=period, rating=rating, latest=True)
    risks = _enter_risks(authority, number)
    _score(risks, scheme.matrix, editor)
    _treat(risks, editor)
    _link(risks, ambitions, deliverables)
    return editor


def _enter_risks(authority: Any, number: int) -> list[Risk]:
    owners = cycle([person_with(Role.OFFICER, authority=authority).appointments.get().post for _ in range(5)])
    committees = cycle([CommitteeFactory(authority=authority) for _ in range(3)])
    appetites = (Level.LOW, Level.MEDIUM, Level.HIGH)
    categories: Any = cycle([CategoryFactory(authority=authority, appetite=level) for level in appetites])
    made = [
        Risk(
            authority=authority,
            reference=f"KPA {place:05}",
            title=f"What may go wrong, number {place}",
            category=next(categories),
            owner=next(owners),
            committee=next(committees),
            next_review=DAYS[place % 4] + datetime.timedelta(days=300),
        )
        for place in range(1, number + 1)
    ]
    return Risk.objects.bulk_create(made)


SCORINGS = [("inherent", DAYS[0]), *(("current", day) for day in DAYS), ("target", DAYS[0])]


def _score(risks: list[Risk], matrix: Any, by: Any) -> None:
    scores = cycle(pairs())
    made = [
        Assessment(
            risk=risk,
            basis=basis,
            likelihood=pair[0],
            impact=pair[1],
            impact_kind="service",
            level=matrix[pair],
            rationale="As the committee saw it.",
            assessed_on=day,
            assessed_by=by,
        )
        for risk in risks
        for (basis, day), pair in zip(SCORINGS, islice(scores, len(SCORINGS)), strict=True)
    ]
    for assessment in Assessment.objects.bulk_create(made):
        setattr(assessment.risk, assessment.basis, assessment)  # the latest of each basis comes last
    Risk.objects.bulk_update(risks, ["inherent", "current", "target"], batch_size=200)


def _treat(risks: list[Risk], by: Any) -> None:
    Control.objects.bulk_create(
        Control(risk=risk, title=f"Control {place}", type="preventive", owner=risk.owner)
        for risk in risks
        for place in range(2)
    )
    Action.objects.bulk_create(Action(risk=risk, title="Still to be done", owner=risk.owner) for risk in risks)
    approver = PostFactory(authority=risks[0].authority)
    terms = {"accepted_on": DAYS[3], "until": DAYS[3] + datetime.timedelta(days=200), "reason": "Borne."}
    Acceptance.objects.bulk_create(
        Acceptance(risk=risk, approver=approver, likelihood=3, impact=4, level=Level.HIGH, recorded_by=by, **terms)
        for risk in risks[::5]
    )
    Risk.objects.filter(pk__in=[risk.pk for risk in risks[1::3]]).update(status="treated", status_reason="Controls.")


def _link(risks: list[Risk], ambitions: list[Ambition], deliverables: list[Deliverable]) -> None:
    _through(Risk.ambitions, "ambition", risks, ambitions)
    _through(Risk.deliverables, "deliverable", risks, deliverables)


def _through(field: Any, name: str, risks: list[Risk], to: list[Any]) -> None:
    rows = zip(risks, cycle(to), strict=False)
    field.through.objects.bulk_create(field.through(risk=risk, **{name: one}) for risk, one in rows)
