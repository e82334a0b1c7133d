"""How often signing in was tried."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone


class TriesQuerySet(models.QuerySet["Tries"]):
    """Counts of tries. The moments are the machine's own, also in a demonstration that lives on another day."""

    def visible_to(self, user: Any) -> TriesQuerySet:
        """Select nothing: nobody looks at counts."""
        return self.none()

    def take(self, key: str, *, most: int, within: datetime.timedelta) -> bool:
        """Count one more try; say whether it is among the first `most` since the count began.

        One conditional UPDATE counts, so that tries at one moment, in any number of processes, are never more than
        `most`. Costs one query, three where the count begins.
        """
        now = timezone.now()
        if self._count_up(key, most):
            return True
        self.filter(key=key, until__lte=now).update(since=now, until=now + within, count=0)
        self.bulk_create([self.model(key=key, since=now, until=now + within)], ignore_conflicts=True)
        return self._count_up(key, most)

    def _count_up(self, key: str, most: int) -> bool:
        counting = self.filter(key=key, count__lt=most, until__gt=timezone.now())
        return bool(counting.update(count=F("count") + 1))

    def give_back(self, keys: list[str]) -> None:
        """Take one try of each count back: it succeeded."""
        self.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)

    def over(self) -> TriesQuerySet:
        """Select the counts that no longer matter."""
        return self.filter(until__lte=timezone.now())


class Tries(models.Model):
    """How often something was tried since a moment: a password on one account from one address, for example.

    The key is a keyed digest, so that the table says neither whose account nor which address.
    """

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = TriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.count} since {self.since:%H:%M}"
