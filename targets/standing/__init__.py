"""How measures and recommendations stood on a day, read from the history."""

from targets.standing.measures import MeasuresThen
from targets.standing.recommendations import recommendations_as_they_stood
from targets.standing.rows import MeasureRows, RecommendationRows

__all__ = ["MeasureRows", "MeasuresThen", "RecommendationRows", "recommendations_as_they_stood"]
