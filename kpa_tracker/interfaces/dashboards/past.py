"""What stands around the deliverables of a dashboard, counted as of a day that has passed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpa_tracker.interfaces.dashboards.figures import Figure
from kpa_tracker.interfaces.dashboards.measures import (
    GAPS,
    STANDING,
    WORST_SHOWN,
    Measured,
    Missed,
    figures_of,
    total_of,
)
from kpa_tracker.interfaces.dashboards.recommendations import LACKS, Asked, State, asked_of
from kpa_tracker.interfaces.dashboards.risks import ATTENTION, LEVELS, TOP, Registered, list_url
from risks.scoring import Level
from risks.standing import RiskRows
from targets.standing import MeasureRows, RecommendationRows

TODAY_ALONE = "to_reassess"
"""What is looked for today alone: a deliverable that turned red since a score."""


def risks_then(of: RiskRows, scope: Mapping[str, Any]) -> Registered | None:
    """Count the live risks of a day as `count_risks` does those of today; nothing where there were none. No query."""
    live = of.live()
    if not live:
        return None
    gravest, undecided = live.gravest_first(), live.needing_decision()
    return Registered(
        Figure(len(live), "In all", list_url(scope, state="live")),
        [
            Figure(len(live.at_level(str(level))), word, list_url(scope, state="live", level=level))
            for level, word in LEVELS.items()
        ],
        [
            Figure(len(getattr(live, key)()), word, list_url(scope, state=key))
            for key, word in ATTENTION.items()
            if key != TODAY_ALONE
        ],
        list(_whole(live))
        if "ambitions" in scope
        else [one for one in gravest if one.current_level >= Level.HIGH][:TOP],
        undecided.gravest_first()[:TOP],
        live.review_overdue().order_by("next_review", "reference")[:TOP],
    )


def _whole(live: RiskRows) -> RiskRows:
    """Every risk, the gravest first and those without a score last."""
    return live.order_by("-current_level", "reference")


def measures_then(of: MeasureRows, scope: Mapping[str, Any]) -> Measured | None:
    """Count the measures of a day as `count_measures` does those of today; nothing where there were none. No query."""
    if not of:
        return None
    found = [
        of.standing(value) if facet == "status" else getattr(of, value)() for _, facet, value in (*STANDING, *GAPS)
    ]
    standing, gaps = figures_of([len(rows) for rows in found], scope)
    worst = [Missed(one) for one in of.worst_first()[:WORST_SHOWN]]
    return Measured(total_of(len(of), scope), standing, gaps, worst, aimed=())


def asked_then(of: RecommendationRows, scope: Mapping[str, Any]) -> Asked | None:
    """Count what inspections asked for on a day as `count_asked` does today; nothing where they asked nothing."""
    if not of:
        return None
    states = {state: len(of.in_state(state)) for state in State.values}
    return asked_of({"all": len(of), **states, **{key: len(getattr(of, key)()) for key in LACKS}}, scope)
