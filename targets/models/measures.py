"""Measures: what is counted, by whose count, and the series in which its results come."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse

from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.marked import Marked
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.periods import Frequency
from targets.models.lists import Footnote, MeasureSet, Source
from targets.models.overdue import overdue_on
from targets.models.scales import GradeScale
from targets.performance import Direction, Gathering, Kind, Method

NOT_JUDGED, NO_DATA = "not-judged", "no-data"
STATUSES = ("red", "amber", "green")


def counts_as(status: str) -> Q:
    """What counts as a status: an owner's judgement before the rule's, the year to date before the latest period."""
    by_rule = Q(to_date__status=status) | Q(to_date={}, latest__status=status)
    return Q(latest__judged_status=status) | Q(latest__judged_status="") & by_rule


class MeasureQuerySet(ScopedQuerySet):
    """Measures of an authority."""

    def for_list(self) -> Any:
        """Load what a row names by joins, each measure's series with their latest results by one query, and the
        grades of scales by one. In the order of the sets, with what is in none last."""
        series = models.Prefetch("series", Series.objects.current().with_latest())
        return (
            self.current()
            .select_related("authority", "set", "source", "owner", "committee", "scale")
            .prefetch_related(series, "scale__grades")
            .order_by(F("set__position").asc(nulls_last=True), F("set"), "position", "pk")
        )

    def for_page(self) -> Any:
        """Load what the measure's page names at its head."""
        return self.select_related("authority", "set", "source", "owner", "committee", "scale", "archived_by")

    def matching(self, words: str) -> Any:
        """Select what holds every word somewhere in its reference, title, owner or source."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                Q(reference__icontains=word)
                | Q(title__icontains=word)
                | Q(owner__title__icontains=word)
                | Q(source__name__icontains=word)
            )
        return selected

    def archived(self) -> Any:
        """Select what was taken out of the list, the latest first, with who did it: one query."""
        return self.exclude(archived_at=None).select_related("archived_by").order_by("-archived_at")

    def of_kind(self, kind: str) -> Any:
        """Select the measures whose figures are of a kind."""
        return self.filter(kind=kind)

    def directed(self, direction: str) -> Any:
        """Select the measures that are better in a direction."""
        return self.filter(direction=direction)

    def overdue_for_data(self) -> Any:
        """Select the measures of which a current series lacks a result that was due by today."""
        late = Series.objects.current().filter(overdue_on(clock.today()), measure=OuterRef("pk"))
        return self.filter(Exists(late), archived_at=None)

    def without_data(self) -> Any:
        """Select the measures of which no current series has a result."""
        return self.filter(~Exists(Series.objects.current().exclude(latest=None).filter(measure=OuterRef("pk"))))

    def with_worst(self) -> Any:
        """Add `worst`: the status of the worst of its current series by their year to date where periods add up, else
        by their latest results, where an owner judged otherwise by that; not judged where results have none, no data
        where there is no result. Each has one."""
        of = Series.objects.current().filter(measure=OuterRef("pk"))
        cases = [When(Exists(of.filter(counts_as(status))), then=Value(status)) for status in STATUSES]
        judged = When(Exists(of.exclude(latest=None)), then=Value(NOT_JUDGED))
        return self.annotate(worst=Case(*cases, judged, default=Value(NO_DATA)))

    def standing(self, status: str) -> Any:
        """Select the measures whose worst series stands so."""
        return self.with_worst().filter(worst=status)

    def worst_first(self) -> Any:
        """Select the red and then the amber, in the order of the list within each."""
        missed = self.with_worst().filter(worst__in=["red", "amber"])
        severity = Case(When(worst="red", then=Value(0)), default=Value(1))
        return missed.for_list().order_by(severity, F("set__position").asc(nulls_last=True), "position", "pk")

    def rested_on_in(self, ambition: Any) -> Any:
        """Select the measures on which a deliverable under an ambition of a plan rests."""
        under = self.model.objects.filter(deliverables__ambition=ambition, deliverables__archived_at=None)
        return self.filter(pk__in=under.values("pk"))

    def without_owner(self) -> Any:
        """Select the measures that no post answers for."""
        return self.filter(owner=None)

    def without_target(self) -> Any:
        """Select the measures of which no series has a target, except those that only give context."""
        aimed = Series.objects.filter(measure=OuterRef("pk"), targets__archived_at=None, targets__isnull=False)
        return self.exclude(direction=Direction.NONE).filter(~Exists(aimed))


class Measure(Marked, Archivable, Record):
    """Something that is counted, surveyed or judged again and again, to see whether the plan works."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="measures")
    set = models.ForeignKey(MeasureSet, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    reference = models.CharField(max_length=30, blank=True, help_text="As its table has it: SPI 1.2.")
    title = models.CharField(max_length=400)
    position = models.PositiveIntegerField("order", default=0)
    kind = models.CharField(max_length=12, choices=Kind.choices(), default=Kind.COUNT.value)
    unit = models.CharField(
        max_length=120,
        blank=True,
        help_text="What follows the number: per 1,000 population, hours per member of staff.",
    )
    decimals = models.PositiveSmallIntegerField(
        "decimal places shown", default=0, help_text="Figures are kept exactly; this is how many places are shown."
    )
    direction = models.CharField(max_length=4, choices=Direction.choices(), default=Direction.UP.value)
    gathering = models.CharField(
        "a year's periods", max_length=8, choices=Gathering.choices(), default=Gathering.LAST.value
    )
    forecast_by = models.CharField(
        "the year's end is forecast", max_length=10, choices=Method.choices(), default=Method.LINEAR.value
    )
    scale = models.ForeignKey(
        GradeScale,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="measures",
        verbose_name="scale of grades",
        help_text="For grades alone.",
    )
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    committee = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="measures")
    frequency = models.CharField(
        "results come", max_length=10, choices=Frequency.choices(), default=Frequency.QUARTER.value
    )
    footnotes = models.ManyToManyField(Footnote, blank=True, related_name="measures")

    objects = MeasureQuerySet.as_manager()
    stood_on: datetime.date | None = None
    """The day as of which it was read from the history; none: as it is now."""

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "reference"],
                condition=~Q(reference=""),
                name="targets_measure_reference_once",
                violation_error_message="This authority already has a measure with this reference.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.GRADE) | Q(scale=None),
                name="targets_measure_scale_for_grades",
                violation_error_message="Only a grade is given on a scale of grades.",
            ),
            models.CheckConstraint(
                condition=Q(decimals__lte=4),
                name="targets_measure_decimals_kept",
                violation_error_message="Figures are kept to four decimal places.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self) -> str:
        page = reverse("measure", args=[self.pk])
        return f"{page}?as_of={self.stood_on.isoformat()}" if self.stood_on else page

    @property
    def is_judged_in_words(self) -> bool:
        """Whether the measure has no number: it is judged on evidence, and counts for as much as any other."""
        return self.kind == Kind.QUALITATIVE


class PartOfMeasureQuerySet(models.QuerySet[Any]):
    """What belongs to measures."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the measures that this person may see."""
        return self.filter(measure__in=Measure.objects.visible_to(user))


class Definition(Record):
    """What exactly a measure counts, from a day on. A later one breaks the series: nothing is compared across.

    What came before the first one was counted in the same way, unless `is_change` says otherwise of it.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="definitions")
    text = models.TextField()
    applies_from = models.DateField(help_text="The first day that is counted in this way.")
    is_change = models.BooleanField(
        "results before this day were counted in another way",
        default=False,
        help_text="Of the first definition alone: a later one is always a change. Nothing is compared across a change.",
    )

    objects = PartOfMeasureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["applies_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "applies_from"],
                name="targets_definition_once_a_day",
                violation_error_message="Another definition applies from this day.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def authority_id(self) -> int:
        return self.measure.authority_id


class SeriesQuerySet(PartOfMeasureQuerySet):
    """Series of measures."""

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)

    def matching(self, words: str) -> Any:
        """Select the series of measures that hold every word somewhere in reference, title, owner or source."""
        return self.filter(measure__in=Measure.objects.matching(words))

    def overdue_for_data(self) -> Any:
        """Select what lacks a result that was due by today."""
        return self.filter(overdue_on(clock.today()))

    def without_data(self) -> Any:
        """Select what has no result."""
        return self.filter(latest=None)

    def without_owner(self) -> Any:
        """Select the series of measures that no post answers for."""
        return self.filter(measure__owner=None)

    def with_number_to_judge(self) -> Any:
        """Count the results of each series that were corrected after their owner judged them, as `to_judge`."""
        corrected = Q(results__is_current=True) & ~Q(results__judged_before="")
        return self.annotate(to_judge=models.Count("results", filter=corrected))

    def with_latest(self) -> Any:
        """Load each series' latest result and its source by joins."""
        return self.select_related("source", "latest", "latest__target")


class Series(Archivable, Record):
    """One line of results under a measure: the whole, or White and BME, the county and Medway, (i) and (ii).

    `latest` and `to_date`, how it stands where a year's periods add up, are kept by the actions, for lists.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="series")
    name = models.CharField(max_length=120, blank=True, help_text="Empty where the measure has one series only.")
    unit = models.CharField(max_length=120, blank=True, help_text="Where it differs from the measure's.")
    decimals = models.PositiveSmallIntegerField(
        "decimal places shown", null=True, blank=True, help_text="Where they differ from the measure's."
    )
    position = models.PositiveIntegerField("order", default=0)
    source = models.ForeignKey(
        Source,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="series",
        help_text="Where it differs from the measure's.",
    )
    latest = models.ForeignKey(
        "targets.Result", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    to_date = models.JSONField("the year to date", default=dict, blank=True, editable=False)

    objects = SeriesQuerySet.as_manager()

    class Meta(Archivable.Meta):
        verbose_name_plural = "series"
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["measure", "name"],
                name="targets_series_name_once_a_measure",
                violation_error_message="This measure already has a series with this name.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.name}" if self.name else str(self.measure)

    def get_absolute_url(self) -> str:
        return f"{self.measure.get_absolute_url()}#series-{self.pk}"

    @property
    def authority_id(self) -> int:
        return self.measure.authority_id
