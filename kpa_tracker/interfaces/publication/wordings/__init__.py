"""Texts of a plan and of a register that somebody approves before the public reads them, and how each stands."""

from kpa_tracker.interfaces.publication.wordings.standing import Fresh, Standing, Stands, fresh, standings
from kpa_tracker.interfaces.publication.wordings.units import (
    Unit,
    texts_url,
    unit_of,
    units_of,
    units_of_deliverable,
    units_of_plan,
    units_of_register,
    units_of_risk,
)

__all__ = [
    "Fresh",
    "Standing",
    "Stands",
    "Unit",
    "fresh",
    "standings",
    "texts_url",
    "unit_of",
    "units_of",
    "units_of_deliverable",
    "units_of_plan",
    "units_of_register",
    "units_of_risk",
]
