"""Calendar feeds: a secret address for each person, of which only the hash is kept."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from kpa_tracker.base.toolkit import clock


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class FeedTokenQuerySet(models.QuerySet[Any]):
    """Calendar feeds."""

    def visible_to(self, user: Any) -> Any:
        """Select the person's own."""
        return self.filter(person=user)

    def standing(self) -> Any:
        """Select what has not been revoked."""
        return self.filter(revoked_at=None)

    def opened_by(self, token: str) -> FeedToken | None:
        """Return the feed that a secret opens: not revoked, and of somebody who may still sign in."""
        found: FeedToken | None = (
            self.standing().filter(digest=digest_of(token), person__is_active=True).select_related("person").first()
        )
        return found


class FeedToken(models.Model):
    """That a person's calendar can be read by whoever knows a secret, until it is revoked."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FeedTokenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at=None), name="notifications_one_feed_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar feed of {self.person}"
