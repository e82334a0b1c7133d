"""Wordings: texts for the public, as somebody submitted them and somebody else decided on them."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.people.models.bodies import ScopedQuerySet
from kpa_tracker.base.toolkit.models import Record, both_or_neither
from plans.models import Plan

LABELS = {
    "vision": "vision",
    "values": "values",
    "foreword": "foreword",
    "title": "title",
    "body": "text",
    "pictures": "pictures in words",
    "picture_files": "pictures, by their fingerprints",
    "description": "description",
    "deadline": "deadline",
    "public_wording": "public wording",
    "period": "reporting period",
    "stage": "stage",
    "rating": "rating",
    "score": "current score",
    "category": "category",
    "done": "what was done",
}
"""What people call the fields of a text and of what it rests on."""


class WordingQuerySet(ScopedQuerySet):
    """Wordings of an authority's texts."""

    def waiting(self) -> Any:
        """Select what was submitted and nobody has decided on."""
        return self.filter(state=Wording.State.SUBMITTED)

    def sent_back(self) -> Any:
        """Select what was sent back, or approved and the approval taken back, and nobody has submitted again."""
        same = {name: OuterRef(name) for name in ("authority", "kind", "subject")}
        later = Wording.objects.filter(**same, pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later), state__in=RETURNED)

    def current(self) -> Any:
        """Leave out those of plans that are archived."""
        return self.filter(Q(plan=None) | Q(plan__archived_at=None))

    def of_units(self, authority_id: int, kinds_and_subjects: Any) -> Any:
        """Select what was ever said of some texts, the latest last: one query for any number of them."""
        keys = list(kinds_and_subjects)
        found = self.filter(authority=authority_id, subject__in={subject for _, subject in keys})
        return found.select_related("submitted_by", "decided_by", "revoked_by").order_by("pk")


class Wording(Record):
    """A text for the public with what it rests on, as it was when it was submitted, and what was decided on it."""

    class Kind(models.TextChoices):
        PLAN = "plan", "The plan’s own words"
        SECTION = "section", "Section"
        DELIVERABLE = "deliverable", "Deliverable"
        PROGRESS = "progress", "Progress"
        RISK = "risk", "Risk"

    class State(models.TextChoices):
        SUBMITTED = "submitted", "Waits for approval"
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent_back", "Sent back"
        REPLACED = "replaced", "Submitted again"
        REVOKED = "revoked", "Approval taken back"

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="wordings", editable=False)
    plan = models.ForeignKey(
        Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="wordings", editable=False
    )
    kind = models.CharField(max_length=11, choices=Kind.choices, editable=False)
    # The key of the plan, section, deliverable or risk: a wording outlives what it was about, and is not joined to it.
    subject = models.PositiveBigIntegerField(editable=False)
    name = models.CharField("what it is about", max_length=400, editable=False)
    said = models.JSONField("what the public would read", editable=False)
    basis = models.JSONField("what it rests on", default=dict, editable=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.SUBMITTED, editable=False)
    submitted_at = models.DateTimeField(editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    reason = models.TextField("why it was sent back, or its approval taken back", blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects: ClassVar = WordingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["authority", "kind", "subject"], name="publication_wording_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["authority", "kind", "subject"],
                condition=Q(state="submitted"),
                name="publication_wording_one_waits",
                violation_error_message="This text waits for approval already.",
            ),
            both_or_neither("decided_at", "decided_by", name="publication_wording_decided_by_and_at"),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "replaced"]) | Q(decided_by__isnull=False),
                name="publication_wording_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                name="publication_wording_second_person",
                violation_error_message="Somebody else than who submitted it has to decide.",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back") | ~Q(reason=""), name="publication_wording_sent_back_says_why"
            ),
            both_or_neither("revoked_at", "revoked_by", name="publication_wording_revoked_by_and_at"),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_by__isnull=False) & ~Q(reason="")
                | ~Q(state="revoked") & Q(revoked_by=None),
                name="publication_wording_revoked_says_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    def was_approved_at(self, moment: datetime.datetime) -> bool:
        """Whether its approval, which was taken back since, held at a moment."""
        return bool(self.decided_at and self.revoked_at and self.decided_at <= moment <= self.revoked_at)

    @property
    def returned_by(self) -> Any:
        """Who sent it back, or took its approval back."""
        return self.revoked_by or self.decided_by

    @property
    def returned_at(self) -> Any:
        return self.revoked_at or self.decided_at

    @property
    def key(self) -> tuple[str, int]:
        """What its text is known by, among the texts of its authority."""
        return self.kind, self.subject

    @staticmethod
    def shown(fields: dict[str, str]) -> list[tuple[str, str]]:
        """Return what a text, or what it rests on, says: each field by its name."""
        return [(LABELS.get(name, name), text) for name, text in fields.items() if text]

    def get_absolute_url(self) -> str:
        return reverse("wording", args=[self.pk])


RETURNED = (Wording.State.SENT_BACK, Wording.State.REVOKED)
"""How a text stands that is somebody's to mend."""
