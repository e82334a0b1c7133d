"""The standing checks of a plan: what does not hold together in it, each found by one query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from deliverables.models import Deliverable, ProgressUpdate, ReportingPeriod
from deliverables.models.covered import measures_of
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from plans.models import Ambition, Plan

Mend = tuple[str, str]
"""The name of the address that mends a finding, and the permission that it takes."""
EDIT: Mend = ("deliverable-edit", "deliverables.change_deliverable")
DEADLINE: Mend = ("deadline-request", "deliverables.request_deadline")
UPDATE: Mend = ("update-due", "deliverables.update_deliverable")
EVIDENCE: Mend = ("evidence-add", "deliverables.add_evidence")
OUTLINE: Mend = ("plan-outline", "plans.change_plan")
RESULTS: Mend = ("measure", "targets.record_result")


@dataclass(frozen=True)
class Check:
    """A standing check: its key and name, why it matters, what it finds in a plan, what it says, and its mend."""

    key: str
    name: str
    why: str
    find: Callable[[Plan], Any]
    say: Callable[[Any], str]
    mend: Mend


def _current(plan: Plan) -> Any:
    return Deliverable.objects.current().filter(plan=plan).select_related("plan", "lead", "latest").in_plan_order()


def _vacant(plan: Plan) -> Any:
    return _current(plan).open().filter(lead__in=Post.objects.filter(authority=plan.authority_id).vacant())


def _never_reported(plan: Plan) -> Any:
    said = ProgressUpdate.objects.of_record().filter(deliverable=OuterRef("pk"))
    opened = ReportingPeriod.objects.filter(plan=plan, opens_on__lte=clock.today())
    return _current(plan).filter(~Exists(said), Exists(opened))


def _without_evidence(plan: Plan) -> Any:
    return _current(plan).with_evidenced().filter(latest__stage="complete", evidenced=False)


def ambitions_of(plan: Plan) -> Any:
    return Ambition.objects.current().filter(plan=plan).select_related("plan")


def _empty(plan: Plan) -> Any:
    promised = Deliverable.objects.current().filter(ambition=OuterRef("pk"))
    return ambitions_of(plan).filter(~Exists(promised))


CHECKS = (
    Check(
        "no_lead",
        "Nobody leads it",
        "What no post leads is nobody's work, and nobody is asked how it stands.",
        lambda plan: _current(plan).open().without_owner(),
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
        lambda plan: _current(plan).open().without_deadline(),
        lambda one: "No deadline is written down.",
        DEADLINE,
    ),
    Check(
        "before_start",
        "Deadline before the plan's start",
        "A deadline that had passed before the plan began was carried over by mistake, or should be asked for anew.",
        lambda plan: _current(plan).filter(deadline_due__lt=plan.starts_on),
        lambda one: (
            f"It was due by {format_date(one.deadline_due)}; the plan starts on {format_date(one.plan.starts_on)}."
        ),
        DEADLINE,
    ),
    Check(
        "no_measurement",
        "Nothing says how anybody will know",
        "Without a measurement nobody can tell whether it has been achieved.",
        lambda plan: _current(plan).without_measurement(),
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

Line = tuple[Any, str, str]
"""A record, what was found, and where it is put right: nothing where this person may not, or the plan is closed."""


def findings(plan: Plan, user: Any) -> Iterator[tuple[Check, list[Line]]]:
    """Yield every check with what it finds in a plan today: one query a check."""
    for check in CHECKS:
        found = [
            (record, check.say(record), way_to_mend(check.mend, record, plan, user)) for record in check.find(plan)
        ]
        yield check, found


def way_to_mend(mend: Mend, record: Any, plan: Plan, user: Any) -> str:
    name, right = mend
    if not plan.is_open_to_change or not user.has_perm(right, record):
        return ""
    return reverse(name, args=[record.plan_id if name == OUTLINE[0] else record.pk])


def number_checked(plan: Plan) -> int:
    """How many deliverables, ambitions and measures the checks looked at: three queries."""
    return sum(records.count() for records in (_current(plan), ambitions_of(plan), measures_of(plan)))
