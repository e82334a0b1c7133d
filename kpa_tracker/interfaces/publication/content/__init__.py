"""What a document says, as plain values: the PDF and its HTML twin are drawn from these and from nothing else."""

from kpa_tracker.base.toolkit.words import plural
from kpa_tracker.interfaces.publication.content.appearance import Appearance
from kpa_tracker.interfaces.publication.content.base import Document, Narrative, Part
from kpa_tracker.interfaces.publication.content.document import (
    Figures,
    PlanDocument,
    Point,
    figures_of,
    worst_first,
)
from kpa_tracker.interfaces.publication.content.fitting import one_page
from kpa_tracker.interfaces.publication.content.footnotes import Mark, Note, Notes
from kpa_tracker.interfaces.publication.content.lines import Line, Sheet
from kpa_tracker.interfaces.publication.content.narrative import Prose, Telling
from kpa_tracker.interfaces.publication.content.on_a_page import OnePage
from kpa_tracker.interfaces.publication.content.performance import Chapter, PerformanceReport
from kpa_tracker.interfaces.publication.content.pictures import Picture
from kpa_tracker.interfaces.publication.content.requirements import Asked
from kpa_tracker.interfaces.publication.content.rows import Ambition, Group, Progress, Risk, Row, cut
from kpa_tracker.interfaces.publication.content.targets import Goal, Targets
from kpa_tracker.interfaces.publication.content.words import span

__all__ = [
    "Ambition",
    "Appearance",
    "Asked",
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
    "OnePage",
    "Part",
    "PerformanceReport",
    "Picture",
    "PlanDocument",
    "Point",
    "Progress",
    "Prose",
    "Risk",
    "Row",
    "Sheet",
    "Targets",
    "Telling",
    "cut",
    "figures_of",
    "one_page",
    "plural",
    "span",
    "worst_first",
]
