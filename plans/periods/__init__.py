"""Financial years and their parts; the calendar in which a plan reports; working days."""

from plans.periods.calendar import Calendar, Rhythm, beside_years, days_written
from plans.periods.states import PeriodState, state_of
from plans.periods.working import Nation, is_working_day, working_day_from, working_days_after
from plans.periods.years import (
    FinancialYear,
    Frequency,
    Slot,
    financial_year_of,
    slot_of,
    slots,
    years_name,
)

__all__ = [
    "Calendar",
    "FinancialYear",
    "Frequency",
    "Nation",
    "PeriodState",
    "Rhythm",
    "Slot",
    "beside_years",
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
