"""What can be wrong with who comes in."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.people.sessions import needs_second_factor
from kpa_tracker.base.toolkit.doctor import Finding, looks_at


@looks_at("administrators")
def administrators() -> Iterator[Finding]:
    """Somebody can let people in, and that is more than one person."""
    able = [one for one in Person.objects.filter(is_active=True) if holds(one, Role.ADMINISTRATOR)]
    if not able:
        yield Finding("Nobody is an administrator.", "Run: bin/manage first_administrator")
    elif len(able) == 1 and settings.DEMONSTRATION_DATE is None:
        what = "There is one administrator: who lets that person in again?"
        yield Finding(what, "Appoint a second one in the Django admin.", grave=False)


def holds(person: Person, role: Role) -> bool:
    return any(held == role for _, _, held in person.standing)


@looks_at("second factor")
def second_factors() -> Iterator[Finding]:
    """It is asked for, and who has to have one has it. It tells how many, not who."""
    if settings.DEMONSTRATION_DATE is not None:
        return
    if "nobody" in settings.SECOND_FACTOR:
        what = "A password alone lets administrators in."
        yield Finding(what, "Take KPA_SECOND_FACTOR=nobody out of the service's environment.")
        return
    own = set(Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES).values_list("user_id", flat=True))
    without = [one for one in Person.objects.filter(is_active=True) if needs_second_factor(one) and one.pk not in own]
    if without and not settings.OIDC_SECOND_FACTOR:
        yield Finding(
            f"{len(without)} who have to sign in with a second factor have set none up yet.",
            "Ask them to sign in: the site leads them to it before anything else.",
            grave=False,
        )
