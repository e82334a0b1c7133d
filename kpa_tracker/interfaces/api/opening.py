"""Who a request is from: the holder of the token in its Authorization header, who asks no more often than they may."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.api.models import ApiToken
from kpa_tracker.interfaces.api.problems import Problem

SCHEME = "bearer"
A_MINUTE = 60
cache = caches["process"]
NEEDED = "Send a token of yours in the header: Authorization: Bearer kpa_... You make one on the page “API tokens”."
WRONG = "This token opens nothing: it is mistyped, has run out or was revoked, or its holder has left."


def holder_of(request: HttpRequest) -> Any:
    """Return the person whose token a request carries. Who is signed in beside it does not count."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME:
        raise Problem(401, NEEDED, headers={"WWW-Authenticate": "Bearer"})
    token = ApiToken.objects.opened_by(text.strip())
    if token is None:
        raise Problem(401, WRONG, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    bound_rate(token.person_id)
    note_use(token)
    return token.person


def bound_rate(person: int) -> None:
    """Refuse a person's next request where this process answered as many within a minute as one may have. The bound is
    the person's: more tokens bring no more."""
    if asked_by(person) > settings.API_REQUESTS_A_MINUTE:
        most = f"More than {settings.API_REQUESTS_A_MINUTE} requests a minute are not answered. Wait a minute."
        raise Problem(429, most, headers={"Retry-After": str(A_MINUTE)})


def asked_by(person: int) -> int:
    """Count a request of a person, and return how many there were within the minute."""
    key = f"api-requests-{person}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key)
    except ValueError:  # the minute ended between the two
        return 1


def note_use(token: ApiToken) -> None:
    """Keep the day on which a token was last used: one UPDATE a day, none on the requests after it."""
    today = clock.today()
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
