"""A return that came back: looked at, then taken whole or not at all."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from deliverables.models import ReportingPeriod
from kpa_tracker.base.audit.actions import hold_chain
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.base.toolkit.uploads import safe_name
from kpa_tracker.base.toolkit.words import counted
from kpa_tracker.interfaces.exchange.actions.returns.exporting import refuse_unless_asked
from kpa_tracker.interfaces.exchange.actions.returns.reading import lines_of, refuse_other
from kpa_tracker.interfaces.exchange.actions.returns.trying import Tried, look_at_rows, try_rows
from kpa_tracker.interfaces.exchange.actions.staging import read_content
from kpa_tracker.interfaces.exchange.models import StagedReturn

TAKEN = "This return is taken already. Nothing was written a second time."
NOTHING = "No row was filled in, so there is nothing to take."


class Undone(Exception):
    """Rows of a return are wrong, so that nothing of it is kept."""

    def __init__(self, tried: list[Tried]) -> None:
        super().__init__()
        self.tried = tried


def stage_return(period: ReportingPeriod, *, name: str, content: bytes, submits: bool, by: Any) -> StagedReturn:
    """Read a return that came back and keep what it would do, for the person to look at. Nothing is written yet.

    Refuses a period that takes no updates, a file that cannot be read or is no return of this period. Costs one child
    process, and what its rows cost to write. Throws away what lay too long.
    """
    refuse_unless_asked(period)
    document = read_content(name=name, content=content)
    refuse_other(document, period)
    lines = lines_of(document)
    tried = look_at_rows(period, lines, submits=submits, by=by)
    StagedReturn.objects.out_of_date().delete()
    return StagedReturn.objects.create(
        period=period,
        filename=safe_name(name) or "file",
        submits=submits,
        document=document.to_json(),
        outcome=[one.to_json() for one in tried],
        uploaded_by=by,
    )


def confirm_return(staged: StagedReturn, *, by: Any) -> StagedReturn:
    """Take a return: each row that was filled in is an update of its own, with its own event, by the door "import".

    All of them or none: where any row is wrong by now, nothing is kept, and what is wrong is kept to be shown. Refuses
    a return that is taken, and one in which no row was filled in.
    """
    try:
        return _take(staged, by=by)
    except Undone as undone:
        staged.outcome = [one.to_json() for one in undone.tried]
        StagedReturn.objects.filter(pk=staged.pk).update(outcome=staged.outcome)
        wrong = counted(sum(bool(one.wrong) for one in undone.tried), "row")
        raise Refused(f"Nothing was taken: {wrong} must be put right first.") from None


@transaction.atomic
def _take(staged: StagedReturn, *, by: Any) -> StagedReturn:
    period = staged.period
    hold_chain(period.plan.authority_id)
    refuse_where((StagedReturn.objects.get(pk=staged.pk).taken_at, TAKEN))
    lines = lines_of(SourceDocument.from_json(staged.document))
    with through("import"):
        tried = try_rows(period, lines, submits=staged.submits, by=by)
    if any(one.wrong for one in tried):
        raise Undone(tried)
    refuse_where((not tried, NOTHING))
    staged.document, staged.taken_at = {}, clock.now()
    staged.save(update_fields=["document", "taken_at"])
    return staged
