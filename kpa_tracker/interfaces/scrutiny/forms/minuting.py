"""What a meeting decided."""

from __future__ import annotations

from typing import Any

from django import forms

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.editing import OnRecordForm
from kpa_tracker.base.toolkit.forms import DayField, RatingField
from kpa_tracker.interfaces.scrutiny.forms.questions import OfferingForm, held_meetings
from kpa_tracker.interfaces.scrutiny.models import CommitteeRating, MinutedAction, Resolution
from plans.models import Plan

MINUTE_HINT = "As the minutes number it: 14/10 or 5.2."


class MinutedActionForm(OfferingForm):
    """What is to be done, by whom, by when."""

    due_on = DayField(label="Due", required=False)
    field_order = ("minute", "text", "owner", "due_on", "item", "deliverable")

    class Meta:
        model = MinutedAction
        fields = ("minute", "text", "owner", "due_on", "item", "deliverable")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"owner": "Who does it?", "deliverable": "Which deliverable is it about?"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.subject is not None and not self.instance.deliverable_id:
            del self.fields["deliverable"]

    def offers(self) -> dict[str, Any]:
        promised = Deliverable.objects.filter(plan__authority=self.instance.authority_id).current()
        in_force = promised.filter(plan__state=Plan.State.ADOPTED)
        return super().offers() | {"deliverable": in_force.order_by("plan", "position")}


class CloseForm(OnRecordForm):
    """Which meeting closed an action, and the minute that says so."""

    meeting = forms.ModelChoiceField(
        label="Which meeting closed it?", queryset=Meeting.objects.none(), empty_label="Choose a meeting"
    )
    minute = forms.CharField(label="Minute reference", max_length=40, help_text=MINUTE_HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minuted: Any = self.instance.meeting
        offered: Any = self.fields["meeting"]
        offered.queryset = held_meetings([minuted.committee_id]).filter(held_on__gt=minuted.held_on)

    def saved_value(self, current: Any, name: str) -> Any:
        return current.closed_meeting if name == "meeting" else current.closed_minute


class ResolutionForm(OfferingForm):
    """What a meeting resolved."""

    field_order = ("minute", "text", "item")

    class Meta:
        model = Resolution
        fields = ("minute", "text", "item")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class CommitteeRatingForm(OfferingForm):
    """How a committee rates a deliverable, with the words of its plan's scale. `meetings` are those that may say so."""

    rating = RatingField(label="How does the committee rate it?")
    field_order = ("meeting", "rating", "reason", "minute")

    class Meta:
        model = CommitteeRating
        fields = ("meeting", "rating", "reason", "minute")
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        labels = {"meeting": "At which meeting?", "reason": "Why?"}

    def __init__(self, *args: Any, meetings: Any, **kwargs: Any) -> None:
        self.meetings = meetings
        super().__init__(*args, **kwargs)
        rating: Any = self.fields["rating"]
        rating.offer(self.instance.deliverable.plan.scale.points.all())

    def offers(self) -> dict[str, Any]:
        return {"meeting": self.meetings}
