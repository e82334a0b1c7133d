"""Taking a return out as a workbook."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

from deliverables.models import ReportingPeriod
from kpa_tracker.base.audit.actions import record
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.interfaces.exchange.actions.book.exporting import TakenOut
from kpa_tracker.interfaces.exchange.actions.book.stamps import stamp_of
from kpa_tracker.interfaces.exchange.actions.returns.owed import Share, owed_in, shares_of
from kpa_tracker.interfaces.exchange.actions.returns.words import words_of
from kpa_tracker.interfaces.exchange.actions.returns.writing import About, return_of
from risks.models.markings import marking_of_plan

MOST_ROWS = 500


def export_return(period: ReportingPeriod, *, share: str, by: Any) -> TakenOut:
    """Write what a person still owes in a period into a workbook that comes back, and record who took it.

    Refuses a period that takes no updates, a part of it that owes nothing or is not theirs, and more rows than one
    workbook holds. Nothing changes by it. Costs some ten queries.
    """
    refuse_unless_asked(period)
    part = next((one for one in shares_of(period, by=by) if one.key == share), None)
    if part is None:
        raise Refused("Nothing is left to report on here.")
    refuse_where((part.rows > MOST_ROWS, f"A return has at most {MOST_ROWS} rows. Take it out by post or committee."))
    file = TakenOut(_name(period, part), _content(period, part, by=by))
    told = {"as": [None, "a return"], "period": [None, str(period)], "rows": [None, part.rows]}
    record("plan exported", period.plan, by=by, authority_id=period.plan.authority_id, changes=told)
    return file


def refuse_unless_asked(period: ReportingPeriod) -> None:
    """Refuse a period that takes no updates today."""
    reason = why_not_asked(period)
    refuse_where((reason, reason))


def why_not_asked(period: ReportingPeriod) -> str:
    """Say why a period takes no updates today; nothing where it does."""
    if period.is_closed:
        return f"{period} is closed. Ask a plan editor if something in it is wrong."
    if not period.has_opened:
        return f"{period} does not take updates yet. It does from {format_date(period.opens_on)}."
    return "" if period.plan.is_open_to_change else "This plan is closed. It takes no more updates."


def _name(period: ReportingPeriod, part: Share) -> str:
    return f"{slugify(f'return {period} {part.title}')[:80]}-{clock.today():%Y-%m-%d}.xlsx"


def _content(period: ReportingPeriod, part: Share, *, by: Any) -> bytes:
    plan = period.plan
    about = About(
        authority=plan.authority.name,
        plan=plan.title,
        period=str(period),
        share=part.title,
        marking=marking_of_plan(plan),
        due_on=format_date(period.due_on),
        taken_on=format_date(clock.today()),
        taken_by=str(by),
        plan_key=str(plan.pk),
        period_key=str(period.pk),
        stamp=stamp_of(plan),
    )
    return return_of(owed_in(period, part, by=by), words_of(plan), about)
