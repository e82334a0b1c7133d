"""Taking an import over: in one transaction, one call into the apps' own actions for each record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.audit.together import made_together, together_or_singly
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import compare_and_set
from kpa_tracker.interfaces.exchange.actions.applying import Application
from kpa_tracker.interfaces.exchange.actions.rows import as_changes, at_its_row, counts_of
from kpa_tracker.interfaces.exchange.actions.staging import read_plan_of, refuse_unseen
from kpa_tracker.interfaces.exchange.models import StagedImport
from kpa_tracker.interfaces.exchange.progress import told
from kpa_tracker.interfaces.exchange.proposals import propose
from kpa_tracker.interfaces.exchange.reading.plan import ReadPlan
from kpa_tracker.interfaces.exchange.steps import Proposal
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
    take = partial(_take_over, plan, read, names, by=by, with_text=with_text, with_risks=with_risks)
    with through("import"):
        return together_or_singly(take, authority_id=plan.authority_id)


def _take_over(plan: Plan, read: ReadPlan, names: Names, *, by: Any, with_text: bool, with_risks: bool) -> Proposal:
    plan = Plan.objects.select_related("authority", "scale").get(pk=plan.pk)
    refuse_fixed(plan)
    proposal = propose(plan, read, names)
    if not proposal.of_kind("deliverable"):
        raise Refused(EMPTY)
    apply_proposal(proposal, by=by, with_text=with_text, with_risks=with_risks)
    changes = as_changes(counts_of(proposal))
    record("plan imported", plan, by=by, authority_id=plan.authority_id, changes=changes)
    return proposal


def apply_proposal(proposal: Proposal, *, by: Any, with_text: bool, with_risks: bool) -> None:
    """Take every step, in the order in which later steps need earlier ones."""
    application = Application(proposal, by=by)
    application.make_names()
    application.make_priorities()
    application.change_plan(with_text=with_text)
    with made_together():
        for step in told(proposal.steps, is_row=lambda step: step.kind == "deliverable"):
            with at_its_row(step.place, step.title):
                application.take(step)
    application.keep_origins()
    if with_text:
        application.add_text()
    if with_risks:
        application.link_risks()
    for step in proposal.drafts:
        with at_its_row(step.place, step.title):
            application.draft_progress(step)


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
        "counts": counts_of(proposal),
        "without_owner": [
            [step.title, step.values["source_owner"]] for step in deliverables if not step.values["lead"]
        ],
        "posts_left": proposal.directory.posts.left,
        "committees_left": proposal.directory.committees.left,
        "gone": [str(one) for one in proposal.gone],
        "notes": [*proposal.notes, *(f"{step.title}: {step.note}" for step in proposal.steps if step.note)],
        "drafts": len(proposal.drafts),
    }
