"""Making and revoking tokens. Whoever uses one leaves no event: reading changes nothing."""

from __future__ import annotations

import datetime
import secrets

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from kpa_tracker.interfaces.api.models import ApiToken, digest_of

AT_MOST = 10
"""How many standing tokens a person has."""
LONGEST = datetime.timedelta(days=366)
SELECTOR_BYTES, SECRET_BYTES = 8, 32


@transaction.atomic
def make_token(person: Person, *, name: str, expires_on: datetime.date) -> str:
    """Make a token and return it: it is shown to its holder this once, and kept nowhere.

    Refuses a day that has passed or lies more than a year ahead, and more tokens than anybody keeps an eye on.
    """
    hold_chain(None)
    today, own = clock.today(), ApiToken.objects.filter(person=person)
    refuse_where(
        (expires_on < today, "This day has passed.", "lasts"),
        (expires_on > today + LONGEST, "A token lasts a year at most.", "lasts"),
        (own.standing().count() >= AT_MOST, f"You have {AT_MOST} tokens. Revoke one that you no longer use."),
    )
    selector, secret = secrets.token_hex(SELECTOR_BYTES), secrets.token_urlsafe(SECRET_BYTES)
    made = ApiToken(person=person, name=name, expires_on=expires_on, selector=selector, digest=digest_of(secret))
    made.full_clean()
    made.save(force_insert=True)
    changes = {"name": [None, name], "expires_on": [None, expires_on]}
    record("apitoken made", made, by=person, authority_id=None, changes=changes)
    return f"kpa_{selector}_{secret}"


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Person) -> None:
    """Let a token stop working at once. Refuses what is revoked already, so that of two presses one leaves an event."""
    hold_chain(None)
    standing = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not standing.update(revoked_at=clock.now()):
        raise Refused("This token is revoked already.")
    record("apitoken revoked", token, by=by, authority_id=None)
