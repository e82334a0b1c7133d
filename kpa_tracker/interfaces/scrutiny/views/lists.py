"""The lists of questions, of minuted actions and of committees' ratings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.toolkit.pages import Crumb, ListPage, PageAction
from kpa_tracker.interfaces.scrutiny.filters.minuting import CommitteeRatingFilter, MinutedActionFilter, QuestionFilter
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Question
from kpa_tracker.interfaces.scrutiny.tables.minuting import CommitteeRatingTable, MinutedActionTable, QuestionTable


class OfCommittees(ListPage):
    """A list whose way back is the committees, and what everybody with a role may read."""

    permission_required = "people.view_meeting"

    def get_queryset(self) -> Any:
        """What was taken back is shown only where it is asked for."""
        records: Any = super().get_queryset()
        return records if self.request.GET.get("state") == "withdrawn" else records.standing()

    def get_breadcrumbs(self) -> list[Crumb]:
        return [("Committees", reverse("committee-list"))]


class QuestionList(OfCommittees):
    model, table_class, filterset_class = Question, QuestionTable, QuestionFilter
    page_title = "Questions"
    purpose = "What committees have asked, of whom, and what was answered."
    empty_message = "No committee has asked anything yet."

    def get_page_actions(self) -> list[PageAction]:
        may = self.request.user.has_perm("scrutiny.ask_question")
        return [("Ask a question", reverse("question-ask"), "primary")] if may else []


class MinutedActionList(OfCommittees):
    model, table_class, filterset_class = MinutedAction, MinutedActionTable, MinutedActionFilter
    page_title = "Minuted actions"
    purpose = "What meetings have asked for, of whom and by when, what was answered, and which meeting closed it."
    empty_message = "No meeting has minuted an action yet."


class CommitteeRatingList(OfCommittees):
    model, table_class, filterset_class = CommitteeRating, CommitteeRatingTable, CommitteeRatingFilter
    page_title = "Ratings of committees"
    purpose = "How committees rated deliverables at their meetings, beside how the owners rated them then."
    empty_message = "No committee has rated anything itself yet."
