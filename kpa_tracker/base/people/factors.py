"""What changes how somebody signs in beside the password: second factors, recovery codes, the office's own account.

How somebody signs in belongs to no one authority: what they do themselves stands in the installation's history, and
those who read the history of an authority that they hold or held a post in see it there, as with passwords.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.actions import home_of, refuse_shared
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.sessions import needs_second_factor
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.models import compare_and_set

NAMES = {"totp": "authenticator app", "webauthn": "security key", "recovery_codes": "recovery codes"}


def note(person: Person, what: str, verb: str) -> None:
    """Record what somebody did to how they sign in. The events say what kind it is, never a secret or a code."""
    record(f"person {what} {verb}", person, by=person, authority_id=None)


def factors_of(person: Person) -> Any:
    """Return a person's second factors; recovery codes are the way round them, and none by themselves."""
    return Authenticator.objects.filter(user_id=person.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)


@transaction.atomic
def remove_factor(factor: Authenticator, *, by: Person) -> None:
    """Take an authenticator app or a security key from oneself; recovery codes go with the last one.

    Refuses the last one to whom a role asks for a second factor: they set up another first.
    """
    hold_chain(None)
    others = factors_of(by).exclude(pk=factor.pk)
    if needs_second_factor(by) and not others.exists():
        raise Refused("Your role asks for a second factor, and this is your only one. Set up another one first.")
    note(by, NAMES[factor.type], "removed")
    if not others.exists():
        Authenticator.objects.filter(user_id=by.pk).delete()
    factor.delete()


@transaction.atomic
def make_recovery_codes(person: Person) -> None:
    """Make new recovery codes; the old ones open nothing any more. Refuses whom no second factor keeps out."""
    hold_chain(None)
    if not factors_of(person).exists():
        raise Refused("Set up an authenticator app or a security key first: recovery codes take its place.")
    Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)
    note(person, NAMES["recovery_codes"], "set")


@transaction.atomic
def reset_second_factor(person: Person, *, by: Person | None) -> Person:
    """Take all second factors from somebody who has lost theirs, and sign them out everywhere.

    Refuses oneself, and somebody who also works for an authority that `by` does not administer. By command (`by` is
    None) it is the office's way back where the only administrator has lost theirs.
    """
    if by is not None and person.pk == by.pk:
        raise Refused("Another administrator resets yours. You change it on “How you sign in”.")
    home = home_of(by, person)
    hold_chain(home)
    refuse_shared(person, by=by)
    Authenticator.objects.filter(user_id=person.pk).delete()
    person.signed_out_at = timezone.now()
    seen = Person.objects.values_list("version", flat=True).get(pk=person.pk)
    compare_and_set(person, seen=seen, fields=["signed_out_at"])
    record("person second factor reset", person, by=by, authority_id=home)
    return person


@transaction.atomic
def link_office_account(person: Person, account: SocialAccount) -> None:
    """Let somebody come in by the office's single sign-on from now on: the first time, by their confirmed address."""
    hold_chain(None)
    SocialAccount.objects.filter(user=person, provider=account.provider).delete()
    account.user = person
    account.save()
    note(person, "office account", "set")
