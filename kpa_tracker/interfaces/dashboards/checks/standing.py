"""What does not hold together in what a plan promises, each found by one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from deliverables.models.covered import measures_of
from deliverables.models.fates import undecided_in
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.dashboards.checks.base import Check, Mend
from plans.models import Ambition, Plan

EDIT: Mend = ("deliverable-edit", "deliverables.change_deliverable")
DEADLINE: Mend = ("deadline-request", "deliverables.request_deadline")
UPDATE: Mend = ("update-due", "deliverables.update_deliverable")
EVIDENCE: Mend = ("evidence-add", "deliverables.add_evidence")
OUTLINE: Mend = ("plan-outline", "plans.change_plan")
RESULTS: Mend = ("measure", "targets.record_result")
FATE: Mend = ("fate-decide", "deliverables.decide_fate")


def current(plan: Plan) -> Any:
    return Deliverable.objects.current().filter(plan=plan).select_related("plan", "lead", "latest").in_plan_order()


def _vacant(plan: Plan) -> Any:
    return current(plan).open().filter(lead__in=Post.objects.filter(authority=plan.authority_id).vacant())


def _never_reported(plan: Plan) -> Any:
    said = ProgressUpdate.objects.of_record().filter(deliverable=OuterRef("pk"))
    opened = ReportingPeriod.objects.filter(plan=plan, opens_on__lte=clock.today())
    return current(plan).filter(~Exists(said), Exists(opened))


def _without_evidence(plan: Plan) -> Any:
    return current(plan).with_evidenced().filter(latest__stage="complete", evidenced=False)


def ambitions_of(plan: Plan) -> Any:
    return Ambition.objects.current().filter(plan=plan).select_related("plan")


def _empty(plan: Plan) -> Any:
    promised = Deliverable.objects.current().filter(ambition=OuterRef("pk"))
    return ambitions_of(plan).filter(~Exists(promised))


def _undecided_before(plan: Plan) -> Any:
    """Select what of the plan before nobody has said what became of."""
    undecided = undecided_in(plan.previous) if plan.previous else Deliverable.objects.none()
    return undecided.select_related("plan")


STANDING = (
    Check(
        "no_lead",
        "Nobody leads it",
        "What no post leads is nobody's work, and nobody is asked how it stands.",
        lambda plan: current(plan).open().without_owner(),
        lambda one: "No post leads it.",
        EDIT,
    ),
    Check(
        "vacant",
        "The lead post is vacant",
        "Records point at posts, so that nothing is lost when somebody leaves; but somebody has to hold the post.",
        _vacant,
        lambda one: f"Nobody holds the post of {one.lead}.",
        EDIT,
    ),
    Check(
        "no_deadline",
        "No deadline",
        "What is due on no day is never late. “Ongoing” and “quarterly” are deadlines.",
        lambda plan: current(plan).open().without_deadline(),
        lambda one: "No deadline is written down.",
        DEADLINE,
    ),
    Check(
        "before_start",
        "Deadline before the plan's start",
        "A deadline that had passed before the plan began was carried over by mistake, or should be asked for anew.",
        lambda plan: current(plan).filter(deadline_due__lt=plan.starts_on),
        lambda one: (
            f"It was due by {format_date(one.deadline_due)}; the plan starts on {format_date(one.plan.starts_on)}."
        ),
        DEADLINE,
    ),
    Check(
        "no_measurement",
        "Nothing says how anybody will know",
        "Without a measurement nobody can tell whether it has been achieved.",
        lambda plan: current(plan).without_measurement(),
        lambda one: "It has no measurement.",
        EDIT,
    ),
    Check(
        "no_evidence",
        "Complete without evidence",
        "Complete is a claim: something has to show it.",
        _without_evidence,
        lambda one: "Marked complete, and nothing is attached or linked.",
        EVIDENCE,
    ),
    Check(
        "never_reported",
        "Never reported on",
        "Periods have opened, and nothing was ever said of it.",
        _never_reported,
        lambda one: "No update was ever submitted.",
        UPDATE,
    ),
    Check(
        "no_fate",
        "Nothing says what became of it",
        "Of everything in the plan before, somebody says whether it was completed, carried forward, merged, replaced "
        "or dropped. What nobody has decided is forgotten without anybody noticing.",
        _undecided_before,
        lambda one: f"It stands in {one.plan}, and nothing says what became of it.",
        FATE,
    ),
    Check(
        "empty_ambition",
        "Nothing under it",
        "What the authority means to achieve is not achieved by itself.",
        _empty,
        lambda one: "No deliverable stands under it.",
        OUTLINE,
    ),
    Check(
        "no_result",
        "Measure never reported",
        "A measure without a result shows nothing, whatever its target.",
        lambda plan: measures_of(plan).without_data(),
        lambda one: "It has no result.",
        RESULTS,
    ),
)
