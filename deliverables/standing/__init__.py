"""How the deliverables of a plan stood on a day: as records to draw a page of, or as plain values to keep."""

from deliverables.standing.outlines import OutlineThen, outline_then
from deliverables.standing.readings import standings
from deliverables.standing.rewound import as_they_stood
from deliverables.standing.stood import Stood
from deliverables.standing.values import Standing, standing_of

__all__ = ["OutlineThen", "Standing", "Stood", "as_they_stood", "outline_then", "standing_of", "standings"]
