"""What narrows a list to one ambition of a plan."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.toolkit.filters import RecordFilter
from plans.models import Ambition


class InThePlan(RecordFilter):
    """An ambition, of whose deliverables a QuerySet method knows what they lead to."""

    def __init__(self, *, by: str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(Ambition, **kwargs)

    def filter(self, qs: Any, value: Ambition | None) -> Any:
        return getattr(qs, self.by)(value) if value else qs
