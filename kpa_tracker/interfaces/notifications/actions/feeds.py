"""Making and revoking a person's calendar feed."""

from __future__ import annotations

import secrets

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.notifications.models import FeedToken
from kpa_tracker.interfaces.notifications.models.feeds import digest_of

TOKEN_BYTES = 32


@transaction.atomic
def make_feed(person: Person) -> str:
    """Make a person's calendar feed and return its secret, which is kept nowhere. An earlier one stops working."""
    hold_chain(None)
    FeedToken.objects.standing().filter(person=person).update(revoked_at=clock.now())
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = FeedToken.objects.create(person=person, digest=digest_of(token))
    record("feedtoken made", made, by=person, authority_id=None)
    return token


@transaction.atomic
def revoke_feed(person: Person) -> None:
    """Let a person's calendar feed stop working. Refuses where there is none."""
    hold_chain(None)
    feed = FeedToken.objects.standing().filter(person=person).first()
    if feed is None:
        raise Refused("There is no calendar feed to revoke.")
    feed.revoked_at = clock.now()
    feed.save(update_fields=["revoked_at"])
    record("feedtoken revoked", feed, by=person, authority_id=None)
