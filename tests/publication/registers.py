"""A register to print: risks of every kind, by few calls."""

from __future__ import annotations

import datetime

from risks.scoring import Level
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import (
    AcceptanceFactory,
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

LATE = datetime.date(2010, 3, 28)


def scored(authority, reference, likelihood=3, impact=4, **values):
    """A risk with a current score; `before` is the likelihood of the score before."""
    before = values.pop("before", None)
    risk = RiskFactory(authority=authority, reference=reference, **values)
    if before:
        AssessmentFactory(risk=risk, likelihood=before, impact=impact, assessed_on=datetime.date(2009, 5, 1))
    return AssessmentFactory(risk=risk, likelihood=likelihood, impact=impact).risk


def treated(risk, *, rating="red"):
    """Give a risk a control, an action, a deliverable that treats it, and the deliverable's ambition at stake."""
    plan = PlanFactory(authority=risk.authority, marking="OFFICIAL")
    ambition = AmbitionFactory(plan=plan, reference="2", title="People stay")
    deliverable = DeliverableFactory(plan=plan, ambition=ambition, descriptor=None, title="Keep the experienced")
    ProgressUpdateFactory(deliverable=deliverable, rating=rating, latest=True)
    risk.ambitions.add(ambition)
    risk.deliverables.add(deliverable)
    tested = {"effectiveness": "partly", "tested_on": datetime.date(2010, 2, 1)}
    ControlFactory(risk=risk, title="Leavers are asked why", owner=risk.owner, **tested)
    ActionFactory(risk=risk, title="Pay what others pay", due_text="January 2010", due_due=datetime.date(2010, 1, 31))
    return risk


def registered(authority):
    """Five risks: risen and treated; accepted; waiting for a decision with its review overdue; without anything; and
    not scored."""
    post = PostFactory(authority=authority, title="Treasurer")
    committee = CommitteeFactory(authority=authority, name="Audit Committee")
    money = CategoryFactory(authority=authority, name="Money", appetite=Level.MEDIUM, statement="Little is borne.")
    held = {"owner": post, "committee": committee, "category": money}
    told = {
        "cause": "Pay lags.",
        "event": "People leave.",
        "effect": "Work stays undone.",
        "description": "Since 2008.",
    }
    risen = scored(authority, "KPA 01", 4, 4, before=2, title="People leave", status="treated", **told, **held)
    treated(risen)
    AssessmentFactory(risk=risen, basis="inherent", likelihood=5, impact=5)
    AssessmentFactory(risk=risen, basis="target", likelihood=2, impact=4)
    borne = scored(authority, "KPA 02", 3, 4, before=3, title="Fuel is dear", status="tolerated", **held)
    AcceptanceFactory(risk=borne, approver=PostFactory(authority=authority, title="Chair of Audit"))
    scored(authority, "KPA 05", 4, 5, title="Records are lost", next_review=LATE, **held)
    scored(authority, "KPA 09", 1, 1, title="A small thing", proximity="year", next_review=datetime.date(2010, 9, 1))
    RiskFactory(authority=authority, reference="KPA 10", title="Nobody has looked")
    return committee
