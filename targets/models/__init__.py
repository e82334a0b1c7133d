"""The records of whether the plan worked."""

from targets.models.closings import Closing
from targets.models.goals import Baseline, Comparator, ExpectedValue, Objective, Target, Tolerance
from targets.models.inspections import COMMENTS_WITHIN, GradeCount, Inspection, Judgement
from targets.models.lists import Footnote, MeasureSet, Source
from targets.models.measures import Definition, Measure, Series
from targets.models.recommendations import Recommendation
from targets.models.results import Result
from targets.models.scales import Grade, GradeScale

__all__ = [
    "COMMENTS_WITHIN",
    "Baseline",
    "Closing",
    "Comparator",
    "Definition",
    "ExpectedValue",
    "Footnote",
    "Grade",
    "GradeCount",
    "GradeScale",
    "Inspection",
    "Judgement",
    "Measure",
    "MeasureSet",
    "Objective",
    "Recommendation",
    "Result",
    "Series",
    "Source",
    "Target",
    "Tolerance",
]
