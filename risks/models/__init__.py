"""The records of the register."""

from risks.models.assessments import Assessment
from risks.models.querysets import BASES, ENDED, turned_red
from risks.models.register import Risk
from risks.models.schemes import IMPACT_KINDS, Category, Cell, Definition, Scheme
from risks.models.treatment import Acceptance, Action, Control

__all__ = [
    "BASES",
    "ENDED",
    "IMPACT_KINDS",
    "Acceptance",
    "Action",
    "Assessment",
    "Category",
    "Cell",
    "Control",
    "Definition",
    "Risk",
    "Scheme",
    "turned_red",
]
