"""What the sections of a plan say to its document, and what in them it would not understand."""

from plans.narrative.abbreviations import Abbreviation, lines_of, unexplained
from plans.narrative.marks import PLACED, faults_in, twice_in
from plans.narrative.pictures import picture_faults
from plans.narrative.references import lost_in

__all__ = ["PLACED", "Abbreviation", "faults_in", "lines_of", "lost_in", "picture_faults", "twice_in", "unexplained"]
