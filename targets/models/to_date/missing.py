"""Which of a year's periods do not count, and why, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpa_tracker.base.toolkit.dates import format_date, format_months
from plans.periods import Slot
from targets.models.counted import YearsResults, counted_as

MOST_NAMED = 3


def missing_from(so_far: YearsResults, places: Iterable[Slot]) -> list[str]:
    """Say of each place of a year why it has nothing that counts; nothing of one that has."""
    return [why for why in (_why_empty(so_far, place) for place in places) if why]


def named(missing: Sequence[str]) -> list[str]:
    """The first of them, and how many more there are."""
    more = len(missing) - MOST_NAMED
    return [*missing[:MOST_NAMED], f"and so for {more} more"] if more > 0 else list(missing)


def _why_empty(so_far: YearsResults, place: Slot) -> str:
    covering = [one for one in so_far.results if one.starts <= place.ends and place.starts <= one.ends]
    months = format_months(place.starts, place.ends)
    early = next((one for one in covering if one.starts < so_far.starts), None)
    if not covering:
        return f"{months} is missing"
    if early:
        first = format_date(so_far.starts)
        return f"{format_months(early.starts, early.ends)} began before {first}, the first day that counts"
    if any(one.is_withheld for one in covering):
        return f"{months} is withheld"
    recounted = any(counted_as(so_far.measure, one) != so_far.now for one in covering)
    return f"{months} was counted by another definition" if recounted else ""
