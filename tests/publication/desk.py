"""A plan with a text of every kind for the public, and what people do with it at the desk."""

from __future__ import annotations

from kpa_tracker.interfaces.publication.actions.wordings import submit_wordings
from kpa_tracker.interfaces.publication.wordings import units_of
from plans.models import Plan
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory, ReportingPeriodFactory
from tests.factories.plans import AmbitionFactory, PlanFactory, SectionFactory
from tests.factories.risks import RiskFactory

KINDS = ("plan", "section", "deliverable", "progress", "risk")


def plan_to_publish(authority, **said):
    """An adopted plan with five texts for the public: one of each kind."""
    plan = PlanFactory(authority=authority, state="adopted", title="Annual plan", vision="Safer streets.", **said)
    SectionFactory(plan=plan, title="Budget", body="What it costs.")
    ambition = AmbitionFactory(plan=plan, reference="1", title="To listen")
    deliverable = DeliverableFactory(
        plan=plan, ambition=ambition, title="Newsletter, internally", public_wording="Publish a newsletter"
    )
    period = ReportingPeriodFactory(plan=plan)
    ProgressUpdateFactory(
        deliverable=deliverable, period=period, state="accepted", rating="green", public_wording="Two issues are out."
    )
    RiskFactory(authority=authority, public_wording="We may lose people.").ambitions.add(ambition)
    return plan


def unit(body, kind):
    """The one text of a kind, as it reads now."""
    return next(one for one in units_of(body) if one.kind == kind)


def submitted(body, *, by, kind=""):
    """Texts of a plan or a register as somebody submitted them; the one of a kind, if it is named."""
    of = (body.authority_id, body if isinstance(body, Plan) else None)
    seen = [unit(body, kind).key] if kind else None
    made = submit_wordings(units_of(body), of=of, by=by, seen=seen)
    return made[0] if kind else made
