"""Recommendations: what inspections ask for, who answers for each, and how it was closed."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import PartialDate
from kpa_tracker.base.toolkit.marked import Marked
from kpa_tracker.base.toolkit.models import (
    Archivable,
    Record,
    both_or_neither,
    partial_date_columns,
    partial_date_of,
    set_partial_date,
)
from targets.models.inspections import Inspection, Judgement

DUE_SOON = datetime.timedelta(days=30)
"""As long before its day as a deliverable is due soon."""


class RecommendationQuerySet(ScopedQuerySet):
    """Recommendations and areas for improvement."""

    def for_list(self) -> Any:
        """Load what a row names: one query."""
        return self.current().select_related("authority", "inspection", "judgement", "owner", "committee")

    def for_page(self) -> Any:
        """Load what the recommendation's page names at its head."""
        return self.select_related(
            *("authority", "inspection", "judgement", "owner", "committee"),
            *("asked_by", "signed_off_by", "archived_by"),
        )

    def unfinished(self) -> Any:
        """Select what is neither closed nor rejected."""
        return self.exclude(state__in=[Recommendation.State.CLOSED, Recommendation.State.REJECTED])

    def overdue(self) -> Any:
        """Select what is unfinished after the end of the date that it was due by."""
        return self.unfinished().filter(due_due__lt=clock.today())

    def due_soon(self) -> Any:
        """Select what is unfinished and due within the next 30 days."""
        today = clock.today()
        return self.unfinished().filter(due_due__range=(today, today + DUE_SOON))

    def sent_back(self) -> Any:
        """Select what is open again although evidence was given: it was not enough, or it was taken up again."""
        return self.filter(state=Recommendation.State.IN_PROGRESS).exclude(evidence="")

    def pending(self) -> Any:
        """Select what waits for a second person's signature, what waits longest first."""
        return self.filter(state=Recommendation.State.PENDING).order_by("asked_at", "pk")

    def by_due_date(self) -> Any:
        """Order by the day that it is due, what has none last."""
        return self.order_by(F("due_due").asc(nulls_last=True), "inspection", "position", "pk")

    def answered_in(self, ambition: Any) -> Any:
        """Select what a deliverable under an ambition of a plan answers."""
        under = self.model.objects.filter(deliverables__ambition=ambition, deliverables__archived_at=None)
        return self.filter(pk__in=under.values("pk"))

    def without_owner(self) -> Any:
        """Select what is unfinished and no post answers for."""
        return self.unfinished().filter(owner=None)

    def without_due(self) -> Any:
        """Select what is unfinished and has no day to be done by."""
        return self.unfinished().filter(due_due=None)

    def without_comment(self) -> Any:
        """Select what has no line in the office's comments, where the report asks for comments."""
        return self.filter(comment="", inspection__needs_comments=True)

    def in_state(self, state: str) -> Any:
        """Select what stands in one state."""
        return self.filter(state=state)

    def of_kind(self, kind: str) -> Any:
        """Select recommendations, or areas for improvement."""
        return self.filter(kind=kind)

    def archived(self) -> Any:
        """Select what was taken out of the tracker, the latest first, with who did it: one query."""
        return self.exclude(archived_at=None).select_related("inspection", "archived_by").order_by("-archived_at")

    def matching(self, words: str) -> Any:
        """Select what holds every word somewhere in its reference, text or owner."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                Q(reference__icontains=word) | Q(text__icontains=word) | Q(owner__title__icontains=word)
            )
        return selected


class Recommendation(Marked, Archivable, Record):
    """Something that an inspection wants done. It closes only with evidence, and when a second person agrees."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        IMPROVEMENT = "improvement", "Area for improvement"

    class State(models.TextChoices):
        AWAITING = "awaiting", "Awaiting allocation"
        IN_PROGRESS = "in_progress", "In progress"
        PENDING = "pending", "Pending sign-off"
        CLOSED = "closed", "Closed"
        REJECTED = "rejected", "Rejected"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="recommendations")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="recommendations")
    judgement = models.ForeignKey(
        Judgement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations",
        verbose_name="under which judgement",
    )
    reference = models.CharField(max_length=30, help_text="Unique in its inspection.")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.RECOMMENDATION)
    text = models.TextField("what is asked for")
    position = models.PositiveIntegerField("order", default=0)
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations")
    committee = models.ForeignKey(
        Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    due_text, due_precision, due_due = partial_date_columns("due")
    state = models.CharField(max_length=12, choices=State.choices, default=State.AWAITING, editable=False)
    remains = models.TextField("what remains to be done", blank=True)
    comment = models.TextField(
        "the office's comment", blank=True, help_text="One line: the steps taken, or why none. Published."
    )
    comment_corrected_on = models.DateField("comment corrected", null=True, blank=True, editable=False)
    is_after_publication = models.BooleanField("entered after publication", default=False, editable=False)
    rejected_reason = models.TextField("rejected because", blank=True, editable=False)
    evidence = models.TextField("evidence that it is done", blank=True, editable=False)
    asked_at = models.DateTimeField("sign-off asked for", null=True, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True, blank=True, editable=False)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecommendationQuerySet.as_manager()
    stood_on: datetime.date | None = None
    """The day as of which it was read from the history; none: as it is now."""

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["inspection", "position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["inspection", "reference"],
                name="targets_recommendation_reference_once",
                violation_error_message="This inspection already has a recommendation with this reference.",
            ),
            both_or_neither("asked_at", "asked_by", name="targets_recommendation_asked_by_and_at"),
            both_or_neither("signed_off_at", "signed_off_by", name="targets_recommendation_signed_by_and_at"),
            models.CheckConstraint(
                condition=~Q(state="closed") | (~Q(evidence="") & Q(signed_off_by__isnull=False)),
                name="targets_recommendation_closed_on_evidence",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by=None) | ~Q(signed_off_by=F("asked_by")),
                name="targets_recommendation_second_person",
                violation_error_message="Somebody else signs it off.",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(rejected_reason=""),
                name="targets_recommendation_rejected_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.pk])

    @property
    def due(self) -> PartialDate:
        return partial_date_of(self, "due")

    @due.setter
    def due(self, value: PartialDate) -> None:
        set_partial_date(self, "due", value)

    @property
    def is_overdue(self) -> bool:
        return not self.is_finished and self.due_due is not None and self.due_due < (self.stood_on or clock.today())

    @property
    def is_due_soon(self) -> bool:
        today = self.stood_on or clock.today()
        return not self.is_finished and self.due_due is not None and today <= self.due_due <= today + DUE_SOON

    @property
    def came_back(self) -> bool:
        """Evidence was given, and it is open again: it was not enough, or it was taken up again."""
        return self.state == self.State.IN_PROGRESS and bool(self.evidence)

    @property
    def lacks_comment(self) -> bool:
        """Its report's 56 days run, and it has no line of its own yet."""
        return not self.comment and self.inspection.awaits_comments

    @property
    def is_settled(self) -> bool:
        """Nothing but the office's line changes: it waits for sign-off, or is finished."""
        return self.is_finished or self.state == self.State.PENDING

    @property
    def is_line_published(self) -> bool:
        """The office's comments are published, and its line is among them: it is corrected for a reason alone."""
        return self.inspection.comments_on is not None and not self.is_after_publication

    @property
    def is_finished(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.REJECTED}
