"""What was approved for the public, what was published and what was taken back; the checklist; the look."""

from kpa_tracker.interfaces.publication.models.checklist import Requirement
from kpa_tracker.interfaces.publication.models.looks import Logo, Look
from kpa_tracker.interfaces.publication.models.publications import (
    PublicAddress,
    Publication,
    PublicationFile,
    PublicationUse,
    Withdrawal,
)
from kpa_tracker.interfaces.publication.models.renderings import Rendering
from kpa_tracker.interfaces.publication.models.wordings import Wording

__all__ = [
    "Logo",
    "Look",
    "PublicAddress",
    "Publication",
    "PublicationFile",
    "PublicationUse",
    "Rendering",
    "Requirement",
    "Withdrawal",
    "Wording",
]
