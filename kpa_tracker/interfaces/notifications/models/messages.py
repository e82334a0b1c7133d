"""Messages to people, and what each of them was told of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Record


class MessageQuerySet(models.QuerySet[Any]):
    """Messages, newest first."""

    def visible_to(self, user: Any) -> Any:
        """Select the messages of the authorities whose log this person may read."""
        return self.filter(authority__in=user.authorities_granting("notifications.view_message"))

    def for_list(self) -> Any:
        """Load whom each went to, without what it said: one query."""
        return self.select_related("person").defer("text", "html")

    def for_page(self) -> Any:
        """Load whom it went to, and from which authority."""
        return self.select_related("person", "authority")

    def matching(self, words: str) -> Any:
        """Select what holds every word in its subject, or in whom it went to."""
        selected = self
        for word in words.split():
            found = Q(subject__icontains=word) | Q(person__name__icontains=word) | Q(address__icontains=word)
            selected = selected.filter(found)
        return selected

    def to_send(self) -> Any:
        """Select what waits to be sent and is to be tried now, what has waited longest first."""
        return self.filter(state=Message.State.WAITING, next_try_at__lte=clock.now()).order_by("pk")


class Message(Record):
    """A mail to one person of one authority: what it says, and what became of it."""

    class Kind(models.TextChoices):
        DIGEST = "digest", "Reminder"
        ESCALATION = "escalation", "Brought to the post above"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        UNKNOWN = "unknown", "Perhaps sent"

    STUCK: ClassVar = (State.FAILED, State.UNKNOWN)
    """What is never tried again by itself."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DIGEST)
    day = models.DateField(default=clock.today)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    things = models.PositiveIntegerField("number of things")
    address = models.EmailField("e-mail address")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("tries", default=0)
    next_try_at = models.DateTimeField(default=clock.now)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "next_try_at"], name="notifications_to_send"),
            models.Index(fields=["authority", "-id"], name="notifications_log"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
                name="notifications_sent_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("message", args=[self.pk])

    @property
    def is_stuck(self) -> bool:
        return self.state in self.STUCK


class NoticeQuerySet(models.QuerySet[Any]):
    """What people were told of."""

    def visible_to(self, user: Any) -> Any:
        """Select what the messages say that this person may read."""
        return self.filter(message__in=Message.objects.visible_to(user))

    def last_occasions(self, person: Any) -> dict[str, Any]:
        """Return {key of a thing: the latest day of reminding that this person was told of it for}."""
        told = self.filter(person=person).order_by().values("thing").annotate(latest=models.Max("occasion"))
        return {row["thing"]: row["latest"] for row in told}


class Notice(models.Model):
    """That a person was told of a thing on one of its days of reminding: never twice."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    thing = models.CharField(max_length=80)
    occasion = models.DateField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "thing", "occasion"], name="notifications_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.thing}, {self.occasion}"
