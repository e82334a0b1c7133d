"""How the lists of inspections and recommendations are narrowed."""

from __future__ import annotations

from typing import Any, ClassVar

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter, SelectionFilter
from plans.models import Ambition
from targets.filters.bodies import AuthorityFilter
from targets.models import Inspection, Recommendation


class InspectionFilter(ListFilter):
    """Words, and where the 56 days stand."""

    words = SearchFilter(label="Words in it")
    comments = MethodChoice(
        label="Comments",
        choices=(
            ("awaiting_comments", "Not published yet"),
            ("late_with_comments", "Later than 56 days"),
        ),
    )

    class Meta(ListFilter.Meta):
        model = Inspection
        fields: ClassVar[list[str]] = []


class AnsweredIn(RecordFilter):
    """An ambition whose deliverables answer it."""

    def filter(self, qs: Any, value: Ambition | None) -> Any:
        return qs.answered_in(value) if value else qs


class RecommendationFilter(AuthorityFilter):
    """Words, status, who answers for it, and what it still lacks."""

    main = ("words", "status", "owner", "inspection")

    words = SearchFilter(label="Words in it")
    status = SelectionFilter(by="in_state", label="Status", choices=Recommendation.State.choices)
    owner = RecordFilter(Post, archived=True, label="Owner")
    inspection = RecordFilter(Inspection, label="Inspection")
    committee = RecordFilter(Committee, archived=True, label="Committee")
    kind = SelectionFilter(by="of_kind", label="Kind", choices=Recommendation.Kind.choices)
    ambition = AnsweredIn(Ambition, label="Answered in the plan under")
    show = MethodChoice(
        label="Show only",
        choices=(
            ("unfinished", "Unfinished"),
            ("overdue", "Overdue"),
            ("due_soon", "Due within 30 days"),
            ("sent_back", "Sent back or taken up again"),
            ("without_owner", "Without an owner"),
            ("without_due", "Without a day"),
            ("without_comment", "Without a comment"),
        ),
    )

    class Meta(ListFilter.Meta):
        model = Recommendation
        fields: ClassVar[list[str]] = []


class ArchivedFilter(ListFilter):
    """Words alone: there are few."""

    words = SearchFilter(label="Words in it")
