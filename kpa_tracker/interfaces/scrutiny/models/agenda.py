"""The agenda of a meeting, and who was there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from kpa_tracker.base.people.models import Meeting, Post
from kpa_tracker.base.toolkit.models import Record
from kpa_tracker.interfaces.scrutiny.models.about import AT_LENGTH, CommitteeWorkQuerySet, OfMeeting
from plans.models import Plan


class AgendaItemQuerySet(CommitteeWorkQuerySet):
    """Items of agendas."""

    def for_list(self) -> Any:
        """Load what a line of the agenda names, in its order: one query."""
        return self.select_related("plan", "presented_by").order_by("position", "pk")


class AgendaItem(OfMeeting):
    """One item of a meeting's agenda: what was put to the committee, and what had changed since the last time."""

    class Kind(models.TextChoices):
        DRAFT_PLAN = "draft_plan", "Draft plan"
        PROGRESS = "progress", "Progress of the plan"
        RISKS = "risks", "Risk register"
        INSPECTION = "inspection", "Inspection report"
        ACTIONS = "actions", "Minuted actions of earlier meetings"
        OTHER = "other", "Something else"

    position = models.PositiveIntegerField("order", default=0)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER)
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    presented_by = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="presented_items"
    )
    presented = models.TextField("what was presented", blank=True, validators=AT_LENGTH)
    differences = models.TextField(
        "what has changed",
        blank=True,
        validators=AT_LENGTH,
        help_text="What was explained as changed since the last plan or meeting.",
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta(OfMeeting.Meta):
        ordering: ClassVar = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agenda-item", args=[self.pk])


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Who was at which meeting."""

    def visible_to(self, user: Any) -> AttendanceQuerySet:
        """Select the attendance at meetings of the authorities in which this person has a role."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class Attendance(Record):
    """Which posts were at a meeting, and which sent their apologies."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="attendance")
    present = models.ManyToManyField(Post, blank=True, related_name="+")
    apologies = models.ManyToManyField(Post, blank=True, related_name="+")

    objects = AttendanceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Who was at the meeting of {self.meeting}"

    @property
    def authority_id(self) -> int:
        return self.meeting.authority_id
