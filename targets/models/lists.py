"""What all measures of an authority share: where figures come from, notes under tables, the sets that are printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Archivable, Record


class Source(Archivable, Record):
    """Where figures come from: a survey, an auditor, an inspectorate, a partner, the force's own records."""

    class Sort(models.TextChoices):
        SURVEY = "survey", "Survey"
        RECORDS = "records", "The force's own records"
        AUDITOR = "auditor", "Auditor"
        INSPECTORATE = "inspectorate", "Inspectorate"
        PARTNER = "partner", "Partner"
        OTHER = "other", "Other"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="sources")
    name = models.CharField(max_length=200)
    sort = models.CharField("kind", max_length=12, choices=Sort.choices, default=Sort.OTHER)
    note = models.TextField(blank=True, help_text="How it is done, how many are asked, what it leaves out.")

    objects = ScopedQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "name"],
                name="targets_source_once_an_authority",
                violation_error_message="This authority already has this source, perhaps among what is archived.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FootnoteQuerySet(ScopedQuerySet):
    """Footnotes of an authority."""

    def offered(self, authority_id: int | None, *, kept: Iterable[int] = ()) -> Any:
        """Select what an authority's tables can refer to: what is not archived, and what one refers to already. Of
        several in the same words the one that is referred to, else the oldest."""
        own, held = self.filter(authority=authority_id), list(kept)
        same = own.filter(text=models.OuterRef("text"), mark=models.OuterRef("mark"))
        older = same.filter(archived_at=None, pk__lt=models.OuterRef("pk"))
        is_said = models.Exists(older) | models.Exists(same.filter(pk__in=held))
        return own.filter(Q(archived_at=None) & ~is_said | Q(pk__in=held))


class Footnote(Archivable, Record):
    """A note under a table of figures. Without a mark of its own it is numbered where a table first refers to it.

    An archived one is not offered any more; what refers to it keeps it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="footnotes")
    text = models.TextField()
    mark = models.CharField(max_length=3, blank=True, help_text="For example *. Empty: numbered in each table.")

    objects = FootnoteQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text


class MeasureSet(Archivable, Record):
    """Measures that are printed and read together, such as the statutory performance indicators of a year."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="measure_sets")
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True, help_text="Markdown.")
    position = models.PositiveIntegerField("order", default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "title"],
                name="targets_set_title_once_an_authority",
                violation_error_message="This authority already has a set with this title.",
            ),
        ]

    def __str__(self) -> str:
        return self.title
