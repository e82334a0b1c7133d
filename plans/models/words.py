"""A plan's words around its table: narrative sections, the glossary, the priorities that it serves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from kpa_tracker.base.toolkit.marked import Marked
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models.plans import Plan


class PartQuerySet(models.QuerySet[Any]):
    """Parts of plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the parts of the plans that this person may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)


class Part(Archivable, Record):
    """What belongs to one plan and has an order in it."""

    position = models.PositiveIntegerField("order", default=0)

    objects = PartQuerySet.as_manager()

    class Meta(Archivable.Meta):
        abstract = True
        ordering: ClassVar = ["position", "pk"]

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return self.plan.get_absolute_url()  # type: ignore[attr-defined]


class Priority(Part):
    """A priority of the policing plan that ambitions and deliverables serve."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField(max_length=200)

    class Meta(Part.Meta):
        verbose_name_plural = "priorities"
        constraints: ClassVar = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "title"],
                name="plans_priority_once_a_plan",
                violation_error_message="This plan already has this priority, perhaps among what is archived.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Section(Part, Marked):
    """A narrative section of a plan, before or after its ambitions."""

    stands_in = "plan"

    class Place(models.TextChoices):
        BEFORE = "before", "Before the ambitions"
        AFTER = "after", "After the ambitions"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(max_length=200)
    body = models.TextField(help_text="Headings start with ##, bullets with -; an empty line starts a new paragraph.")
    place = models.CharField(max_length=6, choices=Place.choices, default=Place.BEFORE)
    is_public = models.BooleanField("in the public plan", default=True)

    def __str__(self) -> str:
        return self.title


class GlossaryEntry(Part):
    """An abbreviation or term of a plan and what it stands for."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="glossary")
    term = models.CharField(max_length=60)
    meaning = models.CharField(max_length=400, blank=True)

    class Meta(Part.Meta):
        verbose_name_plural = "glossary"
        ordering: ClassVar = ["term"]
        constraints: ClassVar = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "term"],
                name="plans_glossaryentry_term_once",
                violation_error_message="The glossary already has this term, perhaps among what is archived.",
            ),
        ]

    def __str__(self) -> str:
        return self.term
