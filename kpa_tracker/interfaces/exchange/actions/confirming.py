"""Taking an import over: in one transaction, one call into the apps' own actions for each record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.exchange.actions.applying import Application
from kpa_tracker.interfaces.exchange.actions.staging import read_plan_of, refuse_unseen
from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.proposals import propose
from kpa_tracker.interfaces.exchange.reading.plan import ReadPlan
from kpa_tracker.interfaces.exchange.steps import Proposal, Step
from plans.actions.plans import refuse_fixed
from plans.models import Plan

Names = Mapping[str, Mapping[str, str]]
EMPTY = "Nothing was found in the file that could be imported. Look at how its columns are read."


def confirm_import(
    staged: StagedImport, *, by: Any, seen: int | None = None, with_text: bool = True, with_risks: bool = True
) -> StagedImport:
    """Take over what the preview showed, once. Refuses an import that is done, another reading than the one seen, and
    what `take_over` refuses."""
    with transaction.atomic():
        hold_chain(staged.plan.authority_id)
        refuse_unseen(staged, seen)
        proposal = take_over(
            staged.plan, read_plan_of(staged), staged.names, by=by, with_text=with_text, with_risks=with_risks
        )
        return keep_result(staged, summary(proposal), by=by)


def take_over(
    plan: Plan, read: ReadPlan, names: Names, *, by: Any, with_text: bool = True, with_risks: bool = True
) -> Proposal:
    """Bring a plan in step with what was read: all of it or nothing.

    What is already there is left alone, so the same file twice changes nothing. Posts and committees are made only
    where `names` asks for them; other owners stay empty, with their text kept. Refuses a closed plan, a file without
    deliverables, and whatever the apps' own actions refuse (naming the row). Leaves one event on the plan itself.
    """
    with through("import"), transaction.atomic():
        hold_chain(plan.authority_id)
        plan = Plan.objects.select_related("authority", "scale").get(pk=plan.pk)
        refuse_fixed(plan)
        proposal = propose(plan, read, names)
        if not proposal.of_kind("deliverable"):
            raise Refused(EMPTY)
        apply_proposal(proposal, by=by, with_text=with_text, with_risks=with_risks)
        counts = {name: [None, number] for name, number in summary(proposal)["counts"].items()}
        record("plan imported", plan, by=by, authority_id=plan.authority_id, changes=counts)
        return proposal


def apply_proposal(proposal: Proposal, *, by: Any, with_text: bool, with_risks: bool) -> None:
    """Take every step, in the order in which later steps need earlier ones."""
    application = Application(proposal, by=by)
    application.make_names()
    application.make_priorities()
    application.change_plan(with_text=with_text)
    for step in proposal.steps:
        _at_its_row(step, application.take)
    if with_text:
        application.add_text()
    if with_risks:
        application.link_risks()
    for step in proposal.drafts:
        _at_its_row(step, application.draft_progress)


def _at_its_row(step: Step, do: Callable[[Step], None]) -> None:
    """Let a refusal say which row it is about: one sentence without a place is no help in fifty rows."""
    try:
        do(step)
    except ValidationError as error:
        raise Refused(f"{step.place}, “{step.title}”: {' '.join(error.messages)}") from error
    except Refused as refused:
        raise Refused(f"{step.place}, “{step.title}”: {refused.message}") from refused


def keep_result(staged: StagedImport, result: dict[str, Any], *, by: Any) -> StagedImport:
    """Keep what was done, and empty what was read."""
    staged.result = result
    staged.document, staged.choices = {}, {}
    staged.confirmed_at, staged.confirmed_by = clock.now(), by
    compare_and_set(
        staged, seen=staged.version, fields=["result", "document", "choices", "confirmed_at", "confirmed_by"]
    )
    return staged


def summary(proposal: Proposal) -> dict[str, Any]:
    """Return what was made, changed and left open, in words that outlive the file."""
    deliverables = proposal.of_kind("deliverable")
    return {
        "counts": {
            "made": len(proposal.new),
            "changed": len(proposal.changed),
            "unchanged": len(proposal.same),
        },
        "without_owner": [
            [step.title, step.values["source_owner"]] for step in deliverables if not step.values["lead"]
        ],
        "posts_left": proposal.directory.posts.left,
        "committees_left": proposal.directory.committees.left,
        "gone": [str(one) for one in proposal.gone],
        "notes": [*proposal.notes, *(f"{step.title}: {step.note}" for step in proposal.steps if step.note)],
        "drafts": len(proposal.drafts),
    }
