"""A meeting: its agenda, what is outstanding from earlier ones, what was asked and decided."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.editing import EditPage
from kpa_tracker.base.toolkit.pages import Crumb, PageAction, RecordPage
from kpa_tracker.interfaces.scrutiny.actions import record_attendance
from kpa_tracker.interfaces.scrutiny.forms.agenda import AttendanceForm
from kpa_tracker.interfaces.scrutiny.models.meetings import marking_of_minutes, minutes_of, outstanding_for
from kpa_tracker.interfaces.scrutiny.views.ways import UnderTheCommittee, ways

RECORD = "scrutiny.record_minutes"
WAYS = (
    ("Add an item to the agenda", "agenda-item-add", RECORD, lambda meeting: not meeting.is_held),
    ("Record who was there", "meeting-attendance", RECORD, lambda meeting: meeting.is_held),
    ("Minute an action", "minuted-action-add", RECORD, lambda meeting: meeting.is_held),
    ("Record a resolution", "resolution-add", RECORD, lambda meeting: meeting.is_held),
    ("Add an item to the agenda", "agenda-item-add", RECORD, lambda meeting: meeting.is_held),
)
"""(label, name of the address, permission, whether it is offered), what matters most first."""


class OfMeeting(UnderTheCommittee):
    """A page on a meeting itself."""

    @property
    def meeting(self) -> Any:
        return self.object


class MeetingPage(OfMeeting, RecordPage):
    """One meeting of a committee."""

    model = Meeting
    permission_required = "people.view_meeting"
    template_name = "scrutiny/meeting.html"
    purpose = "What is before the committee: actions of earlier meetings first, then the agenda, and what was decided."

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("committee__authority", "committee__chair")

    def get_breadcrumbs(self) -> list[Crumb]:
        *above, (here, _) = super().get_breadcrumbs()
        return [*above, (here, "")]

    def get_page_actions(self) -> list[PageAction]:
        meeting = self.object
        ask = f"{reverse('question-ask')}?meeting={meeting.pk}"
        may = self.request.user.has_perm(RECORD, meeting)
        asking = [("Ask a question", ask, "secondary")] if may and not meeting.committee.is_archived else []
        draft = [("Draft minutes as a Word file", reverse("meeting-minutes", args=[meeting.pk]), "secondary")]
        return [*ways(self, WAYS), *asking, *(draft if meeting.is_held else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, minutes, outstanding = self.object, minutes_of(self.object), outstanding_for(self.object)
        return super().get_context_data(
            outstanding=outstanding,
            marking=marking_of_minutes(minutes, outstanding),
            may_record=self.request.user.has_perm(RECORD, meeting),
            parts=[record for said in (*minutes["agenda"], minutes["apart"]) for record in said.records],
            **minutes,
            **kwargs,
        )


class RecordAttendance(OfMeeting, EditPage):
    """Who was there."""

    model, form_class = Meeting, AttendanceForm
    permission_required = RECORD
    page_title = "Record who was there"
    success_message = "It is recorded who was there."

    def get_purpose(self) -> str:
        return f"The posts that were at the meeting of {self.object}, and the members who sent apologies."

    def perform(self, form: AttendanceForm) -> Any:
        record_attendance(self.object, **form.changes, seen=form.seen, by=self.request.user)
        return self.object
