"""How what a period asked for had come in when it was closed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deliverables.models.deliverables import Deliverable
from deliverables.models.periods import ReportingPeriod
from deliverables.models.returns import CONTRADICTIONS, LATE, PLACES
from kpa_tracker.base.people.models import Committee, Post

FACTS = (*LATE, *CONTRADICTIONS)
KEPT = {
    "pk": "deliverable_id",
    "asked_of": "lead_id",
    "overseen_by": "committee_id",
    "overseer": "committee_name",
}
"""What `as_it_stands` annotates under another name than it is kept under."""


class ClosedReturnQuerySet(models.QuerySet[Any]):
    """What was kept of closed periods."""

    def visible_to(self, user: Any) -> Any:
        """Select what was kept of the periods that this person may see."""
        return self.filter(period__in=ReportingPeriod.objects.visible_to(user))

    def keep(self, period: ReportingPeriod) -> int:
        """Write down where each deliverable stands in a period that has just been closed, and return how many: two
        queries."""
        found = Deliverable.objects.as_it_stands(period).order_by("pk").values(*KEPT, "place", *FACTS)
        rows = [self.model(period=period, **{KEPT.get(name, name): row[name] for name in row}) for row in found]
        return len(self.bulk_create(rows, batch_size=500))


class ClosedReturn(models.Model):
    """Where a deliverable stood in a reporting period on the day that closed it, which post led it and which committee
    oversaw it then. Written once, and never changed: what
    happens to the deliverable afterwards does not change the period."""

    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="closed_returns")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="closed_returns")
    lead = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    committee_name = models.CharField("committee, as it was called", max_length=200, blank=True)
    place = models.CharField(max_length=10, choices=[(place.key, place.word) for place in PLACES.values()])
    late_in = models.BooleanField(LATE["late_in"].word, default=False)
    late_out = models.BooleanField(LATE["late_out"].word, default=False)
    green_late = models.BooleanField(CONTRADICTIONS["green_late"].word, default=False)
    no_next = models.BooleanField(CONTRADICTIONS["no_next"].word, default=False)
    hope = models.BooleanField(CONTRADICTIONS["hope"].word, default=False)

    objects = ClosedReturnQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["period", "deliverable"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["period", "deliverable"], name="deliverables_closed_return_once"),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}, {self.period}: {PLACES[self.place].word}"

    @property
    def authority_id(self) -> int:
        return self.period.authority_id
