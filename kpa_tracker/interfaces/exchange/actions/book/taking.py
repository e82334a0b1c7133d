"""Takes a plan's workbook over: all of it or nothing, each record through its app's own actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book.deliverables import DELIVERABLE_TAKERS
from kpa_tracker.interfaces.exchange.actions.book.lists import LIST_TAKERS
from kpa_tracker.interfaces.exchange.actions.book.making import Making
from kpa_tracker.interfaces.exchange.actions.book.measured import MEASURE_TAKERS
from kpa_tracker.interfaces.exchange.actions.book.plans import PLAN_TAKERS, settle_scale
from kpa_tracker.interfaces.exchange.actions.book.proposing import propose_book
from kpa_tracker.interfaces.exchange.actions.book.reading import ReadBook
from kpa_tracker.interfaces.exchange.actions.book.risks import link_risks
from kpa_tracker.interfaces.exchange.actions.book.steps import BookProposal, BookStep
from kpa_tracker.interfaces.exchange.actions.confirming import keep_result
from kpa_tracker.interfaces.exchange.actions.staging import refuse_unseen
from kpa_tracker.interfaces.exchange.models import StagedImport
from plans.actions.plans import refuse_fixed
from plans.models import Plan

PROBLEMS = "{} in the workbook must be put right first, so nothing was imported. The first: {}: {}"
TAKERS: Mapping[str, Callable[[Making, BookStep], Any]] = {
    **PLAN_TAKERS,
    **LIST_TAKERS,
    **MEASURE_TAKERS,
    **DELIVERABLE_TAKERS,
}
"""What takes a row of each sheet over, and returns the record that it is then."""


def confirm_book(staged: StagedImport, book: ReadBook, *, by: Any, seen: int | None = None) -> StagedImport:
    """Take over what the preview showed, once. Refuses an import that is done, and what `take_over_book` refuses."""
    with transaction.atomic():
        hold_chain(staged.plan.authority_id)
        refuse_unseen(staged, seen)
        return keep_result(staged, summary(take_over_book(staged.plan, book, by=by)), by=by)


def take_over_book(plan: Plan, book: ReadBook, *, by: Any) -> BookProposal:
    """Bring a plan in step with its workbook.

    Only cells that were edited since it was taken out change anything; what is no longer in the file stays. Refuses a
    closed plan, a file in which anything cannot be read, and whatever the apps' own actions refuse (naming the row).
    Leaves one event on the plan itself, and one for each record made or changed.
    """
    with through("import"), transaction.atomic():
        hold_chain(plan.authority_id)
        plan = Plan.objects.select_related("authority", "scale").get(pk=plan.pk)
        refuse_fixed(plan)
        proposal = propose_book(plan, book)
        _refuse_problems(proposal)
        _take(proposal, by=by)
        counts = {name: [None, number] for name, number in summary(proposal)["counts"].items()}
        record("plan imported", plan, by=by, authority_id=plan.authority_id, changes=counts)
        return proposal


def _refuse_problems(proposal: BookProposal) -> None:
    if proposal.problems:
        first, number = proposal.problems[0], len(proposal.problems)
        raise Refused(PROBLEMS.format("1 cell" if number == 1 else f"{number} cells", first.place, first.text))


def _take(proposal: BookProposal, *, by: Any) -> None:
    making = Making(proposal, by=by)
    settle_scale(making)
    for step in proposal.steps:
        if step.is_new or step.changes:
            _at_its_row(step, making)
        making.learn(step)
    link_risks(making)


def _at_its_row(step: BookStep, making: Making) -> None:
    """Let a refusal say which row it is about."""
    try:
        step.record = TAKERS[step.sheet.name](making, step)
    except ValidationError as error:
        raise Refused(f"{step.place}, “{step.title}”: {' '.join(error.messages)}") from error
    except Refused as refused:
        raise Refused(f"{step.place}, “{step.title}”: {refused.message}") from refused


def summary(proposal: BookProposal) -> dict[str, Any]:
    """Return what was made, changed and left open, in words that outlive the file."""
    counts = {"made": len(proposal.new), "changed": len(proposal.changed), "unchanged": len(proposal.same)}
    gone = [f"{sheet}: {title}" for sheet, title in proposal.gone]
    return {"counts": counts, "notes": [*proposal.book.notes, *proposal.notes], "gone": gone}
