"""What belongs in a pack: what the committee oversees, or the whole plan and all of its authority."""

from __future__ import annotations

from typing import Any

from deliverables.models import ClosedReturn, Deliverable, ReportingPeriod, SubItem
from kpa_tracker.interfaces.scrutiny.models import MinutedAction, Pack, Question
from risks.models import Risk
from targets.models import Measure, Recommendation, Series

COVERED: dict[str, Any] = {"measures": Measure, "risks": Risk}


def overseen(pack: Pack, column: str = "committee") -> dict[str, Any]:
    """Return what narrows records that have a committee to those of the pack."""
    return {} if pack.is_of_whole_plan else {column: pack.meeting.committee_id}


def deliverables(pack: Pack) -> Any:
    return Deliverable.objects.current().filter(plan=pack.plan_id, **overseen(pack))


def returns(pack: Pack, period: ReportingPeriod) -> Any:
    """Select where each deliverable stands in a period: in a closed one also what left the plan since, by the committee
    that oversaw it then."""
    return Deliverable.objects.in_period(period).filter(**overseen(pack, "overseen_by"))


def kept(pack: Pack, period: ReportingPeriod) -> Any:
    """Select what was written down of the pack's deliverables when a period was closed."""
    return ClosedReturn.objects.filter(period=period, **overseen(pack))


def parts(pack: Pack) -> Any:
    """Select the parts that the committee oversees of deliverables that it does not: whose deliverable is in the pack
    is in it with that."""
    mine = overseen(pack)
    wholes = Deliverable.objects.current().filter(plan=pack.plan_id).exclude(**mine)
    return SubItem.objects.filter(deliverable__in=wholes, **mine) if mine else SubItem.objects.none()


def covered(pack: Pack, kind: str, numbers: list[int]) -> Any:
    """Select what belongs in the pack of some measures or risks that its period covers."""
    return COVERED[kind].objects.filter(pk__in=numbers, **overseen(pack))


def risks(pack: Pack) -> Any:
    return Risk.objects.live().filter(authority=pack.authority_id, **overseen(pack))


def recommendations(pack: Pack) -> Any:
    return Recommendation.objects.current().unfinished().filter(authority=pack.authority_id, **overseen(pack))


def series(pack: Pack) -> Any:
    measures = Measure.objects.current().filter(authority=pack.authority_id, **overseen(pack))
    return Series.objects.current().filter(measure__in=measures)


def outstanding_actions(pack: Pack) -> Any:
    return MinutedAction.objects.outstanding().filter(meeting__committee=pack.meeting.committee_id)


def open_questions(pack: Pack) -> Any:
    return Question.objects.open().filter(committee=pack.meeting.committee_id)
