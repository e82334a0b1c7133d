"""Deliverables: what the plan promises, who owns it, by when."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property

from deliverables.models.querysets import DeliverableQuerySet
from deliverables.progress import ComputedStatus, Slip, computed_status, slip_of
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import PartialDate
from kpa_tracker.base.toolkit.marked import Marked
from kpa_tracker.base.toolkit.models import Archivable, Record, partial_date_columns, partial_date_of, set_partial_date
from plans.models import Ambition, Descriptor, Plan, Priority
from targets.models import Measure, Recommendation


class Deliverable(Marked, Archivable, Record):
    """The third level of a plan: something that one post leads, by a deadline, and that can be seen to be done."""

    stands_in = "plan"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="deliverables")
    ambition = models.ForeignKey(Ambition, on_delete=models.PROTECT, related_name="deliverables")
    descriptor = models.ForeignKey(
        Descriptor, null=True, blank=True, on_delete=models.PROTECT, related_name="deliverables"
    )
    reference = models.CharField(max_length=30, help_text="Unique in its plan: 1.2.3.")
    title = models.CharField(max_length=400)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField("order", default=0)
    lead = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="leads", verbose_name="lead post"
    )
    supporting = models.ManyToManyField(Post, blank=True, related_name="supports", verbose_name="supporting posts")
    committee = models.ForeignKey(
        Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="deliverables"
    )
    priorities = models.ManyToManyField(Priority, blank=True, related_name="deliverables")
    measures = models.ManyToManyField(Measure, blank=True, related_name="deliverables", help_text="What it rests on.")
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="deliverables", help_text="What it answers."
    )
    deadline_text, deadline_precision, deadline_due = partial_date_columns("deadline")
    first_deadline_text, first_deadline_precision, first_deadline_due = partial_date_columns("first adopted deadline")
    deadline_moves = models.PositiveIntegerField(default=0, editable=False)
    made_on = models.DateField("in the plan since", default=clock.today, editable=False)
    public_wording = models.TextField(blank=True, help_text="What the public plan says of it. Empty: its title.")
    source_owner = models.CharField(
        "owner as written", max_length=300, blank=True, help_text="What an imported table had in its owner's cell."
    )
    latest = models.ForeignKey(
        "deliverables.ProgressUpdate",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    stood_on: datetime.date | None = None
    """The day as of which it was read from the history; None is today."""

    objects = DeliverableQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["plan", "position", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["plan", "ambition", "position"], name="deliverable_in_plan_order"),
        ]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "reference"],
                name="deliverables_reference_once_a_plan",
                violation_error_message="This plan already has a deliverable with this reference.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """Return its page; of one that was read from the past, as of the same day."""
        page = reverse("deliverable", args=[self.pk])
        return f"{page}?as_of={self.stood_on.isoformat()}" if self.stood_on else page

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def deadline(self) -> PartialDate:
        return partial_date_of(self, "deadline")

    @deadline.setter
    def deadline(self, value: PartialDate) -> None:
        set_partial_date(self, "deadline", value)

    @property
    def first_deadline(self) -> PartialDate:
        return partial_date_of(self, "first_deadline")

    @first_deadline.setter
    def first_deadline(self, value: PartialDate) -> None:
        set_partial_date(self, "first_deadline", value)

    @property
    def slip(self) -> Slip:
        """How far its deadline has moved since it was first adopted."""
        return slip_of(self.first_deadline_due, self.deadline_due, self.deadline_moves)

    @cached_property
    def computed(self) -> ComputedStatus:
        """What the dates and the reports say beside the judged rating. Needs `for_list` or `for_page`."""
        latest = self.latest
        return computed_status(
            stage=latest.stage if latest else "",
            rating=latest.rating if latest else "",
            forecast=latest.forecast if latest else "",
            deadline_due=self.deadline_due,
            first_due=self.first_deadline_due,
            moves=self.deadline_moves,
            has_update_this_period=not self.awaiting,  # type: ignore[attr-defined]
            last_update_on=clock.day_of(latest.submitted_at) if latest and latest.submitted_at else None,
            back_to_green_on=latest.green_on if latest else None,
            has_evidence=self.evidenced,  # type: ignore[attr-defined]
            rated_otherwise=getattr(self, "otherwise", False),
            today=self.stood_on or clock.today(),
            rating_word=getattr(self, "rating_word", ""),
            forecast_word=getattr(self, "forecast_word", ""),
        )

    @property
    def stage(self) -> str:
        return self.latest.stage if self.latest else ""

    @property
    def rating(self) -> str:
        return self.latest.rating if self.latest else ""


class PartOfDeliverable(Record):
    """What belongs to one deliverable and has an order in it."""

    position = models.PositiveIntegerField("order", default=0)

    class Meta:
        abstract = True
        ordering: ClassVar = ["position", "pk"]

    @property
    def authority_id(self) -> int:
        return self.deliverable.authority_id  # type: ignore[attr-defined]


class Measurement(PartOfDeliverable):
    """How anybody will know that the deliverable is achieved."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="measurements")
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class SubItem(PartOfDeliverable):
    """One of several things under a deliverable, with its own committee where it has one."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="sub_items")
    text = models.CharField(max_length=400)
    committee = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="sub_items")
    committee_text = models.CharField("committee as written", max_length=200, blank=True)

    def __str__(self) -> str:
        return self.text
