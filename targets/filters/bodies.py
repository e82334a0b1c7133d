"""What narrows a list to one authority, for those who see several, and to one ambition of a plan."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.filters import ListFilter, RecordFilter
from plans.models import Ambition


class InThePlan(RecordFilter):
    """An ambition, of whose deliverables a QuerySet method knows what they lead to."""

    def __init__(self, *, by: str, **kwargs: Any) -> None:
        self.by = by
        super().__init__(Ambition, **kwargs)

    def filter(self, qs: Any, value: Ambition | None) -> Any:
        return getattr(qs, self.by)(value) if value else qs


class AuthorityFilter(ListFilter):
    """An authority, asked for only where the person sees more than one. Dashboards lead here with theirs."""

    authority = RecordFilter(Authority, label="Authority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.request.user.authority_ids) < 2:
            del self.filters["authority"]
