"""The records of deliverables and their progress."""

from deliverables.models.closed import ClosedReturn
from deliverables.models.consultation import Comment, Consultation
from deliverables.models.deadlines import DeadlineRequest
from deliverables.models.deliverables import Deliverable, Measurement, SubItem
from deliverables.models.evidence import Evidence
from deliverables.models.fates import Fate
from deliverables.models.periods import ReportingPeriod
from deliverables.models.updates import ProgressUpdate

__all__ = [
    "ClosedReturn",
    "Comment",
    "Consultation",
    "DeadlineRequest",
    "Deliverable",
    "Evidence",
    "Fate",
    "Measurement",
    "ProgressUpdate",
    "ReportingPeriod",
    "SubItem",
]
