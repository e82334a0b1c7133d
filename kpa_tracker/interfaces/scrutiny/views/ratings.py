"""The committee's own rating of a deliverable."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.scrutiny.actions import rate_as_committee
from kpa_tracker.interfaces.scrutiny.forms.minuting import CommitteeRatingForm
from kpa_tracker.interfaces.scrutiny.forms.questions import held_meetings
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, CommitteeRating
from kpa_tracker.interfaces.scrutiny.rules import committees_served
from kpa_tracker.interfaces.scrutiny.views.meetings import RECORD
from kpa_tracker.interfaces.scrutiny.views.ways import UnderTheCommittee, named, ways


class RateAsCommittee(EditPage):
    """Recording how a committee rated a deliverable."""

    model, form_class = Deliverable, CommitteeRatingForm
    permission_required = "scrutiny.ask_question"
    page_title = "Record the committee's own rating"
    success_message = "The committee's rating is recorded. It stands beside the owner's until that is answered."

    @cached_property
    def item(self) -> AgendaItem | None:
        return named(self.request, "item", AgendaItem)

    def get_purpose(self) -> str:
        return f"Of {self.object}. It does not replace the owner's rating: it stands beside it."

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(self.object.plan.title, self.object.plan.get_absolute_url()), (str(self.object), "")]

    def meetings(self) -> Any:
        """The held meetings of the committees for which this person records, that of the overseeing one first."""
        served = committees_served(self.request.user).filter(authority=self.object.authority_id)
        return held_meetings(served)

    def get_instance(self) -> CommitteeRating:
        return CommitteeRating(deliverable=self.object, item=self.item)

    def get_initial(self) -> dict[str, Any]:
        own = self.meetings().filter(committee=self.object.committee_id).first()
        return {"meeting": self.item.meeting if self.item else own}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "meetings": self.meetings()}

    def perform(self, form: CommitteeRatingForm) -> Any:
        return rate_as_committee(form.instance, by=self.request.user)


WAYS = (
    (
        "Answer it",
        "committee-rating-answer",
        "scrutiny.answer",
        lambda one: not one.is_answered and not one.is_withdrawn,
    ),
    ("Take it back", "committee-rating-withdraw", RECORD, lambda one: not one.is_withdrawn),
)


class RatingPage(UnderTheCommittee, RecordPage):
    """One rating of a committee, and the owner's answer."""

    model = CommitteeRating
    permission_required = "people.view_meeting"
    template_name = "scrutiny/committee_rating.html"
    purpose = "How the committee rated a deliverable at a meeting, beside how its owner rated it then."

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().select_related("meeting__committee__authority", "withdrawn_by")

    def get_page_title(self) -> str:
        return f"Rating of {self.object.committee}"

    def get_page_actions(self) -> list[PageAction]:
        return ways(self, WAYS)
