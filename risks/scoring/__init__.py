"""The arithmetic of a risk register: levels, appetite, movement, reviews, checks. Plain values, no Django."""

from risks.scoring.appetite import Accepted, Stance, describe, is_beyond, stance
from risks.scoring.levels import (
    HIGHEST_SCORE,
    NOT_SCORED,
    STEPS,
    Level,
    Matrix,
    Pair,
    pairs,
    problems_of,
    score,
    shown_level,
    standard_matrix,
)
from risks.scoring.movement import Scored, Travel, over_quarters, quarter_ends, stood_on, travel, unchanged_since
from risks.scoring.reviews import SOON_DAYS, STANDARD_MONTHS, next_review, problems_of_months

__all__ = [
    "HIGHEST_SCORE",
    "NOT_SCORED",
    "SOON_DAYS",
    "STANDARD_MONTHS",
    "STEPS",
    "Accepted",
    "Level",
    "Matrix",
    "Pair",
    "Scored",
    "Stance",
    "Travel",
    "describe",
    "is_beyond",
    "next_review",
    "over_quarters",
    "pairs",
    "problems_of",
    "problems_of_months",
    "quarter_ends",
    "score",
    "shown_level",
    "stance",
    "standard_matrix",
    "stood_on",
    "travel",
    "unchanged_since",
]
