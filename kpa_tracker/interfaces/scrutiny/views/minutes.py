"""A minute-taker's draft, as a Word file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.pages import RecordPage
from kpa_tracker.interfaces.scrutiny.actions.drafting import draft_minutes

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class DraftMinutes(RecordPage):
    """Taking the draft away. Where there can be none, the reader is sent back to the meeting with the reason."""

    model = Meeting
    permission_required = "people.view_meeting"
    purpose = "The minutes as far as they are recorded, as a Word document for the minute-taker to go on with."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.get_object(self.get_queryset().select_related("committee__authority"))
        try:
            content = draft_minutes(meeting, reader=request.user)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect(meeting)
        name = f"draft-minutes-{slugify(str(meeting.committee))}-{meeting.held_on:%Y-%m-%d}.docx"
        return HttpResponse(content, WORD, headers={"Content-Disposition": f'attachment; filename="{name}"'})
