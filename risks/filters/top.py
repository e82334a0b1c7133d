"""How the top risks are narrowed."""

from __future__ import annotations

from typing import ClassVar

from kpa_tracker.base.people.filters import AuthorityFilter
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.filters import ListFilter, RecordFilter
from risks.models import Category, Risk


class TopRiskFilter(AuthorityFilter):
    """Whose risks: of an authority, a committee, a category."""

    committee = RecordFilter(Committee, archived=True, label="Committee")
    category = RecordFilter(Category, archived=True, label="Category")

    class Meta(ListFilter.Meta):
        model = Risk
        fields: ClassVar[list[str]] = []
