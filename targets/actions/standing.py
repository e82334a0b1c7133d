"""How a series stands, kept with it for lists: its latest result, and where a year is made of several
periods its year to date."""

from __future__ import annotations

from kpa_tracker.base.toolkit import clock
from targets.models import Series
from targets.models.standing import standing_of, with_standing
from targets.performance import Gathering


def keep_standing(series: Series) -> None:
    """Let a series point at its newest current result and keep its year to date. Its version stays: nobody edited it.
    Two queries; where its periods add up or are averaged, those of `with_standing` too."""
    series.latest = series.results.current().order_by("-ends", "-starts").first()
    series.to_date = to_date_of(series) if series.latest else {}
    Series.objects.filter(pk=series.pk).update(latest=series.latest, to_date=series.to_date)


def to_date_of(series: Series) -> dict[str, object]:
    if series.measure.gathering == Gathering.LAST:
        return {}
    found = standing_of(with_standing(Series.objects.filter(pk=series.pk)).get(), clock.today()).to_date
    return found.kept() if found else {}
