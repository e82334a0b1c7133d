"""Financial years and their parts; the calendar in which a plan reports; working days."""

from plans.periods.calendar import Calendar, Rhythm, days_written
from plans.periods.states import PeriodState, state_of
from plans.periods.working import Nation, is_working_day, working_day_from, working_days_after
from plans.periods.years import (
    FREQUENCIES,
    FinancialYear,
    Frequency,
    Slot,
    financial_year_of,
    slot_of,
    slots,
    years_name,
)

__all__ = [
    "FREQUENCIES",
    "Calendar",
    "FinancialYear",
    "Frequency",
    "Nation",
    "PeriodState",
    "Rhythm",
    "Slot",
    "days_written",
    "financial_year_of",
    "is_working_day",
    "slot_of",
    "slots",
    "state_of",
    "working_day_from",
    "working_days_after",
    "years_name",
]
