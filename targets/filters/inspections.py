"""How the lists of inspections and recommendations are narrowed."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from kpa_tracker.base.people.filters import AuthorityFilter, bodies_asked
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.asof import NotKeptThen, PastDayFilter, ReadThen
from kpa_tracker.base.toolkit.filters import ListFilter, MethodChoice, RecordFilter, SearchFilter, SelectionFilter
from plans.models import Ambition
from targets.filters.bodies import InThePlan
from targets.models import Inspection, Recommendation
from targets.standing import RecommendationRows, recommendations_as_they_stood


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


class RecommendationFilter(AuthorityFilter):
    """Words, status, who answers for it, and what it still lacks."""

    main = ("words", "status", "owner", "inspection")

    words = SearchFilter(label="Words in it")
    status = SelectionFilter(by="in_state", label="Status", choices=Recommendation.State.choices)
    owner = RecordFilter(Post, archived=True, label="Owner")
    inspection = RecordFilter(Inspection, label="Inspection")
    committee = RecordFilter(Committee, archived=True, label="Committee")
    kind = SelectionFilter(by="of_kind", label="Kind", choices=Recommendation.Kind.choices)
    ambition = InThePlan(by="answered_in", label="Answered in the plan under")
    show = MethodChoice(
        label="Show only",
        choices=(
            ("unfinished", "Unfinished"),
            ("overdue", "Overdue"),
            ("due_soon", "Due within 30 days"),
            ("sent_back", "Sent back or taken up again"),
            ("without_owner", "Without an owner"),
            ("without_due", "Without a due date"),
            ("without_comment", "Without a comment"),
        ),
    )
    as_of = PastDayFilter(label="As it stood on")

    class Meta(ListFilter.Meta):
        model = Recommendation
        fields: ClassVar[list[str]] = []


class PastRecommendationFilter(ReadThen, RecommendationFilter):
    """The facets of a tracker that is read as of a day. What was archived since is offered as well; which deliverables
    answered it is looked for today alone."""

    inspection = RecordFilter(Inspection, archived=True, label="Inspection")
    ambition = NotKeptThen(Ambition, label="Answered in the plan under")

    def read(self, day: datetime.date, asked: dict[str, Any]) -> RecommendationRows:
        """Read what the person may see, or what is asked of the authority that the address names."""
        return recommendations_as_they_stood(bodies_asked(self.request.user, asked), on=day)


class ArchivedFilter(ListFilter):
    """Words alone: there are few."""

    words = SearchFilter(label="Words in it")
