"""The records of a plan."""

from plans.models.levels import Ambition, Descriptor
from plans.models.pictures import Picture, PictureFile
from plans.models.plans import Plan
from plans.models.scales import Scale, ScalePoint, own_word
from plans.models.words import GlossaryEntry, Priority, Section

__all__ = [
    "Ambition",
    "Descriptor",
    "GlossaryEntry",
    "Picture",
    "PictureFile",
    "Plan",
    "Priority",
    "Scale",
    "ScalePoint",
    "Section",
    "own_word",
]
