"""How the kept readings of columns are narrowed."""

from __future__ import annotations

import django_filters

from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.toolkit.filters import ListFilter, SearchFilter, not_a_choice
from kpa_tracker.interfaces.exchange.models import ImportMapping, Sort

READ_BY_COLUMNS = [(value, label) for value, label in Sort.choices if value != Sort.BOOK]
HOLDS = "What the file holds"


class ReadingFilter(AuthorityFilter):
    """Words of its name or headings, what the file holds, and of which authority."""

    words = SearchFilter()
    holds = django_filters.ChoiceFilter(
        field_name="sort",  # not its name: an address says by it in which order the rows stand
        label=HOLDS,
        choices=READ_BY_COLUMNS,
        empty_label="All",
        error_messages=not_a_choice(HOLDS),
    )

    class Meta(ListFilter.Meta):
        model = ImportMapping
        fields: list[str] = []
