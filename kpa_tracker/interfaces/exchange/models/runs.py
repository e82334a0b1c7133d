"""Long imports, which are taken over while nobody waits."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.urls import reverse

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.exchange.models.imports import StagedImport
from kpa_tracker.interfaces.exchange.models.slates import SharedSlate
from kpa_tracker.interfaces.exchange.progress import Slate

BEGINNING = datetime.timedelta(seconds=30)
"""How long a process may need between taking up an import and beginning it."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    """Long imports under way and ended."""

    def visible_to(self, user: Any) -> ImportRunQuerySet:
        """Select those of the imports that this person sees."""
        return self.filter(staged__in=StagedImport.objects.visible_to(user))

    def open(self) -> ImportRunQuerySet:
        """Select what waits or is being imported."""
        return self.filter(state__in=ImportRun.OPEN)

    def for_page(self) -> ImportRunQuerySet:
        """Load into what it goes and who confirmed it, without what was read of the file: one query."""
        loaded = self.select_related("staged__plan__authority", "staged__register_of", "asked_by")
        return loaded.defer("staged__document", "staged__choices", "staged__names")


class ImportRun(models.Model):
    """A long file that somebody confirmed and that takes too long to wait for it: how it stands, and why it failed."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for its turn"
        RUNNING = "running", "Is being imported"
        DONE = "done", "Imported"
        FAILED = "failed", "Nothing was imported"
        CANCELLED = "cancelled", "Cancelled. Nothing was imported"

    OPEN: ClassVar = (State.WAITING, State.RUNNING)

    staged = models.ForeignKey(StagedImport, on_delete=models.CASCADE, related_name="runs", editable=False)
    said = models.JSONField(default=dict, editable=False, help_text="What was confirmed, and which reading was seen.")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    why_not = models.TextField(blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, editable=False, help_text="The name of the file that tells how far.")
    stop_asked = models.BooleanField(default=False, editable=False, help_text="Called off while somebody was at it.")

    objects: ClassVar = ImportRunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staged"], condition=Q(state__in=["waiting", "running"]), name="exchange_one_run_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(why_not=""), name="exchange_run_says_why"),
        ]

    def __str__(self) -> str:
        return f"Import of {self.staged}"

    def get_absolute_url(self) -> str:
        return reverse("import-run", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.staged.authority_id

    @property
    def slate(self) -> Slate | SharedSlate:
        """Where it is told how far it is: in the database, or beside one that lets nobody write meanwhile."""
        if connection.vendor == "postgresql":
            return SharedSlate(ImportRun.objects.all(), self.pk, self.token)
        return Slate(settings.IMPORTS_ROOT / str(self.token))

    @property
    def is_lost(self) -> bool:
        """Whether it was begun and nobody is at it any more."""
        if self.state != self.State.RUNNING or self.started_at is None:
            return False
        return self.started_at < clock.now() - BEGINNING and not self.slate.is_held

    @property
    def is_under_way(self) -> bool:
        return self.state in self.OPEN and not self.is_lost
