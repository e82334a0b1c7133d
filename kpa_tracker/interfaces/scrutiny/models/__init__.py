"""The records of committees at work: agendas, questions, minuted actions, ratings of their own, resolutions."""

from kpa_tracker.interfaces.scrutiny.models.agenda import AgendaItem, Attendance
from kpa_tracker.interfaces.scrutiny.models.minuted import MinutedAction, Resolution
from kpa_tracker.interfaces.scrutiny.models.questions import Question
from kpa_tracker.interfaces.scrutiny.models.ratings import CommitteeRating

__all__ = ["AgendaItem", "Attendance", "CommitteeRating", "MinutedAction", "Question", "Resolution"]
