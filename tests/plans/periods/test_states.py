from datetime import date

import pytest

from plans.periods import PeriodState, state_of

OPENS, DUE = date(2010, 4, 1), date(2010, 4, 23)


@pytest.mark.parametrize(
    ("today", "outstanding", "waiting", "accepted", "state"),
    [
        (date(2010, 3, 31), 5, 0, 0, PeriodState.NOT_OPEN),
        (OPENS, 5, 0, 0, PeriodState.OPEN),
        (DUE, 1, 2, 2, PeriodState.OPEN),
        (date(2010, 4, 24), 1, 2, 2, PeriodState.LATE),
        (OPENS, 0, 0, 0, PeriodState.OPEN),
        (OPENS, 0, 5, 0, PeriodState.SUBMITTED),
        (date(2010, 4, 24), 0, 4, 1, PeriodState.UNDER_REVIEW),
        (DUE, 0, 0, 5, PeriodState.REVIEWED),
    ],
)
def test_a_period_waits_for_what_is_not_done(today, outstanding, waiting, accepted, state):
    numbers = {"outstanding": outstanding, "waiting": waiting, "accepted": accepted}
    assert state_of(is_closed=False, opens=OPENS, due=DUE, today=today, **numbers) is state
    assert state_of(is_closed=True, opens=OPENS, due=DUE, today=today, **numbers) is PeriodState.CLOSED


def test_no_state_has_the_colour_of_a_rating():
    assert {state.colour for state in PeriodState} & {"red", "orange", "green"} == set()
