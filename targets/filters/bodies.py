"""What narrows a list to one authority, for those who see several."""

from __future__ import annotations

from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.filters import ListFilter, RecordFilter


class AuthorityFilter(ListFilter):
    """An authority, asked for only where the person sees more than one. Dashboards lead here with theirs."""

    authority = RecordFilter(Authority, label="Authority")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(self.request.user.authority_ids) < 2:
            del self.filters["authority"]
