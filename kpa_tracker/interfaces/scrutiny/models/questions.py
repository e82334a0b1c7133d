"""Questions of members."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kpa_tracker.base.people.models import Committee, Meeting, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Record
from kpa_tracker.interfaces.scrutiny.models.about import (
    AT_LENGTH,
    SUBJECTS_AND_PLANS,
    About,
    Answerable,
    CommitteeWorkQuerySet,
    Withdrawable,
)
from kpa_tracker.interfaces.scrutiny.models.agenda import AgendaItem


class QuestionQuerySet(CommitteeWorkQuerySet):
    """Questions of members."""

    to_authority = "committee__authority"
    in_words = ("text", "answer", "minute", "to__title")

    def for_list(self) -> Any:
        """Load what a row names, the latest first: one query."""
        named = self.select_related(
            "committee", "meeting__committee", "item", "to", "asked_by", "asked_for", *SUBJECTS_AND_PLANS
        )
        return named.select_related("answered_by").order_by("-asked_at", "-pk")

    def open(self) -> Any:
        """Select what waits for an answer."""
        return self.standing().filter(answered_at=None)

    def answered(self) -> Any:
        """Select what was answered."""
        return self.standing().exclude(answered_at=None)

    def addressed_to(self, posts: set[int]) -> Any:
        """Select what some posts are to answer."""
        return self.filter(to__in=posts)


class Question(About, Answerable, Withdrawable, Record):
    """A question that a committee's member asks, before a meeting or at one, and that a post answers."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="questions")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    item = models.ForeignKey(
        AgendaItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name="agenda item",
    )
    text = models.TextField("question", validators=AT_LENGTH)
    to = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="questions_to", verbose_name="who answers")
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_for = models.ForeignKey(
        Post,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions_asked",
        verbose_name="member who asks",
    )
    minute = models.CharField("minute reference", max_length=40, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            *About.Meta.constraints,
            *Answerable.Meta.constraints,
            *Withdrawable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(minute="") | Q(meeting__isnull=False), name="scrutiny_question_minuted_at_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(item=None) | Q(meeting__isnull=False), name="scrutiny_question_item_of_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.committee.authority_id

    @property
    def asked_on(self) -> datetime.date:
        return timezone.localdate(self.asked_at)

    @property
    def is_open(self) -> bool:
        return not self.is_answered and not self.is_withdrawn
