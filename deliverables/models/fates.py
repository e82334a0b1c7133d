"""What became of deliverables in the plan that follows theirs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from deliverables.models.deliverables import Deliverable
from deliverables.models.updates import ProgressUpdate
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Record
from plans.models import Plan


class FateQuerySet(models.QuerySet[Any]):
    """Fates of deliverables."""

    def visible_to(self, user: Any) -> Any:
        """Select the fates of the deliverables that this person may see."""
        return self.filter(deliverable__in=Deliverable.objects.visible_to(user))

    def of(self, plan: Any) -> Any:
        """Select the fates of what a plan holds now."""
        return self.filter(deliverable__in=Deliverable.objects.filter(plan=plan).current())

    def with_ends(self) -> Any:
        """Load both ends of each: what it is of, and what that became. Two queries."""
        return self.select_related("deliverable__plan", "decided_by").prefetch_related("became__plan")


class Fate(Record):
    """What became of a deliverable in the plan that follows its own, why, and which deliverables it became there."""

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Completed"
        CARRIED = "carried", "Carried forward"
        MERGED = "merged", "Merged"
        REPLACED = "replaced", "Replaced"
        DROPPED = "dropped", "Dropped"

    NEEDS_REASON = (Outcome.MERGED, Outcome.REPLACED, Outcome.DROPPED)
    GOES_ON = (Outcome.CARRIED, Outcome.MERGED, Outcome.REPLACED)
    """Outcomes that lead to something in the plan that follows."""

    deliverable = models.OneToOneField(Deliverable, on_delete=models.PROTECT, related_name="fate")
    outcome = models.CharField("what became of it", max_length=9, choices=Outcome.choices)
    reason = models.TextField("why", blank=True)
    became = models.ManyToManyField(Deliverable, blank=True, related_name="origins", verbose_name="what it became")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    decided_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FateQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["deliverable", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["completed", "carried", "merged", "replaced", "dropped"]),
                name="deliverables_fate_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["completed", "carried"]) | ~Q(reason=""),
                name="deliverables_fate_says_why",
                violation_error_message="Say why it was merged, replaced or dropped.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deliverable}: {self.get_outcome_display().lower()}"

    def get_absolute_url(self) -> str:
        return self.deliverable.get_absolute_url()

    @property
    def authority_id(self) -> int:
        return self.deliverable.authority_id


Outcome = Fate.Outcome
SUGGESTED = {
    Outcome.COMPLETED: "accepted as complete",
    Outcome.DROPPED: "its owner cancelled it",
    Outcome.CARRIED: "it is not finished",
}
"""Why each outcome is suggested. Nothing is recorded because it is suggested."""


def is_accepted_as(deliverable: Deliverable, stage: str) -> bool:
    """Whether the last accepted word on a deliverable is this stage. Needs its latest update."""
    latest = deliverable.latest
    return latest is not None and latest.stage == stage and latest.state == ProgressUpdate.State.ACCEPTED


def suggested(deliverable: Deliverable) -> Outcome:
    """Return what may have become of a deliverable, going by how it stands."""
    if is_accepted_as(deliverable, ProgressUpdate.Stage.COMPLETE):
        return Outcome.COMPLETED
    return Outcome.DROPPED if deliverable.stage == ProgressUpdate.Stage.CANCELLED else Outcome.CARRIED


def followers_of(plan: Plan) -> Any:
    """Return the plans that follow one and are in the lists, the latest first. One query."""
    return plan.next.filter(archived_at=None)


def is_decided_in(plan: Plan) -> bool:
    """Whether what became of anything in the plan before one was decided with that one in view: it became something
    there, or no other plan follows in which it could have been said. Two queries."""
    decided = Fate.objects.filter(deliverable__plan=plan.previous_id)
    is_one_of_several = Plan.objects.current().filter(previous=plan.previous_id).exclude(pk=plan.pk).exists()
    found = decided.filter(became__plan=plan) if is_one_of_several else decided
    return bool(found.exists())


def undecided_in(plan: Plan) -> Any:
    """Select what a plan holds now and of which nobody has said what became."""
    return Deliverable.objects.filter(plan=plan, fate=None).current().in_plan_order()


def undecided_before(plan: Plan) -> int:
    """Return how many deliverables of the plan before one have no fate; none where it follows no plan."""
    return int(undecided_in(plan.previous).count()) if plan.previous else 0
