"""Posts, what a plan names as an owner, and who holds them from a day to a day. People move, posts endure."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Upper
from django.urls import reverse

from kpa_tracker.base.people.models.bodies import Authority, ScopedQuerySet
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Archivable, Record


class PostQuerySet(ScopedQuerySet):
    """Posts of an authority."""

    def with_holders(self, *, on: datetime.date) -> Any:
        """Annotate `is_held`: whether anybody active holds the post on a day."""
        holders = Appointment.objects.in_force(on).filter(post=OuterRef("pk"), person__is_active=True)
        return self.annotate(is_held=Exists(holders))

    def vacant(self, on: datetime.date | None = None) -> Any:
        """Select the posts that nobody active holds on a day (today), groups and "everyone" aside."""
        return self.with_holders(on=on or clock.today()).filter(is_held=False, kind=Post.Kind.POST)

    def held(self, on: datetime.date | None = None) -> Any:
        """Select the posts that somebody active holds on a day (today), groups and "everyone" aside."""
        return self.with_holders(on=on or clock.today()).filter(is_held=True, kind=Post.Kind.POST)

    def for_list(self) -> Any:
        """Load each post's committees, and today's appointments with people as `held_today`: two queries more."""
        held = Appointment.objects.in_force(clock.today()).filter(person__is_active=True).select_related("person")
        appointments = Prefetch("appointments", held.order_by("person__name"), to_attr="held_today")
        return self.current().prefetch_related(appointments, "committees")

    def matching(self, words: str) -> Any:
        """Select the posts that hold every word in their title or the name of somebody who holds them today."""
        selected = self
        for word in words.split():
            named = Appointment.objects.in_force(clock.today()).filter(person__name__icontains=word)
            selected = selected.filter(Q(title__icontains=word) | Q(pk__in=named.values("post")))
        return selected


class Post(Archivable, Record):
    """A post, group or "ALL" that a plan names as an owner."""

    class Kind(models.TextChoices):
        POST = "post", "A post"
        GROUP = "group", "A group (such as area lead members)"
        EVERYONE = "everyone", "Everyone"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(
        max_length=200, help_text="As the plan names it: Chief Executive, Chair of the HR Committee."
    )
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.POST)
    answers_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_by",
        verbose_name="answers to",
        help_text="The post above. What stays late is brought to whoever holds it.",
    )

    objects = PostQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["title"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                "authority",
                Upper("title"),
                name="people_post_title_once_an_authority",
                violation_error_message="This authority already has a post with this title.",
            ),
            models.CheckConstraint(
                condition=~Q(answers_to=models.F("id")),
                name="people_post_answers_to_another",
                violation_error_message="A post does not answer to itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])

    def clean(self) -> None:
        """Refuse a circle: no post answers, over others, to itself. A query for each post above."""
        if self.pk and self in self.above():
            raise ValidationError({"answers_to": f"{self.answers_to} answers to {self} already."})

    def above(self) -> list[Post]:
        """Return the posts above this one, the nearest first."""
        found: list[Post] = []
        post = self.answers_to
        while post and post not in found:
            found.append(post)
            post = post.answers_to
        return found


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Who held which post when."""

    def in_force(self, on: datetime.date) -> AppointmentQuerySet:
        """Select the appointments that hold on a day."""
        return self.filter(Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on))

    def visible_to(self, user: Any) -> AppointmentQuerySet:
        """Select the appointments of the authorities whose people this person administers."""
        return self.filter(post__authority__in=user.authorities_granting("people.change_appointment"))


class Appointment(Record):
    """A person holds a post from a day to a day, and has a role by it."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OFFICER)
    starts_on = models.DateField("from", default=clock.today)
    ends_on = models.DateField("until", null=True, blank=True, help_text="The last day. Leave empty while it lasts.")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="people_appointment_ends_after_it_starts",
                violation_error_message="An appointment ends on or after the day it starts.",
            ),
            models.UniqueConstraint(
                fields=["person", "post", "role"],
                condition=Q(ends_on=None),
                name="people_appointment_open_once",
                violation_error_message="This person already holds this post in this role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post} ({self.get_role_display()})"

    @property
    def authority_id(self) -> int:
        return self.post.authority_id
