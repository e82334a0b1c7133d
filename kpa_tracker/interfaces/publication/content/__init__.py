"""What an annual plan says, as plain values: the PDF and its HTML twin are drawn from these and from nothing else."""

from kpa_tracker.interfaces.publication.content.document import (
    Figures,
    Narrative,
    Part,
    PlanDocument,
    Point,
    figures_of,
    worst_first,
)
from kpa_tracker.interfaces.publication.content.rows import Ambition, Group, Progress, Risk, Row, cut
from kpa_tracker.interfaces.publication.content.words import plural, span

__all__ = [
    "Ambition",
    "Figures",
    "Group",
    "Narrative",
    "Part",
    "PlanDocument",
    "Point",
    "Progress",
    "Risk",
    "Row",
    "cut",
    "figures_of",
    "plural",
    "span",
    "worst_first",
]
