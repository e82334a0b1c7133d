"""Bodies: an authority, its committees and their meetings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Archivable, Record


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Authorities."""

    def visible_to(self, user: Any) -> AuthorityQuerySet:
        """Select the authorities in which this person has a role."""
        return self.filter(pk__in=user.authorities_granting("people.view_authority"))


class Authority(Record):
    """The body whose plan it is: a police authority, a commissioner's office, a department of a force."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField("short name", max_length=30, help_text="For example KPA. Shown where space is short.")
    slug = models.SlugField("web name", unique=True, help_text="Part of web addresses: small letters and hyphens.")
    contact = models.TextField(blank=True, help_text="Where the public may write. Printed at the end of the plan.")
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "authorities"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("authority", args=[self.slug])

    @property
    def authority_id(self) -> int:
        """An authority is its own scope, so that rules read every record alike."""
        return self.pk


class ScopedQuerySet(models.QuerySet[Any]):
    """Records that belong to one authority by a column of their own."""

    def visible_to(self, user: Any) -> Any:
        """Select the records of the authorities in which this person has a role."""
        return self.filter(authority__in=user.authorities_granting("people.view_authority"))

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)


class CommitteeQuerySet(ScopedQuerySet):
    """Committees of authorities."""

    def for_list(self) -> Any:
        """Load what a row names: the chair's post by a join, its members' number and next meeting as annotations."""
        coming = Meeting.objects.filter(committee=models.OuterRef("pk"), held_on__gte=clock.today()).order_by("held_on")
        members = models.Count("members", filter=models.Q(members__archived_at=None), distinct=True)
        next_meeting = models.Subquery(coming.values("held_on")[:1])
        return self.current().select_related("chair").annotate(member_count=members, next_meeting=next_meeting)

    def matching(self, words: str) -> Any:
        """Select what holds every word in its name, remit or chair's post."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                models.Q(name__icontains=word)
                | models.Q(short_name__icontains=word)
                | models.Q(remit__icontains=word)
                | models.Q(chair__title__icontains=word)
            )
        return selected

    def without_chair(self) -> Any:
        """Select the committees whose chair is not named."""
        return self.filter(chair=None)

    def without_meeting(self) -> Any:
        """Select the committees that have no meeting to come."""
        return self.exclude(meetings__held_on__gte=clock.today())


class Committee(Archivable, Record):
    """A committee of an authority, with its remit, its chair's post and its members' posts."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="committees")
    name = models.CharField(max_length=200)
    short_name = models.CharField("short name", max_length=40, blank=True)
    remit = models.TextField(blank=True)
    chair = models.ForeignKey("people.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="chairs")
    members = models.ManyToManyField("people.Post", blank=True, related_name="committees")
    position = models.PositiveIntegerField("order", default=0)

    objects = CommitteeQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(fields=["authority", "name"], name="people_committee_name_once_an_authority"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("committee", args=[self.pk])


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings of committees."""

    def visible_to(self, user: Any) -> MeetingQuerySet:
        """Select the meetings of the authorities in which this person has a role."""
        return self.filter(committee__authority__in=user.authorities_granting("people.view_meeting"))

    def for_list(self) -> Any:
        """Load the committee with each meeting, the latest first: one query."""
        return self.filter(committee__archived_at=None).select_related("committee").order_by("-held_on")

    def matching(self, words: str) -> Any:
        """Select what holds every word in its committee's name or its place."""
        selected = self
        for word in words.split():
            selected = selected.filter(models.Q(committee__name__icontains=word) | models.Q(place__icontains=word))
        return selected

    def coming(self) -> Any:
        """Select the meetings of today and later, the next one first."""
        return self.filter(held_on__gte=clock.today()).order_by("held_on")

    def past(self) -> Any:
        """Select the meetings before today."""
        return self.filter(held_on__lt=clock.today())


class Meeting(Record):
    """A committee's meeting: its day, and the day by which its papers must be out."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField("date")
    papers_due_on = models.DateField("papers due", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["held_on"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["committee", "held_on"], name="people_meeting_one_a_day"),
            models.CheckConstraint(
                condition=models.Q(papers_due_on=None) | models.Q(papers_due_on__lte=models.F("held_on")),
                name="people_meeting_papers_before_it",
                violation_error_message="The papers are due on or before the day of the meeting.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.committee}, {self.held_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.committee.authority_id

    @property
    def is_held(self) -> bool:
        """Whether its day has come: what it decides can be recorded."""
        return self.held_on <= clock.today()
