"""People who sign in, and what their appointments let them do."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from rules.permissions import has_perm, permissions

from kpa_tracker.base.people.roles import GRANTS
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.models import Record


class PersonQuerySet(models.QuerySet["Person"]):
    """People who sign in."""

    def visible_to(self, user: Person) -> PersonQuerySet:
        """Select the people who hold or held a post in the authorities whose people this person administers."""
        authorities = user.authorities_granting("people.change_person")
        return self.filter(appointments__post__authority__in=authorities).distinct()


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Finds people by their e-mail address, in small or capital letters."""

    def get_by_natural_key(self, email: str | None) -> Person:
        person: Person = self.get(email__iexact=email)
        return person


class Person(AbstractBaseUser, Record):
    """Somebody who signs in. What they may do comes from the posts that they hold today."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField("may sign in", default=True)
    signed_out_at = models.DateTimeField("signed out everywhere at", null=True, blank=True, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name_plural = "people"
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="people_person_email_once_in_any_case",
                violation_error_message="Somebody with this e-mail address is already here.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        """Greet somebody by name in the admin."""
        return self.name

    @cached_property
    def standing(self) -> list[tuple[int, int, str]]:
        """Today's (authority, post, role) of this person. One query, kept for the request."""
        return self.standing_now()

    def standing_now(self) -> list[tuple[int, int, str]]:
        """Look up today's (authority, post, role) afresh."""
        rows = self.appointments.in_force(clock.today()).filter(post__archived_at=None)
        return list(rows.values_list("post__authority_id", "post_id", "role"))

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Let sessions end with the password, as Django does, and when somebody is signed out everywhere."""
        by_password: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        if self.signed_out_at is None:
            return by_password
        key = "kpa_tracker.base.people.signed_out_at"
        return salted_hmac(key, f"{by_password}{self.signed_out_at.isoformat()}", secret=secret).hexdigest()

    def authorities_granting(self, permission: str) -> set[int]:
        """Return the authorities in which one of this person's roles grants a permission."""
        return {authority for authority, _, role in self.standing if permission in GRANTS[role]}

    @property
    def authority_ids(self) -> set[int]:
        return {authority for authority, _, _ in self.standing}

    def people_of(self, authorities: set[int]) -> models.QuerySet[Any]:
        """Return the numbers of the people who hold or held a post in some authorities."""
        return Person.objects.filter(appointments__post__authority__in=authorities).values("pk")

    @property
    def post_ids(self) -> set[int]:
        """The posts that this person holds today."""
        return {post for _, post, _ in self.standing}

    def has_role(self, *roles: str) -> bool:
        return any(role in roles for _, _, role in self.standing)

    @property
    def is_staff(self) -> bool:
        """Whether the Django admin lets this person in."""
        return self.is_active and bool(self.authorities_granting("people.use_admin"))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the rules. There is no superuser: nobody reaches past the authorities in which they hold a post."""
        return bool(self.is_active and has_perm(perm, self, obj))

    def has_perms(self, perm_list: Any, obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return any(self.has_perm(name) for name in permissions if name.startswith(f"{app_label}."))
