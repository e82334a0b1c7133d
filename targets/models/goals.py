"""What the plan wants of its measures: objectives, baselines, targets, tolerances, the year's profile, comparators."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models import Plan, Priority
from targets.models.lists import Footnote
from targets.models.measures import Series
from targets.performance import Form, MeasuredIn


def exact(label: str = "", help_text: str = "") -> models.DecimalField[Any, Any]:
    """Return a column for an exact figure: 15 digits, the most that SQLite keeps to the last, 4 behind the point."""
    return models.DecimalField(
        label or None, max_digits=15, decimal_places=4, null=True, blank=True, help_text=help_text
    )


def in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that a period ends on or after the day it starts."""
    return models.CheckConstraint(
        condition=Q(ends__gte=F("starts")), name=name, violation_error_message="The period ends after it starts."
    )


class ObjectiveQuerySet(models.QuerySet[Any]):
    """Objectives of plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the objectives of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)


class Objective(Archivable, Record):
    """An objective under a priority of a plan: where its targets hang."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="objectives")
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="objectives")
    title = models.CharField(max_length=300)
    position = models.PositiveIntegerField("order", default=0)

    objects = ObjectiveQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "title"],
                name="targets_objective_once_a_plan",
                violation_error_message="This plan already has this objective, perhaps among what is archived.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class PartOfSeriesQuerySet(models.QuerySet[Any]):
    """What belongs to series of measures."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the series that this person may see."""
        return self.filter(series__in=Series.objects.visible_to(user))


class Baseline(Record):
    """Where a series stood when its target was set: the figure, the period it comes from, as the plan prints it."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="baselines")
    value = exact()
    second = exact()
    text = models.CharField("as written", max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    is_projected = models.BooleanField("a projection", default=False, help_text="Worked out from part of a period.")
    footnotes = models.ManyToManyField(Footnote, blank=True, related_name="baselines")

    objects = PartOfSeriesQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ends", "pk"]
        constraints: ClassVar = [in_order("targets_baseline_in_order")]

    def __str__(self) -> str:
        return self.text or (f"{self.value:f}" if self.value is not None else "no baseline")

    @property
    def authority_id(self) -> int:
        return self.series.authority_id


class TargetQuerySet(PartOfSeriesQuerySet):
    """Targets of series."""

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)

    def covering(self, day: datetime.date) -> Any:
        """Select the targets of the year that a day lies in."""
        return self.filter(starts__lte=day, ends__gte=day)

    def in_plan_order(self) -> Any:
        """Order as the plan does: by priority, objective, place. What is under none comes last."""
        return self.order_by(
            F("objective__priority__position").asc(nulls_last=True),
            F("objective__priority").asc(nulls_last=True),
            F("objective__position").asc(nulls_last=True),
            F("objective").asc(nulls_last=True),
            *("position", "pk"),
        )

    def for_table(self) -> Any:
        """Load what the plan's table of targets names: joins for the single, one query each for footnotes, tolerances
        and profiles."""
        return (
            self.current()
            .select_related("series__measure__source", "series__source", "series__latest", "objective__priority")
            .select_related("series__measure__owner", "series__measure__scale", "baseline", "plan")
            .prefetch_related("footnotes", "baseline__footnotes", "series__measure__footnotes")
            .prefetch_related("tolerances__committee", "expected_values", "series__measure__scale__grades")
        )


class Target(Archivable, Record):
    """What a plan wants of a series in a year: reduce by 10%, increase to 52%, no less than 32%, achieve Level 3."""

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="targets")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveIntegerField("order", default=0)
    starts = models.DateField("from", help_text="First day of what the target is for, usually 1 April.")
    ends = models.DateField("to")
    text = models.CharField("as the plan says it", max_length=300)
    form = models.CharField("sort of target", max_length=10, choices=Form.choices())
    value = exact()
    second = exact()
    change_percent = models.DecimalField(
        "change from the baseline, %",
        max_digits=9,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="With its sign: -10 for reduce by 10%.",
    )
    change_by = exact("change from the baseline, in its unit", "With its sign: 2 for two percentage points more.")
    is_strict = models.BooleanField("the value itself is not enough", default=False, help_text="Fewer than 5, say.")
    baseline = models.ForeignKey(Baseline, null=True, blank=True, on_delete=models.PROTECT, related_name="targets")
    footnotes = models.ManyToManyField(Footnote, blank=True, related_name="targets")

    objects = TargetQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["plan", "position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            in_order("targets_target_in_order"),
            models.UniqueConstraint(
                fields=["series", "starts"],
                condition=Q(archived_at=None),
                name="targets_target_once_a_year",
                violation_error_message="This series already has a target that starts on this day.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.series.get_absolute_url()

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class PartOfTargetQuerySet(models.QuerySet[Any]):
    """What belongs to targets."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the targets that this person may see."""
        return self.filter(target__in=Target.objects.visible_to(user))


class Tolerance(Record):
    """How far short of a target is amber, from a day on: who set it, when and why. Never changed, only followed."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="tolerances")
    amber_within = models.DecimalField(max_digits=15, decimal_places=4)
    measured_in = models.CharField(max_length=8, choices=MeasuredIn.choices(), default=MeasuredIn.UNITS.value)
    applies_from = models.DateField(help_text="Results that end before this day keep the tolerance that they had.")
    committee = models.ForeignKey(
        Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="tolerances", verbose_name="set by"
    )
    set_by = models.CharField("set by, where no committee did", max_length=200, blank=True)
    set_on = models.DateField()
    reason = models.TextField(blank=True)

    objects = PartOfTargetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["applies_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amber_within__gte=0),
                name="targets_tolerance_not_negative",
                violation_error_message="A tolerance is zero or more.",
            ),
            models.CheckConstraint(
                condition=Q(committee__isnull=False) | ~Q(set_by=""),
                name="targets_tolerance_says_who",
                violation_error_message="Say who set the tolerance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amber_within.normalize():f} {self.get_measured_in_display()}"

    @property
    def authority_id(self) -> int:
        return self.target.authority_id


class ExpectedValue(Record):
    """One step of a target's profile: what is expected of one period of the year; of it alone where periods add up."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="expected_values")
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=4)

    objects = PartOfTargetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["ends"]
        constraints: ClassVar = [
            in_order("targets_expected_in_order"),
            models.UniqueConstraint(fields=["target", "ends"], name="targets_expected_once_a_period"),
        ]

    def __str__(self) -> str:
        return f"{self.value.normalize():f}"

    @property
    def authority_id(self) -> int:
        return self.target.authority_id


class ComparatorQuerySet(PartOfSeriesQuerySet):
    """Comparators of series."""

    def current(self) -> Any:
        """Select what is not withdrawn."""
        return self.filter(archived_at=None)


class Comparator(Archivable, Record):
    """How others stood in a period: the most similar group's average, the national average, the force's rank."""

    class Sort(models.TextChoices):
        GROUP_AVERAGE = "group", "Most similar group, average"
        NATIONAL_AVERAGE = "national", "England and Wales, average"
        GROUP_RANK = "group_rank", "Rank in the most similar group"
        NATIONAL_RANK = "rank", "Rank in England and Wales"

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="comparators")
    sort = models.CharField("what it is", max_length=12, choices=Sort.choices)
    starts = models.DateField()
    ends = models.DateField()
    value = models.DecimalField(max_digits=15, decimal_places=4)
    of = models.PositiveSmallIntegerField("of how many", null=True, blank=True, help_text="For a rank: 43, or 8.")

    objects = ComparatorQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["ends", "sort"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            in_order("targets_comparator_in_order"),
            models.UniqueConstraint(
                fields=["series", "sort", "ends"],
                condition=Q(archived_at=None),
                name="targets_comparator_once_a_period",
                violation_error_message="This series already has this comparator for a period that ends then.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()}: {self.value.normalize():f}"

    @property
    def authority_id(self) -> int:
        return self.series.authority_id
