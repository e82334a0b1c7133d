"""How far a reporting period has come, from what is known of it."""

from __future__ import annotations

from datetime import date
from enum import Enum


class PeriodState(str, Enum):
    """What a period waits for."""

    NOT_OPEN = "Not open yet"
    OPEN = "Open"
    LATE = "Open, past its due day"
    SUBMITTED = "Submitted, to be reviewed"
    UNDER_REVIEW = "Under review"
    REVIEWED = "Reviewed, to be closed"
    CLOSED = "Closed"

    @property
    def colour(self) -> str:
        """Of its tag; red, amber and green mean a rating, so that no state has one of them."""
        return COLOURS[self]


COLOURS = {
    PeriodState.NOT_OPEN: "blue",
    PeriodState.OPEN: "turquoise",
    PeriodState.LATE: "yellow",
    PeriodState.SUBMITTED: "purple",
    PeriodState.UNDER_REVIEW: "purple",
    PeriodState.REVIEWED: "turquoise",
    PeriodState.CLOSED: "grey",
}


def state_of(
    *, is_closed: bool, opens: date, due: date, today: date, outstanding: int, waiting: int, accepted: int
) -> PeriodState:
    """`outstanding` is what is asked for and not submitted; `waiting` and `accepted` are what was submitted."""
    if is_closed:
        return PeriodState.CLOSED
    if today < opens:
        return PeriodState.NOT_OPEN
    if outstanding or not (waiting or accepted):
        return PeriodState.LATE if today > due else PeriodState.OPEN
    if not waiting:
        return PeriodState.REVIEWED
    return PeriodState.UNDER_REVIEW if accepted else PeriodState.SUBMITTED
