"""What is done about a risk: controls, actions, and the decision to bear it for a time."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kpa_tracker.base.people.models import Meeting, Post
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import PartialDate, format_date
from kpa_tracker.base.toolkit.models import (
    Archivable,
    Record,
    both_or_neither,
    partial_date_columns,
    partial_date_of,
    set_partial_date,
)
from risks.models.register import Risk
from risks.models.schemes import level_field, one_of, step_field
from risks.scoring import STEPS, Accepted, Level


class PartOfRiskQuerySet(models.QuerySet[Any]):
    """What belongs to a risk."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the risks that this person may see."""
        return self.filter(risk__in=Risk.objects.visible_to(user))

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)

    def for_list(self) -> Any:
        """Load what a row names: one query."""
        return self.current().select_related("risk", "owner")


class PartOfRisk(Archivable, Record):
    """A control or an action: what it is, who answers for it, its place among the risk's others."""

    title = models.CharField("what is done", max_length=300)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField("order", default=0)

    objects = PartOfRiskQuerySet.as_manager()

    class Meta(Archivable.Meta):
        abstract = True
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return str(self.risk.get_absolute_url())  # type: ignore[attr-defined]

    @property
    def authority_id(self) -> int:
        return int(self.risk.authority_id)  # type: ignore[attr-defined]

    @property
    def restore_address(self) -> str:
        """Where a button sends to bring it back."""
        return reverse(f"risk-{self._meta.model_name}-restore", args=[self.pk])


class Control(PartOfRisk):
    """Something in place that keeps a risk from happening, notices it, or limits it; and whether a test showed that."""

    class Type(models.TextChoices):
        PREVENTIVE = "preventive", "Preventive: makes it less likely"
        DETECTIVE = "detective", "Detective: notices it"
        CORRECTIVE = "corrective", "Corrective: limits what it does"

    class Effectiveness(models.TextChoices):
        EFFECTIVE = "effective", "Works"
        PARTLY = "partly", "Works in part"
        INEFFECTIVE = "ineffective", "Does not work"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="controls")
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="risk_controls")
    type = models.CharField(max_length=10, choices=Type.choices)
    effectiveness = models.CharField(max_length=11, choices=Effectiveness.choices, blank=True, editable=False)
    tested_on = models.DateField("last tested", null=True, blank=True, editable=False)

    class Meta(PartOfRisk.Meta):
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(effectiveness="", tested_on=None) | (~Q(effectiveness="") & Q(tested_on__isnull=False)),
                name="risks_control_known_by_a_test",
            ),
        ]

    @property
    def works(self) -> bool:
        """Whether a test showed that it works, wholly or in part."""
        return self.effectiveness in {self.Effectiveness.EFFECTIVE, self.Effectiveness.PARTLY}


class Action(PartOfRisk):
    """Something still to be done about a risk. What a plan promises already is no action but a linked deliverable."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        IN_PROGRESS = "in_progress", "In progress"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="actions")
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="risk_actions")
    due_text, due_precision, due_due = partial_date_columns("due")
    state = models.CharField(max_length=11, choices=State.choices, default=State.PLANNED)
    outcome = models.TextField("what came of it", blank=True)

    class Meta(PartOfRisk.Meta):
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["planned", "in_progress"]) | ~Q(outcome=""),
                name="risks_action_ends_with_an_outcome",
                violation_error_message="Say what came of it.",
            ),
        ]

    @property
    def due(self) -> PartialDate:
        return partial_date_of(self, "due")

    @due.setter
    def due(self, value: PartialDate) -> None:
        set_partial_date(self, "due", value)

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.PLANNED, self.State.IN_PROGRESS}

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_due is not None and self.due_due < clock.today()


class Acceptance(Record):
    """The decision to bear a risk beyond appetite: by whom, until when, why, and at what score. One at a time."""

    risk = models.ForeignKey(Risk, on_delete=models.PROTECT, related_name="acceptances")
    approver = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="accepted_risks", verbose_name="accepted by"
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="accepted_risks", verbose_name="at"
    )
    accepted_on = models.DateField(default=clock.today, editable=False)
    until = models.DateField("accepted until")
    reason = models.TextField("why it is borne")
    likelihood = step_field("likelihood", editable=False)
    impact = step_field("impact", editable=False)
    level = level_field("level accepted", editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.TextField(blank=True, editable=False)

    objects = PartOfRiskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["accepted_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["risk"], condition=Q(ended_at=None), name="risks_one_acceptance_stands_at_a_time"
            ),
            both_or_neither("ended_at", "ended_by", name="risks_acceptance_ended_by_and_at"),
            models.CheckConstraint(condition=~Q(reason=""), name="risks_acceptance_says_why"),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("accepted_on")), name="risks_acceptance_ends_after_it_begins"
            ),
            one_of("likelihood", STEPS, constraint="risks_accepted_likelihood_from_1_to_5"),
            one_of("impact", STEPS, constraint="risks_accepted_impact_from_1_to_5"),
            one_of("level", Level, constraint="risks_accepted_level_known"),
        ]

    def __str__(self) -> str:
        return f"Accepted by {self.approver} until {format_date(self.until)}"

    @property
    def authority_id(self) -> int:
        return self.risk.authority_id

    @property
    def accepted(self) -> Accepted:
        return Accepted(Level(self.level), self.until)
