"""What a meeting decided: minuted actions and resolutions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kpa_tracker.base.people.models import Meeting, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import both_or_neither
from kpa_tracker.interfaces.scrutiny.models.about import (
    AT_LENGTH,
    SUBJECTS_AND_PLANS,
    About,
    Answerable,
    CommitteeWorkQuerySet,
    OfMeeting,
)
from kpa_tracker.interfaces.scrutiny.models.agenda import AgendaItem


def minute_reference() -> models.CharField:
    """Return the column of a minute reference that nothing is recorded without."""
    return models.CharField("minute reference", max_length=40, help_text="As the minutes number it: 14/10 or 5.2.")


def agenda_item() -> models.ForeignKey:
    """Return the link to the item of the agenda under which something was said."""
    return models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
        verbose_name="agenda item",
    )


class MinutedActionQuerySet(CommitteeWorkQuerySet):
    """Minuted actions."""

    in_words = ("text", "answer", "minute", "owner__title")

    def for_list(self) -> Any:
        """Load what a row names, what is due first at the top: one query."""
        named = self.select_related(
            "meeting__committee", "item", "owner", "closed_meeting__committee", *SUBJECTS_AND_PLANS
        )
        return named.order_by(F("due_on").asc(nulls_last=True), "pk")

    def outstanding(self) -> Any:
        """Select what no meeting has closed."""
        return self.standing().filter(closed_at=None)

    def open(self) -> Any:
        """Select what waits for its owner's answer."""
        return self.outstanding().filter(answered_at=None)

    def answered(self) -> Any:
        """Select what is answered and waits for a meeting to close it."""
        return self.outstanding().exclude(answered_at=None)

    def closed(self) -> Any:
        """Select what a meeting closed."""
        return self.standing().exclude(closed_at=None)

    def overdue(self) -> Any:
        """Select what waits for its owner's answer after the day on which it was due."""
        return self.open().filter(due_on__lt=clock.today())

    def owned_by(self, posts: set[int]) -> Any:
        """Select what some posts owe."""
        return self.filter(owner__in=posts)


class MinutedAction(About, Answerable, OfMeeting):
    """Something that a meeting asked a post to do by a day. A meeting closes it, on the owner's answer."""

    item = agenda_item()
    minute = minute_reference()
    text = models.TextField("what is to be done", validators=AT_LENGTH)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="minuted_actions")
    due_on = models.DateField("due", null=True, blank=True)
    closed_meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="closed_actions",
        verbose_name="closed by the meeting of",
    )
    closed_minute = models.CharField("minute that closed it", max_length=40, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = MinutedActionQuerySet.as_manager()

    class Meta(OfMeeting.Meta):
        ordering: ClassVar = ["due_on", "pk"]
        constraints: ClassVar = [
            *About.Meta.constraints,
            *Answerable.Meta.constraints,
            *OfMeeting.Meta.constraints,
            both_or_neither("closed_at", "closed_by", name="scrutiny_minutedaction_closed_by_and_at"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_meeting=None, closed_minute="")
                | (Q(closed_at__isnull=False, closed_meeting__isnull=False) & ~Q(closed_minute="")),
                name="scrutiny_minutedaction_closed_by_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(answered_at__isnull=False),
                name="scrutiny_minutedaction_closed_on_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minute} {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("minuted-action", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_outstanding(self) -> bool:
        return not self.is_closed and not self.is_withdrawn

    @property
    def is_overdue(self) -> bool:
        late = self.due_on is not None and self.due_on < clock.today()
        return late and self.is_outstanding and not self.is_answered


class Resolution(OfMeeting):
    """What a meeting resolved, in its words, with the minute that says so."""

    item = agenda_item()
    minute = minute_reference()
    text = models.TextField("resolved that", validators=AT_LENGTH)

    objects = CommitteeWorkQuerySet.as_manager()

    class Meta(OfMeeting.Meta):
        ordering: ClassVar = ["meeting", "pk"]

    def __str__(self) -> str:
        return f"{self.minute} {self.text}"

    def get_absolute_url(self) -> str:
        return f"{reverse('meeting', args=[self.meeting_id])}#resolution-{self.pk}"
