"""The risk register: what could keep the authority from its ambitions."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.marked import Marked
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models import Ambition
from risks.models.querysets import ENDED, RiskQuerySet
from risks.models.schemes import Category, one_of
from risks.scoring import Accepted, Level
from risks.scoring import stance as stance_of


class Risk(Marked, Archivable, Record):
    """A risk of the authority: what may happen, who answers for it, how it is scored, and what hangs on it.

    `inherent`, `current` and `target` are its latest assessments, kept by the action that assesses. `deliverables` are
    those that treat it.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        TREATED = "treated", "Treated"
        TOLERATED = "tolerated", "Tolerated"
        TRANSFERRED = "transferred", "Transferred"
        TERMINATED = "terminated", "Terminated"
        CLOSED = "closed", "Closed"

    class Proximity(models.TextChoices):
        NOW = "now", "Within three months"
        YEAR = "year", "Within a year"
        LATER = "later", "In one to three years"
        DISTANT = "distant", "In more than three years"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="risks")
    reference = models.CharField(max_length=30, help_text="As the register has it: KPA 05. Never used twice.")
    title = models.CharField(max_length=300)
    cause = models.TextField(blank=True, help_text="Because of what?")
    event = models.TextField(blank=True, help_text="What may happen?")
    effect = models.TextField(blank=True, help_text="What would follow from it?")
    description = models.TextField("background", blank=True)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    committee = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    proximity = models.CharField("how soon", max_length=8, choices=Proximity.choices, blank=True)
    status = models.CharField(max_length=11, choices=Status.choices, default=Status.OPEN, editable=False)
    status_reason = models.TextField("why it has this status", blank=True, editable=False)
    public_wording = models.TextField(
        blank=True, help_text="What the public register says of it. Empty: its reference alone."
    )
    ambitions = models.ManyToManyField(Ambition, blank=True, related_name="risks")
    deliverables = models.ManyToManyField(Deliverable, blank=True, related_name="risks")
    inherent = models.ForeignKey(
        "risks.Assessment", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    current = models.ForeignKey(
        "risks.Assessment", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    target = models.ForeignKey(
        "risks.Assessment", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    next_review = models.DateField("next review by", null=True, blank=True, editable=False, db_index=True)

    objects = RiskQuerySet.as_manager()
    stood_on: datetime.date | None = None
    """The day as of which it was read from the history; none: as it is now."""

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["reference"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "reference"],
                name="risks_reference_once_an_authority",
                violation_error_message="The register already has a risk with this reference.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["transferred", *ENDED]) | ~Q(status_reason=""),
                name="risks_status_says_why",
            ),
            one_of("status", ["open", "treated", "tolerated", "transferred", *ENDED], constraint="risks_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        page = reverse("risk", args=[self.pk])
        return f"{page}?as_of={self.stood_on.isoformat()}" if self.stood_on else page

    @property
    def is_ended(self) -> bool:
        """Whether it is no risk any more: nothing is due on it, and it stands in no picture."""
        return self.status in ENDED

    @cached_property
    def stance(self) -> str:
        """Where it stands against appetite. Needs `with_facts`; `with_stance` has the database say it."""
        until = self.accepted_until  # type: ignore[attr-defined]
        return stance_of(
            level=self.current_level,  # type: ignore[attr-defined]
            appetite=self.category.appetite if self.category else None,
            is_ended=self.is_ended,
            is_treated=self.is_treated,  # type: ignore[attr-defined]
            accepted=Accepted(Level(self.accepted_level), until) if until else None,  # type: ignore[attr-defined]
            today=clock.today(),
        ).value

    @property
    def review_due(self) -> datetime.date | None:
        """The day by which it is to be reviewed; none where it has ended."""
        return None if self.is_ended else self.next_review

    @property
    def is_review_overdue(self) -> bool:
        return self.review_due is not None and self.review_due < (self.stood_on or clock.today())
