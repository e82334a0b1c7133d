"""A past, played in order: each step at its own moment, so that the history reads as it would have been written."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils import timezone

from kpa_tracker.base.toolkit import clock

OFFICE_OPENS = datetime.time(9, 5)
PACE = datetime.timedelta(minutes=3)
STEPS_A_DAY = 150
"""Then the working day is over, and what is left happens at its last minute."""

Step = Callable[[], object]


@dataclass
class Timeline:
    """Steps by day. Those of one day happen in the order in which they were added, some minutes apart."""

    steps: list[tuple[datetime.date, Step]] = field(default_factory=list)

    def add(self, on: datetime.date, step: Step) -> None:
        self.steps.append((on, step))

    def play(self) -> None:
        """Take every step at its moment, the earliest first."""
        passed: dict[datetime.date, int] = {}
        for on, step in sorted(self.steps, key=lambda pair: pair[0]):
            passed[on] = passed.get(on, -1) + 1
            with clock.at(moment(on, passed[on])):
                step()


def moment(on: datetime.date, number: int = 0) -> datetime.datetime:
    """Return when the step of this number happens on a day."""
    begins = timezone.make_aware(datetime.datetime.combine(on, OFFICE_OPENS))
    return begins + min(number, STEPS_A_DAY) * PACE
