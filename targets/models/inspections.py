"""Inspections: what an inspectorate judged, on its own scale, and how the whole country stood."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date, format_days
from kpa_tracker.base.toolkit.models import Archivable, Record
from targets.models.scales import Grade, GradeScale

COMMENTS_WITHIN = datetime.timedelta(days=56)
"""Police Act 1996, section 55: the local policing body publishes its comments within 56 days of the report."""


NO_LINE = Q(recommendations__comment="")


class InspectionQuerySet(ScopedQuerySet):
    """Inspections of an authority's force."""

    def for_list(self) -> Any:
        """Load each inspection's scale by a join, and count its judgements and recommendations in the same query."""
        judgements = models.Count("judgements", distinct=True)
        open_ones = models.Count(
            "recommendations",
            filter=Q(recommendations__archived_at=None) & ~Q(recommendations__state__in=["closed", "rejected"]),
            distinct=True,
        )
        return self.current().select_related("scale").annotate(judgement_count=judgements, open_count=open_ones)

    def for_page(self) -> Any:
        """Load what the inspection's page names at its head."""
        return self.select_related("authority", "scale", "archived_by")

    def archived(self) -> Any:
        """Select what was taken out of the lists, the latest first, with who did it: one query."""
        return self.exclude(archived_at=None).select_related("archived_by").order_by("-archived_at")

    def awaiting_comments(self) -> Any:
        """Select the reports on which the office has not published its comments yet."""
        return self.filter(needs_comments=True, comments_on=None)

    def late_with_comments(self) -> Any:
        """Select the reports whose 56 days are over without comments."""
        return self.awaiting_comments().filter(published_on__lt=clock.today() - COMMENTS_WITHIN)

    def with_lines(self, recommendations: Any) -> Any:
        """Add how many of some recommendations each report has, and how many of those lack the office's line."""
        inside = Q(recommendations__in=recommendations.values("pk"))
        lines = models.Count("recommendations", filter=inside)
        return self.annotate(lines=lines, lines_missing=models.Count("recommendations", filter=inside & NO_LINE))

    def matching(self, words: str) -> Any:
        """Select what holds every word in its title or inspectorate."""
        selected = self
        for word in words.split():
            selected = selected.filter(Q(title__icontains=word) | Q(inspectorate__icontains=word))
        return selected


class Inspection(Archivable, Record):
    """An inspectorate's report on the force: when it was published, what it looked at, on which scale it judged."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="inspections")
    title = models.CharField(max_length=200)
    inspectorate = models.CharField(max_length=120, help_text="For example HMIC.")
    published_on = models.DateField("published")
    looked_from = models.DateField("looks at, from", null=True, blank=True)
    looked_to = models.DateField("to", null=True, blank=True)
    scale = models.ForeignKey(
        GradeScale,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inspections",
        verbose_name="scale of grades",
    )
    forces = models.PositiveSmallIntegerField(
        "forces inspected", null=True, blank=True, help_text="A national distribution has to add up to this: 43."
    )
    summary = models.TextField(blank=True, help_text="Markdown.")
    needs_comments = models.BooleanField(
        "comments are due", default=True, help_text="The office publishes its comments within 56 days of the report."
    )
    comments_on = models.DateField("comments published", null=True, blank=True)
    comments = models.TextField("comments as a whole", blank=True, help_text="Markdown.")
    comments_corrected_on = models.DateField("comments corrected", null=True, blank=True, editable=False)
    comments_corrected_because = models.TextField("comments corrected because", blank=True, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["-published_on", "title"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "title"],
                name="targets_inspection_title_once",
                violation_error_message="This authority already has an inspection with this title.",
            ),
            models.CheckConstraint(
                condition=Q(comments_on=None) | Q(comments_on__gte=F("published_on")),
                name="targets_inspection_comments_after",
                violation_error_message="The comments are published after the report.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("inspection", args=[self.pk])

    @property
    def comments_due(self) -> datetime.date:
        """The day by which the office's comments have to be published."""
        return self.published_on + COMMENTS_WITHIN

    @property
    def day_of_56(self) -> int:
        """How many days have gone since publication; none before it."""
        return max((clock.today() - self.published_on).days, 0)

    @property
    def awaits_comments(self) -> bool:
        return self.needs_comments and self.comments_on is None

    @property
    def is_late_with_comments(self) -> bool:
        return self.awaits_comments and self.day_of_56 > COMMENTS_WITHIN.days

    @property
    def where_comments_stand(self) -> str:
        """Say where the 56 days stand: published on a day, day 42 of 56, 3 days late, or not asked for."""
        if self.comments_on:
            return f"Published {format_date(self.comments_on)}{self._lateness(self.comments_on)}{self._correction}"
        if not self.needs_comments:
            return "Not asked for"
        if self.is_late_with_comments:
            return f"{format_days(self.day_of_56 - COMMENTS_WITHIN.days)} late"
        return f"Day {self.day_of_56} of {COMMENTS_WITHIN.days}, due {format_date(self.comments_due)}"

    def _lateness(self, published: datetime.date) -> str:
        late = (published - self.comments_due).days
        return f", {format_days(late)} late" if late > 0 else ""

    @property
    def _correction(self) -> str:
        """The first day stays; what was corrected since says so."""
        return f", corrected {format_date(self.comments_corrected_on)}" if self.comments_corrected_on else ""


class PartOfInspectionQuerySet(models.QuerySet[Any]):
    """What belongs to inspections."""

    def visible_to(self, user: Any) -> Any:
        """Select what belongs to the inspections that this person may see."""
        return self.filter(inspection__in=Inspection.objects.visible_to(user))

    def in_report_order(self) -> Any:
        """Order as the report does, and load each grade by a join and the distributions by one query."""
        return (
            self.select_related("grade", "inspection")
            .prefetch_related("distribution__grade")
            .order_by("inspection", "position", "pk")
        )


class Judgement(Record):
    """The grade that an inspection gave one area of its framework, and which way the force was going in it."""

    class Travel(models.TextChoices):
        IMPROVED = "improved", "Improved"
        STABLE = "stable", "Stable"
        DECLINED = "declined", "Declined"
        NOT_GRADED = "not_graded", "Not graded"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    position = models.PositiveIntegerField("order", default=0)
    domain = models.CharField(max_length=120, blank=True, help_text="For example Citizen Focus.")
    reference = models.CharField(max_length=20, blank=True, help_text="As the report numbers it: 1A.")
    area = models.CharField(max_length=200)
    grade = models.ForeignKey(Grade, null=True, blank=True, on_delete=models.PROTECT, related_name="judgements")
    travel = models.CharField("direction of travel", max_length=12, choices=Travel.choices, default=Travel.NOT_GRADED)
    strengths = models.TextField(blank=True, help_text="Markdown.")
    in_progress = models.TextField("work in progress", blank=True, help_text="Markdown.")

    objects = PartOfInspectionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["inspection", "area"],
                name="targets_judgement_area_once",
                violation_error_message="This inspection already has a judgement of this area.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.area}".strip()

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}#judgement-{self.pk}"

    @property
    def travel_arrow(self) -> str:
        """The direction of travel as an arrow, beside its word."""
        return {"improved": "↑", "stable": "→", "declined": "↓"}.get(self.travel, "")

    @property
    def authority_id(self) -> int:
        return self.inspection.authority_id


class GradeCount(Record):
    """How many forces of the country got one grade in an area."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="distribution")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="+")
    forces = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["grade__rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["judgement", "grade"], name="targets_gradecount_once_a_grade"),
        ]

    def __str__(self) -> str:
        return f"{self.grade}: {self.forces}"

    @property
    def authority_id(self) -> int:
        return self.judgement.authority_id
