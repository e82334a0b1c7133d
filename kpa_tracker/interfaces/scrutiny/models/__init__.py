"""The records of committees at work: agendas, questions, minuted actions, ratings of their own, resolutions."""

from kpa_tracker.interfaces.scrutiny.models.about import SUBJECTS, OfMeeting, owner_of
from kpa_tracker.interfaces.scrutiny.models.agenda import AgendaItem, Attendance
from kpa_tracker.interfaces.scrutiny.models.minuted import MinutedAction, Resolution
from kpa_tracker.interfaces.scrutiny.models.packs import Pack, PackFile, PackUse
from kpa_tracker.interfaces.scrutiny.models.questions import Question
from kpa_tracker.interfaces.scrutiny.models.ratings import CommitteeRating

__all__ = [
    "SUBJECTS",
    "AgendaItem",
    "Attendance",
    "CommitteeRating",
    "MinutedAction",
    "OfMeeting",
    "Pack",
    "PackFile",
    "PackUse",
    "Question",
    "Resolution",
    "owner_of",
]
