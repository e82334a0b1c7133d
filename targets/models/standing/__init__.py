"""How a series stands on a day: its latest figure, by which rule it is judged, where it comes from and where it leads.

Where the periods of a year add up, a series stands by its year to date (`targets.models.to_date`), and the latest
period stands beside it with its own status.

`with_standing` loads what is needed, in the same number of queries for one series or for a hundred; `standing_of` then
works from the loaded records alone.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from targets.models.goals import Target
from targets.models.results import Result
from targets.models.standing.whole import Period, Standing, standing_of
from targets.models.workings import shows_rounded

__all__ = ["Period", "Standing", "shows_rounded", "standing_of", "with_standing"]


def with_standing(series: Any) -> Any:
    """Load what `standing_of` reads: one join of the measure's own, and eight queries for any number of series."""
    targets = Target.objects.current().select_related("baseline", "plan", "objective__priority")
    return (
        series.annotate(began=_began())
        .select_related("measure__scale", "measure__owner", "latest")
        .prefetch_related(
            Prefetch("results", Result.objects.current().select_related("judged_by"), to_attr="current_results"),
            Prefetch(
                "targets",
                targets.prefetch_related("tolerances__committee", "expected_values"),
                to_attr="current_targets",
            ),
            "measure__definitions",
            "measure__scale__grades",
        )
    )


def _began() -> Coalesce:
    """The last day of the first period of which something is known in a series' set, else in its measure: from there on
    a period without a result is a gap, also before the series' own first one."""
    of = Result.objects.current().filter(series__archived_at=None).order_by("ends").values("ends")
    same = {"series__measure__frequency": OuterRef("measure__frequency")}
    among = of.filter(series__measure__set=OuterRef("measure__set"), **same)
    return Coalesce(Subquery(among[:1]), Subquery(of.filter(series__measure=OuterRef("measure"))[:1]))
