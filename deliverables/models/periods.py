"""Reporting periods of a plan."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_days
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Plan


class ReportingPeriodQuerySet(models.QuerySet[Any]):
    """Reporting periods."""

    def visible_to(self, user: Any) -> Any:
        """Select the periods of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def open_on(self, day: datetime.date) -> Any:
        """Select the periods that take updates on a day: opened, and not closed."""
        return self.filter(opens_on__lte=day, closed_at=None)

    def latest_opened(self) -> Any:
        """Select each plan's latest period that updates were opened for."""
        return self._opened_from_the_end(1)

    def before_latest_opened(self) -> Any:
        """Select each plan's period before that one: what movement is measured from."""
        return self._opened_from_the_end(2)

    def _opened_from_the_end(self, place: int) -> Any:
        from_the_end = Window(RowNumber(), partition_by="plan", order_by="-observed_from")
        opened = self.filter(opens_on__lte=clock.today()).annotate(place=from_the_end)
        return opened.filter(place=place).order_by().values("pk")


class ReportingPeriod(Record):
    """What officers report on (the months observed) and when they report it (the window to submit in)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=100, help_text="For example Quarter 1, April to June 2009.")
    observed_from = models.DateField("reports on, from")
    observed_to = models.DateField("to")
    opens_on = models.DateField("updates open")
    due_on = models.DateField("updates due")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["observed_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "observed_from"], name="deliverables_period_start_once_a_plan"),
            models.UniqueConstraint(fields=["plan", "name"], name="deliverables_period_name_once_a_plan"),
            models.CheckConstraint(
                condition=Q(observed_to__gte=F("observed_from")),
                name="deliverables_period_observed_in_order",
                violation_error_message="What is reported on ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="deliverables_period_window_in_order",
                violation_error_message="Updates are due after they open.",
            ),
            both_or_neither("closed_at", "closed_by", name="deliverables_period_closed_by_and_at"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("period", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def looked_at_on(self) -> datetime.date:
        """The day by which it is judged what is late: the day that closed it, else today."""
        return timezone.localdate(self.closed_at) if self.closed_at else clock.today()

    @property
    def until_due(self) -> str:
        """Say how far off the due day is: in 11 days, today, 3 days ago."""
        days = (self.due_on - clock.today()).days
        if not days:
            return "today"
        return f"in {format_days(days)}" if days > 0 else f"{format_days(-days)} ago"
