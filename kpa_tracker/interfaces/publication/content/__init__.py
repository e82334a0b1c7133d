"""What a document says, as plain values: the PDF and its HTML twin are drawn from these and from nothing else."""

from kpa_tracker.base.toolkit.words import plural
from kpa_tracker.interfaces.publication.content.base import Document, Narrative, Part
from kpa_tracker.interfaces.publication.content.document import (
    Figures,
    PlanDocument,
    Point,
    figures_of,
    worst_first,
)
from kpa_tracker.interfaces.publication.content.footnotes import Mark, Note, Notes
from kpa_tracker.interfaces.publication.content.lines import Line, Sheet
from kpa_tracker.interfaces.publication.content.performance import Chapter, PerformanceReport
from kpa_tracker.interfaces.publication.content.rows import Ambition, Group, Progress, Risk, Row, cut
from kpa_tracker.interfaces.publication.content.targets import Goal, Targets
from kpa_tracker.interfaces.publication.content.words import span

__all__ = [
    "Ambition",
    "Chapter",
    "Document",
    "Figures",
    "Goal",
    "Group",
    "Line",
    "Mark",
    "Narrative",
    "Note",
    "Notes",
    "Part",
    "PerformanceReport",
    "PlanDocument",
    "Point",
    "Progress",
    "Risk",
    "Row",
    "Sheet",
    "Targets",
    "cut",
    "figures_of",
    "plural",
    "span",
    "worst_first",
]
