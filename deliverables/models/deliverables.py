"""Deliverables: what the plan promises, who owns it, by when."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from deliverables.models.periods import ReportingPeriod
from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import PartialDate
from kpa_tracker.base.toolkit.models import Archivable, Record, partial_date_columns, partial_date_of, set_partial_date
from plans.models import Ambition, Descriptor, Plan, Priority

OPEN_STAGES = ("", "not_started", "in_progress")
DUE_SOON_DAYS = 30


class DeliverableQuerySet(models.QuerySet[Any]):
    """Deliverables, with the selections that pages, facets and dashboards share."""

    def visible_to(self, user: Any) -> Any:
        """Select the deliverables of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def current(self) -> Any:
        """Select what is not archived, in a plan, ambition and descriptor that are not archived either."""
        return self.filter(
            Q(descriptor=None) | Q(descriptor__archived_at=None),
            archived_at=None,
            ambition__archived_at=None,
            plan__archived_at=None,
        )

    def in_plan_order(self) -> Any:
        """Order as the plan's table does."""
        return self.order_by("plan_id", "ambition__position", "ambition_id", "descriptor__position", "descriptor_id", "position", "pk")  # fmt: skip

    def for_list(self) -> Any:
        """Load everything that a row names, by joins: one query. Annotates `reported` (see with_reported)."""
        joined = self.select_related("plan", "ambition", "descriptor", "lead", "committee", "latest__period")
        return joined.current().with_reported().in_plan_order()

    def for_page(self) -> Any:
        """Load what the deliverable's page names at its head."""
        return self.select_related(
            "plan__authority",
            "plan__scale",
            "ambition",
            "descriptor",
            "lead",
            "committee",
            "latest__period",
            "archived_by",
        ).with_reported()

    def with_reported(self) -> Any:
        """Annotate `awaiting`: an open period of the plan has no submitted or accepted update of this one."""
        submitted = OuterRef("pk")
        periods = ReportingPeriod.objects.filter(plan=OuterRef("plan"), closed_at=None, opens_on__lte=clock.today())
        unanswered = periods.exclude(updates__deliverable=submitted, updates__state__in=["submitted", "accepted"])
        return self.annotate(awaiting=Exists(unanswered))

    def matching(self, words: str) -> Any:
        """Select what holds every word somewhere in its reference, title, description or owner."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                Q(reference__icontains=word)
                | Q(title__icontains=word)
                | Q(description__icontains=word)
                | Q(lead__title__icontains=word)
            )
        return selected

    def led_by(self, posts: Any) -> Any:
        """Select what one of these posts leads."""
        return self.filter(lead__in=posts)

    def open(self) -> Any:
        """Select what is neither complete nor cancelled."""
        return self.filter(Q(latest=None) | Q(latest__stage__in=OPEN_STAGES))

    def overdue(self, on: datetime.date | None = None) -> Any:
        """Select what is open past its deadline."""
        return self.open().filter(deadline_due__lt=on or clock.today())

    def due_soon(self, on: datetime.date | None = None) -> Any:
        """Select what is open and due within the next 30 days."""
        today = on or clock.today()
        return self.open().filter(deadline_due__range=(today, today + datetime.timedelta(days=DUE_SOON_DAYS)))

    def green_but_late(self, on: datetime.date | None = None) -> Any:
        """Select what is rated green though it is overdue."""
        return self.overdue(on).filter(latest__rating__in=["green", "amber_green"])

    def stale(self) -> Any:
        """Select what is open without an update in a period that takes updates."""
        return self.open().with_reported().filter(awaiting=True)

    def slipped(self) -> Any:
        """Select what is due later than its first adopted deadline."""
        return self.filter(deadline_due__gt=F("first_deadline_due"))

    def without_owner(self) -> Any:
        """Select what no post leads."""
        return self.filter(lead=None)

    def without_deadline(self) -> Any:
        """Select what has no deadline at all; "ongoing" and "quarterly" are deadlines."""
        return self.filter(deadline_precision="none")

    def without_measurement(self) -> Any:
        """Select what does not say how anybody will know."""
        return self.filter(~Exists(Measurement.objects.filter(deliverable=OuterRef("pk"))))


class Deliverable(Archivable, Record):
    """The third level of a plan: something that one post leads, by a deadline, and that can be seen to be done."""

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
    deadline_text, deadline_precision, deadline_due = partial_date_columns("deadline")
    first_deadline_text, first_deadline_precision, first_deadline_due = partial_date_columns("first adopted deadline")
    deadline_moves = models.PositiveIntegerField(default=0, editable=False)
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
        return reverse("deliverable", args=[self.pk])

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
