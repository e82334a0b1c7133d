"""What belongs in a pack: what the committee oversees, or the whole plan and all of its authority."""

from __future__ import annotations

from typing import Any

from deliverables.models import ClosedReturn, Deliverable, ReportingPeriod
from kpa_tracker.interfaces.scrutiny.models import Pack
from risks.models import Risk
from targets.models import Measure, Recommendation, Series


def overseen(pack: Pack) -> dict[str, Any]:
    """Return what narrows records that have a committee to those of the pack."""
    return {} if pack.is_of_whole_plan else {"committee": pack.meeting.committee_id}


def deliverables(pack: Pack) -> Any:
    return Deliverable.objects.current().filter(plan=pack.plan_id, **overseen(pack))


def returns(pack: Pack, period: ReportingPeriod) -> Any:
    """Select where each deliverable stands in a period: in a closed one also what left the plan since."""
    return Deliverable.objects.filter(**overseen(pack)).in_period(period)


def kept(pack: Pack, period: ReportingPeriod) -> Any:
    """Select what was written down of the pack's deliverables when a period was closed."""
    of_pack = {f"deliverable__{name}": value for name, value in overseen(pack).items()}
    return ClosedReturn.objects.filter(period=period, **of_pack)


def risks(pack: Pack) -> Any:
    return Risk.objects.live().filter(authority=pack.authority_id, **overseen(pack))


def recommendations(pack: Pack) -> Any:
    return Recommendation.objects.current().unfinished().filter(authority=pack.authority_id, **overseen(pack))


def series(pack: Pack) -> Any:
    measures = Measure.objects.current().filter(authority=pack.authority_id, **overseen(pack))
    return Series.objects.current().filter(measure__in=measures)
