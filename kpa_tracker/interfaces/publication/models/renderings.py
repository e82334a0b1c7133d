"""Documents that are drawn while nobody waits."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kpa_tracker.base.toolkit import clock
from plans.models import Plan

KEPT_FOR = datetime.timedelta(days=1)


class RenderingQuerySet(models.QuerySet[Any]):
    """Documents that somebody has asked for."""

    def visible_to(self, user: Any) -> Any:
        """Select what this person has asked for within the last day, of plans that they may see: nobody else does."""
        return self.standing().filter(asked_by=user, plan__in=Plan.objects.visible_to(user))

    def standing(self) -> Any:
        """Select what is not yet to be cleared away."""
        return self.filter(asked_at__gt=clock.now() - KEPT_FOR)

    def open(self) -> Any:
        """Select what waits or is being drawn."""
        return self.filter(state__in=Rendering.OPEN)

    def for_page(self) -> Any:
        """Load the plan and its authority; the file stays behind: one query."""
        return self.select_related("plan__authority").defer("content")


class Rendering(models.Model):
    """A document that somebody has asked for as a PDF and that takes too long to wait for it. Kept for a day, for
    them alone."""

    class Kind(models.TextChoices):
        WORKING = "working", "The working document"
        PUBLIC = "public", "The public document"
        PERFORMANCE = "performance", "The performance report"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for its turn"
        DRAWING = "drawing", "Is being drawn"
        DRAWN = "drawn", "Ready"
        FAILED = "failed", "Could not be drawn"
        CANCELLED = "cancelled", "Cancelled"

    OPEN: ClassVar = (State.WAITING, State.DRAWING)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="renderings", editable=False)
    kind = models.CharField(max_length=11, choices=Kind.choices, editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False, db_index=True)
    started_at = models.DateTimeField(null=True, editable=False)
    why_not = models.TextField(blank=True, editable=False)
    name = models.CharField(max_length=200, blank=True, editable=False)
    content = models.BinaryField(default=b"", editable=False)

    objects: ClassVar = RenderingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "kind", "asked_by"],
                condition=Q(state__in=["waiting", "drawing"]),
                name="publication_rendering_asked_for_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(why_not=""), name="publication_rendering_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.plan}"

    def get_absolute_url(self) -> str:
        return reverse("rendering", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_drawn(self) -> bool:
        return self.state == self.State.DRAWN
