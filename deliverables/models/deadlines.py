"""Requests to move a deadline, and what was decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from deliverables.models.deliverables import Deliverable
from kpa_tracker.base.toolkit.dates import PartialDate
from kpa_tracker.base.toolkit.models import (
    Record,
    both_or_neither,
    partial_date_columns,
    partial_date_of,
    set_partial_date,
)


class DeadlineRequestQuerySet(models.QuerySet[Any]):
    """Requests to move deadlines."""

    def visible_to(self, user: Any) -> Any:
        """Select the requests on the deliverables that this person may see."""
        return self.filter(deliverable__in=Deliverable.objects.visible_to(user))

    def undecided(self) -> Any:
        """Select what waits for a decision."""
        return self.filter(decision="")


class DeadlineRequest(Record):
    """Somebody asks for a new deadline, with a reason; somebody else decides. Approved ones are its history."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="deadline_requests")
    old_text, old_precision, old_due = partial_date_columns("deadline at the time")
    new_text, new_precision, new_due = partial_date_columns("deadline asked for")
    reason = models.TextField()
    effect = models.TextField("effect on others", blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    requested_at = models.DateTimeField(editable=False)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision_reason = models.TextField(blank=True, editable=False)
    minute = models.CharField("minute reference", max_length=200, blank=True, editable=False)

    objects = DeadlineRequestQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-requested_at"]
        constraints: ClassVar = [
            both_or_neither("decided_at", "decided_by", name="deliverables_deadlinerequest_decided_by_and_at"),
            models.UniqueConstraint(
                fields=["deliverable"], condition=Q(decision=""), name="deliverables_deadlinerequest_one_waits"
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["approved", "refused"]) | ~Q(decided_by=F("requested_by")),
                name="deliverables_deadlinerequest_decided_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}: from {self.old_text or 'no deadline'} to {self.new_text}"

    def get_absolute_url(self) -> str:
        return self.deliverable.get_absolute_url()

    @property
    def authority_id(self) -> int:
        return self.deliverable.authority_id

    @property
    def new(self) -> PartialDate:
        return partial_date_of(self, "new")

    @new.setter
    def new(self, value: PartialDate) -> None:
        set_partial_date(self, "new", value)

    @property
    def old(self) -> PartialDate:
        return partial_date_of(self, "old")

    @old.setter
    def old(self, value: PartialDate) -> None:
        set_partial_date(self, "old", value)
