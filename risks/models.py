"""The risk register. Scores, controls and appetite are not kept here yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Authority, Committee, Post
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models import Ambition


class RiskQuerySet(ScopedQuerySet):
    """Risks of an authority."""

    def for_list(self) -> Any:
        """Load what a row names by joins, the ambitions and the rated deliverables by one query each."""
        deliverables = Prefetch(
            "deliverables", Deliverable.objects.select_related("latest").with_words().in_plan_order()
        )
        return self.current().select_related("owner", "committee").prefetch_related("ambitions", deliverables)

    def archived(self) -> Any:
        """Select what was taken out of the register, the latest first, with who did it: one query."""
        return self.exclude(archived_at=None).select_related("owner", "archived_by").order_by("-archived_at")

    def for_page(self) -> Any:
        """Load what the risk's page names."""
        return self.select_related("authority", "owner", "committee", "archived_by")

    def matching(self, words: str) -> Any:
        """Select what holds every word somewhere in its reference, title or owner."""
        selected = self
        for word in words.split():
            selected = selected.filter(
                Q(reference__icontains=word) | Q(title__icontains=word) | Q(owner__title__icontains=word)
            )
        return selected

    def linked(self) -> Any:
        """Select what hangs on an ambition or a deliverable."""
        return self.exclude(pk__in=self.unlinked().values("pk"))

    def unlinked(self) -> Any:
        """Select what hangs on nothing in any plan."""
        return self.filter(ambitions=None, deliverables=None)

    def without_owner(self) -> Any:
        """Select the risks that no post answers for."""
        return self.filter(owner=None)

    def resting_on_red(self) -> Any:
        """Select the risks that a red deliverable is linked to."""
        return self.filter(deliverables__archived_at=None, deliverables__latest__rating="red").distinct()


class Risk(Archivable, Record):
    """A risk of the authority: its reference, what it is, who owns it, and what in the plan hangs on it."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="risks")
    reference = models.CharField(max_length=30, help_text="As the register has it: KPA 05. Never used twice.")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    committee = models.ForeignKey(Committee, null=True, blank=True, on_delete=models.PROTECT, related_name="risks")
    ambitions = models.ManyToManyField(Ambition, blank=True, related_name="risks")
    deliverables = models.ManyToManyField(Deliverable, blank=True, related_name="risks")

    objects = RiskQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["reference"]
        constraints: ClassVar = [
            *Archivable.Meta.constraints,
            models.UniqueConstraint(
                fields=["authority", "reference"],
                name="risks_reference_once_an_authority",
                violation_error_message="The register already has a risk with this reference.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("risk", args=[self.pk])
