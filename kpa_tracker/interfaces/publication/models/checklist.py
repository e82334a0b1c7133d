"""The checklist that stands before publishing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models import Section


class RequirementQuerySet(ScopedQuerySet):
    """What authorities' plans have to have."""

    def for_list(self) -> Any:
        """Load the sections that answer each: two queries."""
        return self.current().prefetch_related("sections__plan")


class Requirement(Archivable, Record):
    """Something that a plan has to have before it is published, and by what it is seen."""

    class Seen(models.TextChoices):
        PRIORITIES = "priorities", "It names priorities"
        OBJECTIVES = "objectives", "It has ambitions with deliverables"
        TARGETS = "targets", "It has targets"
        CONSULTED = "consulted", "A draft of it was put to consultation"
        ANSWERED = "answered", "Every comment on its draft is answered"
        ADOPTED = "adopted", "It is adopted"
        SECTION = "section", "A section of it says so"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="requirements")
    title = models.CharField("what the plan has to have", max_length=200)
    source = models.CharField(
        "who asks for it", max_length=200, blank=True, help_text="A statute, a regulation, guidance, or your own rule."
    )
    seen_by = models.CharField("how it is seen", max_length=10, choices=Seen.choices)
    sections = models.ManyToManyField(
        Section, blank=True, related_name="requirements", help_text="The sections that answer it, in whichever plan."
    )
    position = models.PositiveIntegerField("order", default=0)

    objects: ClassVar = RequirementQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "title"],
                condition=Q(archived_at=None),
                name="publication_requirement_once",
                violation_error_message="The checklist has this already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
