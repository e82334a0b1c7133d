"""The year to date of a series whose periods add up or are averaged: what they came to together, and what was wanted of
them together.

A year's target is the year's. A part of it is judged by its own share, which stays with the result; how the measure
stands is said of the year so far: April to December 2009: 264 of 258.75. With every period in, that is the year's
outcome. Where a period in between is missing or withheld there is no sum, and it is said which one is missing. An
average is taken of the others, by their numerators and denominators where each has its own, and says what it leaves
out: April to December 2009: 46.2% against 52%, the plain average of 2 of its 3 periods.
"""

from targets.models.to_date.listed import InAList, in_a_list
from targets.models.to_date.together import Gap, YearToDate, year_to_date

__all__ = ["Gap", "InAList", "YearToDate", "in_a_list", "year_to_date"]
