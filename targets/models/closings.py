"""Up to which day an authority's results are closed."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Record


class ClosingQuerySet(ScopedQuerySet):
    """Closings of authorities."""

    def last_day(self, authority_id: int) -> Any:
        """Return the last day up to which an authority's results are closed; None before the first closing."""
        days = self.filter(authority=authority_id).order_by("-until").values_list("until", flat=True)
        found: datetime.date | None = days.first()
        return found


class Closing(Record):
    """The day up to which an authority's results were closed when one of its reporting periods was."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="closings")
    until = models.DateField("results closed up to")

    objects = ClosingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["until", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "until"], name="targets_closing_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"Results up to {self.until:%-d %B %Y}"
