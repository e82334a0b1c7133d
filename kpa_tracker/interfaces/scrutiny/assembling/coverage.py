"""How the reporting period that a pack covers came in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deliverables.models import ReportingPeriod
from deliverables.models.covered import found_in
from deliverables.models.returns import LATE, OUTSTANDING, PLACES, SUBMITTED
from kpa_tracker.base.toolkit.dates import format_date
from kpa_tracker.interfaces.scrutiny.assembling import scope
from kpa_tracker.interfaces.scrutiny.models import Pack
from kpa_tracker.interfaces.scrutiny.packs.contents import COVERED, Coverage, Covered, Owed, Return


def returns(pack: Pack) -> list[Return]:
    """Return where each deliverable of the pack stands in its period; in a closed one, as it was closed, with the post
    that was asked then. One query; nothing without a period."""
    if pack.period is None:
        return []
    return [return_of(one) for one in scope.returns(pack, pack.period).in_plan_order()]


def return_of(one: Any) -> Return:
    late = any(getattr(one, key) for key in LATE)
    return Return(one.pk, one.reference, one.title, one.asked_post or "", one.place, PLACES[one.place].word, late)


def coverage(pack: Pack, found: list[Return]) -> Coverage | None:
    """Put the period into figures: what was asked for, what came, what came late, what did not come."""
    if pack.period is None:
        return None
    came = [one for one in found if one.place in SUBMITTED]
    late = tuple(one for one in came if one.is_late)
    missing = tuple(one for one in found if one.place in OUTSTANDING)
    return Coverage(
        period=str(pack.period),
        due=format_date(pack.period.due_on),
        asked=len(came) + len(missing),
        submitted=len(came),
        late=len(late),
        not_asked=len(found) - len(came) - len(missing),
        outstanding=missing,
        came_late=late,
        covered=tuple(covered(pack, pack.period)),
    )


def covered(pack: Pack, period: ReportingPeriod) -> Iterator[Covered]:
    """Yield what else the period covers of what belongs in the pack: results of measures, reviews of risks. Of what it
    covers none of, nothing is said. Three queries a kind."""
    for kind in COVERED:
        found = found_in(period, kind)
        rows = scope.covered(pack, kind, [*found["came"], *found["missing"]]).select_related("owner")
        records = list(rows.order_by("reference", "pk"))
        owed = tuple(Owed(one.pk, str(one), str(one.owner or "")) for one in records if one.pk in found["missing"])
        if records:
            yield Covered(kind, asked=len(records), came=len(records) - len(owed), missing=owed)
