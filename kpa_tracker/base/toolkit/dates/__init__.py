"""Partial dates: what they are (`partial`) and how they are read (`reading`)."""

from kpa_tracker.base.toolkit.dates.partial import (
    MONTHS,
    NOT_SET,
    PartialDate,
    Precision,
    end_of_month,
    financial_year_name,
    format_date,
    format_days,
    format_months,
    months_later,
    quarter_bounds,
)
from kpa_tracker.base.toolkit.dates.reading import parse_partial_date

__all__ = [
    "MONTHS",
    "NOT_SET",
    "PartialDate",
    "Precision",
    "end_of_month",
    "financial_year_name",
    "format_date",
    "format_days",
    "format_months",
    "months_later",
    "parse_partial_date",
    "quarter_bounds",
]
