"""Scales of rating: the words that a plan rates with, and what each of them means there."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Record


class Scale(Record):
    """A scale of ratings: three points (red, amber, green) or five (delivery confidence)."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="scales")
    name = models.CharField(max_length=100)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "name"], name="plans_scale_name_once_an_authority")
        ]

    def __str__(self) -> str:
        return self.name


class ScalePointQuerySet(models.QuerySet["ScalePoint"]):
    """Points of scales, worst first."""

    def visible_to(self, user: Any) -> ScalePointQuerySet:
        """Select the points of the scales that this person may see."""
        return self.filter(scale__in=Scale.objects.visible_to(user))

    def words_used_by(self, plans: Any) -> dict[str, str]:
        """Return the words that some plans rate with, by colour; no word where they differ. One query."""
        rows = self.filter(scale__plans__in=plans).order_by().values_list("code", "word").distinct()
        found: dict[str, str] = {}
        for code, word in rows:
            found[code] = word if found.get(code, word) == word else ""
        return found


def own_word(rating: str, *, plan: str) -> models.Subquery:
    """Return, as a column, the word that each row's own plan has for a rating; NULL where it has none.

    `rating` and `plan` are the paths from the row to the colour and to the plan.
    """
    points = ScalePoint.objects.filter(scale=models.OuterRef(f"{plan}__scale"), code=models.OuterRef(rating))
    return models.Subquery(points.order_by().values("word")[:1])


class ScalePoint(Record):
    """One point of a scale: its word and its definition, shown where it is chosen."""

    class Code(models.TextChoices):
        RED = "red", "Red"
        AMBER_RED = "amber_red", "Amber/red"
        AMBER = "amber", "Amber"
        AMBER_GREEN = "amber_green", "Amber/green"
        GREEN = "green", "Green"

    scale = models.ForeignKey(Scale, on_delete=models.CASCADE, related_name="points")
    code = models.CharField("colour", max_length=12, choices=Code.choices)
    word = models.CharField(max_length=40)
    definition = models.TextField(help_text="When to choose it. Officers read this beside the choice.")
    position = models.PositiveIntegerField("order", default=0)

    objects = ScalePointQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["scale", "code"], name="plans_scalepoint_colour_once")]

    def __str__(self) -> str:
        return f"{self.scale}: {self.word}"

    @property
    def authority_id(self) -> int:
        return self.scale.authority_id
