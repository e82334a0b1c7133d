"""The upper levels of a plan: ambitions and the descriptors under them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from kpa_tracker.base.toolkit.models import Archivable, Record
from plans.models.plans import Plan
from plans.models.words import Priority


class AmbitionQuerySet(models.QuerySet[Any]):
    """Ambitions of plans."""

    def visible_to(self, user: Any) -> Any:
        """Select the ambitions of the plans that this person may see."""
        return self.filter(plan__authority__in=user.authorities_granting("people.view_authority"))

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)

    def for_page(self) -> Any:
        """Load the plan with each ambition."""
        return self.select_related("plan__authority", "plan__scale")


class Ambition(Archivable, Record):
    """The first level of a plan: what the authority means to achieve."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="ambitions")
    reference = models.CharField(max_length=20, blank=True, help_text="As the plan numbers it: 1, A, 2.3.")
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    position = models.PositiveIntegerField("order", default=0)
    priorities = models.ManyToManyField(Priority, blank=True, related_name="ambitions")

    objects = AmbitionQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("ambition", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class DescriptorQuerySet(models.QuerySet[Any]):
    """Descriptors of ambitions."""

    def visible_to(self, user: Any) -> Any:
        """Select the descriptors of the plans that this person may see."""
        return self.filter(ambition__plan__authority__in=user.authorities_granting("people.view_authority"))

    def current(self) -> Any:
        """Select what is not archived."""
        return self.filter(archived_at=None)

    def for_page(self) -> Any:
        """Load the ambition and plan with each descriptor."""
        return self.select_related("ambition__plan__authority")


class Descriptor(Archivable, Record):
    """The second level of a plan: what an ambition looks like once it is achieved."""

    ambition = models.ForeignKey(Ambition, on_delete=models.PROTECT, related_name="descriptors")
    title = models.CharField(max_length=400)
    position = models.PositiveIntegerField("order", default=0)

    objects = DescriptorQuerySet.as_manager()

    class Meta(Archivable.Meta):
        ordering: ClassVar = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('plan-outline', args=[self.ambition.plan_id])}#descriptor-{self.pk}"

    @property
    def authority_id(self) -> int:
        return self.ambition.authority_id
