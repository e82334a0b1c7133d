"""Evidence: what shows that something was done."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from deliverables.models.deliverables import Deliverable
from deliverables.models.updates import ProgressUpdate
from kpa_tracker.base.toolkit.marked import Marked
from kpa_tracker.base.toolkit.models import Record, both_or_neither


def random_place(evidence: Any, filename: str) -> str:
    """Return where a file is kept: a name that tells nothing and that nobody guesses."""
    token = secrets.token_urlsafe(24)
    return f"evidence/{token[:2]}/{token}"


class EvidenceQuerySet(models.QuerySet[Any]):
    """Evidence of deliverables."""

    def visible_to(self, user: Any) -> Any:
        """Select the evidence of the deliverables that this person may see."""
        return self.filter(deliverable__in=Deliverable.objects.visible_to(user))

    def standing(self) -> Any:
        """Select what was not withdrawn."""
        return self.filter(withdrawn_at=None)


class Evidence(Marked, Record):
    """A file or a link that shows what was done on a deliverable. Withdrawn, never deleted."""

    stands_in = "deliverable"

    deliverable = models.ForeignKey(Deliverable, on_delete=models.PROTECT, related_name="evidence")
    update = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence", editable=False
    )
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=1000, blank=True)
    file = models.FileField(upload_to=random_place, max_length=200, blank=True)
    filename = models.CharField(max_length=200, blank=True, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_reason = models.TextField(blank=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(link="", file__gt="") | Q(link__gt="", file=""),
                name="deliverables_evidence_file_or_link",
                violation_error_message="Give a file or a link.",
            ),
            both_or_neither("withdrawn_at", "withdrawn_by", name="deliverables_evidence_withdrawn_by_and_at"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.deliverable.authority_id
