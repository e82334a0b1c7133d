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
OUTSTANDING = ("sent_back", "begun", "not_begun")


def asking(made_on: Any) -> Q:
    """Select the periods that ask for what came into their plan on a day: by the day on which they opened, or on which
    they were made, where that was later. A new deliverable joins from its next period."""
    return Q(opens_on__gte=made_on) | Q(made_on__gte=made_on)


def _current() -> Any:
    return apps.get_model("deliverables", "Deliverable").objects.current()


def _deliverables() -> Any:
    """Select what the plan of a period has today, within a query on periods."""
    return _current().filter(plan=OuterRef("plan"))


def _number(rows: Any, by: str = "plan") -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk", distinct=True))
    return Coalesce(Subquery(counted.values("number")), 0)


def _as_closed(*places: str) -> Coalesce:
    """How many deliverables stood at some places on the day that closed a period."""
    kept = apps.get_model("deliverables", "ClosedReturn").objects.filter(period=OuterRef("pk"), place__in=places)
    return _number(kept, by="period")


def _while_open(number: Coalesce, *places: str) -> Case:
    return Case(When(closed_at=None, then=number), default=_as_closed(*places))


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
        a period counts them, over what the plan has today; in a closed period, as it was closed. Six subqueries."""
        updates = apps.get_model("deliverables", "ProgressUpdate").objects.order_by()
        of_it = updates.filter(deliverable=OuterRef("pk"), period=OuterRef(OuterRef("pk")))
        earlier = updates.of_record().filter(
            deliverable=OuterRef("pk"), period__observed_from__lt=OuterRef(OuterRef("observed_from"))
        )
        stage = Subquery(earlier.order_by("-period__observed_from").values("stage")[:1])
        ended = Case(When(stage_before__in=ENDED, then=Value(True)), default=Value(False))
        asked_for = Q(made_on__lte=OuterRef("opens_on")) | Q(made_on__lte=OuterRef("made_on"))
        owing = Q(Exists(of_it.filter(state__in=IN_HAND))) | Q(ended=False) & asked_for
        asked = _deliverables().annotate(stage_before=stage).annotate(ended=ended).filter(owing)
        return self.annotate(
            outstanding=_while_open(_number(asked.filter(~Exists(of_it.of_record()))), *OUTSTANDING),
            waiting=_while_open(_number(_deliverables().filter(Exists(of_it.filter(state="submitted")))), "to_review"),
            accepted=_while_open(_number(_deliverables().filter(Exists(of_it.filter(state="accepted")))), "accepted"),
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
    made_on = models.DateField("made on", default=clock.today, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    covered = models.JSONField("what it covered beside deliverables", default=dict, blank=True, editable=False)

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
    def has_opened(self) -> bool:
        """Whether its day to take updates has come."""
        return self.opens_on <= clock.today()

    @property
    def asks_until(self) -> datetime.date:
        """The last day on which a deliverable could come into the plan and be asked for in it."""
        return max(self.opens_on, self.made_on)

    def asks_for(self, deliverable: Any) -> bool:
        """Whether a deliverable came into the plan in time for it."""
        return bool(deliverable.made_on <= self.asks_until)

    @property
    def updates_waited_for(self) -> Any:
        """Select the updates on what its plan has today: what was archived is waited for no longer."""
        return self.updates.filter(deliverable__in=_current().filter(plan=self.plan_id))

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
