"""The history, for those who check."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kpa_tracker.base.audit.marking import markings_told
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.keyed import KeyedPaginator
from kpa_tracker.base.toolkit.pages import ListPage
from kpa_tracker.interfaces.scrutiny.filters.history import EventFilter
from kpa_tracker.interfaces.scrutiny.tables.history import EventTable, KeyedEvents


class HistoryPage(ListPage):
    model, table_class, filterset_class = Event, EventTable, EventFilter
    template_name = "scrutiny/history.html"
    permission_required = "audit.view_event"
    page_title = "History"
    purpose = "Every change to the authority's records: who made it, when, and what stood there before."
    empty_message = "Nothing has been changed yet."

    def get_table_data(self) -> KeyedEvents:
        return KeyedEvents(self.object_list, self.request.user)

    def get_table_pagination(self, table: Any) -> dict[str, Any]:
        """How many rows a page has is not for an address to say."""
        place = self.request.GET.get("page", "")
        return {"paginator_class": lambda rows, _, **kwargs: KeyedPaginator(rows, self.rows_per_page, place=place)}

    def markings_beside(self, shown: Iterable[Any]) -> list[str]:
        return markings_told(shown)
