"""Scales of grades: what an inspectorate or auditor may say, from the worst to the best."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Archivable, Record


class GradeScale(Archivable, Record):
    """A named scale of grades and the years in which it was used. Grades of two scales are never compared."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="grade_scales")
    name = models.CharField(max_length=120, help_text="For example HMIC baseline assessment.")
    era = models.CharField("used in", max_length=60, blank=True, help_text="For example 2004 to 2006.")

    objects = ScopedQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["name", "era"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "name", "era"],
                name="targets_scale_once_an_authority",
                violation_error_message="This authority already has this scale.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.era})" if self.era else self.name


class GradeQuerySet(models.QuerySet[Any]):
    """Grades of scales."""

    def visible_to(self, user: Any) -> Any:
        """Select the grades of the scales that this person may see."""
        return self.filter(scale__in=GradeScale.objects.visible_to(user))


class Grade(Record):
    """One grade of a scale: its word, what it means, and its place from the worst (1) upward."""

    scale = models.ForeignKey(GradeScale, on_delete=models.CASCADE, related_name="grades")
    word = models.CharField(max_length=60)
    meaning = models.TextField(blank=True)
    rank = models.PositiveSmallIntegerField("place", help_text="1 is the worst grade of the scale.")

    objects = GradeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scale", "rank"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scale", "rank"], name="targets_grade_place_once_a_scale"),
            models.UniqueConstraint(fields=["scale", "word"], name="targets_grade_word_once_a_scale"),
        ]

    def __str__(self) -> str:
        return self.word

    @property
    def authority_id(self) -> int:
        return self.scale.authority_id
