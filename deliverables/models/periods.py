"""Reporting periods of a plan."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils import timezone

from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_days
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Plan
from plans.periods import PeriodState, state_of

ENDED = ("complete", "cancelled")
IN_HAND = ("draft", "sent_back")


def _deliverables() -> Any:
    """Select what the plan of a period has today, within a query on periods."""
    return apps.get_model("deliverables", "Deliverable").objects.current().filter(plan=OuterRef("plan"))


def _number(deliverables: Any) -> Coalesce:
    counted = deliverables.order_by().values("plan").annotate(number=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


class ReportingPeriodQuerySet(models.QuerySet[Any]):
    """Reporting periods."""

    def visible_to(self, user: Any) -> Any:
        """Select the periods of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def open_on(self, day: datetime.date) -> Any:
        """Select the periods that take updates on a day: opened, and not closed."""
        return self.filter(opens_on__lte=day, closed_at=None)

    def with_returns(self) -> Any:
        """Annotate how many updates are `outstanding`, `waiting` for a review and `accepted`: counted as the board of
        a period counts them, over what the plan has today. Three subqueries."""
        updates = apps.get_model("deliverables", "ProgressUpdate").objects.order_by()
        of_it = updates.filter(deliverable=OuterRef("pk"), period=OuterRef(OuterRef("pk")))
        earlier = updates.of_record().filter(
            deliverable=OuterRef("pk"), period__observed_from__lt=OuterRef(OuterRef("observed_from"))
        )
        stage = Subquery(earlier.order_by("-period__observed_from").values("stage")[:1])
        ended = Case(When(stage_before__in=ENDED, then=Value(True)), default=Value(False))
        owing = Q(Exists(of_it.filter(state__in=IN_HAND))) | Q(ended=False)
        asked = _deliverables().annotate(stage_before=stage).annotate(ended=ended).filter(owing)
        return self.annotate(
            outstanding=_number(asked.filter(~Exists(of_it.of_record()))),
            waiting=_number(_deliverables().filter(Exists(of_it.filter(state="submitted")))),
            accepted=_number(_deliverables().filter(Exists(of_it.filter(state="accepted")))),
        )

    def latest_opened(self) -> Any:
        """Select each plan's latest period that updates were opened for."""
        return self._opened_from_the_end(1)

    def before_latest_opened(self) -> Any:
        """Select each plan's period before that one: what movement is measured from."""
        return self._opened_from_the_end(2)

    def _opened_from_the_end(self, place: int) -> Any:
        from_the_end = Window(RowNumber(), partition_by="plan", order_by="-observed_from")
        opened = self.filter(opens_on__lte=clock.today()).annotate(place=from_the_end)
        return opened.filter(place=place).order_by().values("pk")


class ReportingPeriod(Record):
    """What officers report on (the months observed) and when they report it (the window to submit in)."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="periods")
    name = models.CharField(max_length=100, help_text="For example Quarter 1, April to June 2009.")
    observed_from = models.DateField("reports on, from")
    observed_to = models.DateField("to")
    opens_on = models.DateField("updates open")
    due_on = models.DateField("updates due")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["observed_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "observed_from"], name="deliverables_period_start_once_a_plan"),
            models.UniqueConstraint(fields=["plan", "name"], name="deliverables_period_name_once_a_plan"),
            models.CheckConstraint(
                condition=Q(observed_to__gte=F("observed_from")),
                name="deliverables_period_observed_in_order",
                violation_error_message="What is reported on ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="deliverables_period_window_in_order",
                violation_error_message="Updates are due after they open.",
            ),
            both_or_neither("closed_at", "closed_by", name="deliverables_period_closed_by_and_at"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("period", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def submitted(self) -> int:
        """How many updates of record it has. Needs `with_returns`."""
        return self.waiting + self.accepted  # type: ignore[attr-defined]

    @property
    def asked(self) -> int:
        """How many updates it asks for. Needs `with_returns`."""
        return self.submitted + self.outstanding  # type: ignore[attr-defined]

    @property
    def state(self) -> PeriodState:
        """How far it has come. Needs `with_returns`."""
        return state_of(
            is_closed=self.is_closed,
            opens=self.opens_on,
            due=self.due_on,
            today=clock.today(),
            outstanding=self.outstanding,  # type: ignore[attr-defined]
            waiting=self.waiting,  # type: ignore[attr-defined]
            accepted=self.accepted,  # type: ignore[attr-defined]
        )

    @property
    def looked_at_on(self) -> datetime.date:
        """The day by which it is judged what is late: the day that closed it, else today."""
        return timezone.localdate(self.closed_at) if self.closed_at else clock.today()

    @property
    def until_due(self) -> str:
        """Say how far off the due day is: in 11 days, today, 3 days ago."""
        days = (self.due_on - clock.today()).days
        if not days:
            return "today"
        return f"in {format_days(days)}" if days > 0 else f"{format_days(-days)} ago"
