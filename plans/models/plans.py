"""Plans."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models.scales import Scale


class PlanQuerySet(ScopedQuerySet):
    """Plans of authorities."""

    def for_list(self) -> Any:
        """Load each plan's authority: one query."""
        return self.current().select_related("authority", "previous")

    def for_page(self) -> Any:
        """Load what the plan's page names at its head."""
        return self.select_related("authority", "previous", "under", "scale", "archived_by")

    def matching(self, words: str) -> Any:
        """Select what holds every word in its title."""
        selected = self
        for word in words.split():
            selected = selected.filter(title__icontains=word)
        return selected

    def in_force(self) -> Any:
        """Select the adopted plans."""
        return self.filter(state=Plan.State.ADOPTED)


class Plan(Archivable, Record):
    """An authority's business plan for a period: its words, its levels' names and its scale of ratings."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTATION = "consultation", "In consultation"
        ADOPTED = "adopted", "Adopted"
        CLOSED = "closed", "Closed"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=200)
    starts_on = models.DateField("starts")
    ends_on = models.DateField("ends")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT, editable=False)
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="plans")
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="next",
        verbose_name="plan that it follows",
    )
    under = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="below",
        verbose_name="plan that it stands under",
        help_text="A three-year plan, whose targets this year's plan serves.",
    )
    marking = models.CharField("protective marking", max_length=60, default="OFFICIAL")
    vision = models.TextField(blank=True)
    values = models.TextField(
        blank=True, help_text="A line that starts with - becomes a bullet; **bold** becomes bold."
    )
    foreword = models.TextField(blank=True, help_text="Headings start with ##; an empty line starts a new paragraph.")
    ambition_word = models.CharField("first level is called", max_length=60, default="Ambition")
    descriptor_word = models.CharField("second level is called", max_length=60, default="Descriptor")
    deliverable_word = models.CharField("third level is called", max_length=60, default="Deliverable")

    objects = PlanQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["-starts_on", "title"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "title"],
                name="plans_plan_title_once_an_authority",
                violation_error_message="This authority already has a plan with this title.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plans_plan_ends_after_it_starts",
                violation_error_message="The plan ends after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.pk])

    @property
    def is_adopted(self) -> bool:
        return self.state in {self.State.ADOPTED, self.State.CLOSED}

    @property
    def is_open_to_change(self) -> bool:
        return self.state != self.State.CLOSED
