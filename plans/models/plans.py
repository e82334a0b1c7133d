"""Plans."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.markings import LONGEST, OFFICIAL
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models.scales import Scale
from plans.periods import Calendar, Nation, Rhythm, days_written
from plans.periods.calendar import DUE_AFTER, OPENS_AFTER


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
    marking = models.CharField("protective marking", max_length=LONGEST, default=OFFICIAL)
    vision = models.TextField(blank=True)
    values = models.TextField(
        blank=True, help_text="A line that starts with - becomes a bullet; **bold** becomes bold."
    )
    foreword = models.TextField(blank=True, help_text="Headings start with ##; an empty line starts a new paragraph.")
    ambition_word = models.CharField("first level is called", max_length=60, default="Ambition")
    descriptor_word = models.CharField("second level is called", max_length=60, default="Descriptor")
    deliverable_word = models.CharField("third level is called", max_length=60, default="Deliverable")
    reports_every = models.CharField(
        "how often it reports", max_length=10, choices=Rhythm.choices(), default=Rhythm.QUARTER.value
    )
    reports_to = models.TextField(
        "last days of its periods",
        blank=True,
        help_text="For days of your own alone: one a line, such as 31 July 2009.",
    )
    opens_after = models.PositiveSmallIntegerField(
        "updates open, in days after a period's end",
        default=OPENS_AFTER,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="On a weekend or a bank holiday they open on the next working day.",
    )
    due_after = models.PositiveSmallIntegerField(
        "updates are due, in working days after that",
        default=DUE_AFTER,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Weekends and bank holidays are not counted.",
    )
    bank_holidays = models.CharField(
        "bank holidays of", max_length=3, choices=Nation.choices(), default=Nation.ENGLAND.value
    )

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
    def shown_marking(self) -> str:
        return self.marking

    @property
    def is_adopted(self) -> bool:
        return self.state in {self.State.ADOPTED, self.State.CLOSED}

    @property
    def is_open_to_change(self) -> bool:
        return self.state != self.State.CLOSED

    @property
    def calendar(self) -> Calendar:
        """When it reports."""
        return Calendar(
            every=Rhythm(self.reports_every),
            opens_after=self.opens_after,
            due_after=self.due_after,
            nation=Nation(self.bank_holidays),
            ends=days_written(self.reports_to),
        )

    def clean(self) -> None:
        """Refuse what names no days, and days of its own that are missing."""
        super().clean()
        fault = self._fault_of_days()
        if fault:
            raise ValidationError({"reports_to": fault})

    def _fault_of_days(self) -> str:
        try:
            days = days_written(self.reports_to)
        except ValueError as error:
            return str(error)
        needed = self.reports_every == Rhythm.CUSTOM and not days
        return "Write the last day of each period, one a line." if needed else ""
