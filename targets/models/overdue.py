"""When a measure's next figure is due, for one loaded series and for a selection of them alike."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q

from plans.periods import Frequency, Slot, slot_of


def last_due(frequency: str, day: datetime.date) -> Slot:
    """The last period whose result was due before a day: it ended longer ago than results may take to come."""
    every = Frequency(frequency)
    slot = slot_of(day, every=every)
    while slot.closes >= day:
        slot = slot_of(slot.starts - datetime.timedelta(days=1), every=every)
    return slot


def is_overdue(series: Any, day: datetime.date) -> bool:
    """Whether the result of a period that was due has not come. What is withheld has come."""
    latest = series.latest
    return latest is None or latest.ends < last_due(series.measure.frequency, day).ends


def overdue_on(day: datetime.date, prefix: str = "") -> Q:
    """The same of series in the database, or of what leads to them by a prefix such as "series__"."""
    found = Q()
    for frequency in Frequency:
        missing = Q(**{f"{prefix}latest": None})
        late = Q(**{f"{prefix}latest__ends__lt": last_due(frequency.value, day).ends})
        found |= Q(**{f"{prefix}measure__frequency": frequency.value}) & (missing | late)
    return found
