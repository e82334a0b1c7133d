"""What a person with a role in the authority may read: the whole plan, and how its measures stand."""

from kpa_tracker.interfaces.publication.working.plan import working_document
from kpa_tracker.interfaces.publication.working.report import performance_report

__all__ = ["performance_report", "working_document"]
