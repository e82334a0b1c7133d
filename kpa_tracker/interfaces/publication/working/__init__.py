"""What a person with a role in the authority may read: the whole plan, how its measures stand, the whole register."""

from kpa_tracker.interfaces.publication.working.plan import working_document
from kpa_tracker.interfaces.publication.working.register import internal_register
from kpa_tracker.interfaces.publication.working.report import performance_report

__all__ = ["internal_register", "performance_report", "working_document"]
