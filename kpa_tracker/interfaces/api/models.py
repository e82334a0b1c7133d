"""Tokens: with one of them a program reads what its holder may read. Only a hash is kept of each."""

from __future__ import annotations

import hashlib
import re
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare

from kpa_tracker.base.toolkit import clock

FORM = re.compile("kpa_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")
"""A token: which one it is, which is no secret, and the secret."""


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet[Any]):
    """Tokens."""

    def visible_to(self, user: Any) -> Any:
        """Select the person's own."""
        return self.filter(person=user)

    def standing(self) -> Any:
        """Select what opens something today: neither revoked nor run out."""
        return self.filter(revoked_at=None, expires_on__gte=clock.today())

    def opened_by(self, text: str) -> ApiToken | None:
        """Return the standing token that a text is, of somebody who may still sign in. One query.

        The database looks for what is no secret; the secret is compared in the same time wherever it differs.
        """
        written = FORM.fullmatch(text)
        if not written:
            return None
        found: ApiToken | None = (
            self.standing().filter(selector=written[1], person__is_active=True).select_related("person").first()
        )
        is_right = constant_time_compare(digest_of(written[2]), found.digest if found else "")
        return found if is_right else None


class ApiToken(models.Model):
    """That a program may read what a person may read, until a day or until it is revoked."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What it is for, such as “Monthly report in Excel”.")
    selector = models.CharField(max_length=16, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    expires_on = models.DateField("last day")
    last_used_on = models.DateField("last used", null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = "API token"
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=models.Q(revoked_at=None),
                name="api_token_name_once_a_person",
                violation_error_message="You have a token with this name already. Revoke it, or choose another name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_run_out(self) -> bool:
        return self.expires_on < clock.today()
