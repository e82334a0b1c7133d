"""How a series stands, for lists: by what was kept with it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from kpa_tracker.base.toolkit.dates import format_months
from targets.models.held import rule_from
from targets.models.judging import shown
from targets.models.measures import Series
from targets.models.results import Result
from targets.models.workings import worked_out
from targets.performance import Gathering


@dataclass(frozen=True)
class InAList:
    """How a series stands, where there is room for a figure and its months alone."""

    figure: str
    months: str = ""
    status: str = ""


def in_a_list(series: Series) -> InAList:
    """How a series stands by what was kept with it: by its year to date, else by its latest result. No query where the
    measure and the latest result are loaded."""
    latest, kept = series.latest, series.to_date
    if latest is None:
        return InAList(shown(None))
    latest.series = series
    if not kept:
        return InAList(shown(latest), _months(latest, latest.starts, latest.ends), latest.shown_status)
    figure = worked_out(series, Decimal(kept["value"]), rule_from(kept["held"]))
    starts, ends = (datetime.date.fromisoformat(kept[name]) for name in ("starts", "ends"))
    status = latest.judged_status or kept["status"]
    how = ", on average" if series.measure.gathering == Gathering.AVERAGE else ""
    return InAList(figure, _months(latest, starts, ends, how), status)


def _months(latest: Result, starts: datetime.date, ends: datetime.date, how: str = "") -> str:
    """The months that a figure is for, and whether it is their average; of the demonstration's own, that it is made
    up."""
    return f"{format_months(starts, ends)}{how}{', made up' if latest.is_invented else ''}"
