"""How often signing in may be tried, and which browsers are known.

Each try on an account is counted by the address that it comes from, and on its whole by the account and by the address.
A browser in which this account has signed in before is counted by itself alone: whoever tries passwords from elsewhere
cannot keep its owner out (docs/decisions/0035-sign-in.md).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from kpa_tracker.base.people.addresses import client_address, household_of
from kpa_tracker.base.people.models import Tries

QUARTER, HOUR = timedelta(minutes=15), timedelta(hours=1)
KNOWN = "known_browser"
KNOWN_FOR = timedelta(days=180)
KNOWN_ACCOUNTS = 5
"""How many accounts a browser is known for: a machine in a committee room serves several people."""


@dataclass(frozen=True)
class Bounds:
    """How many tries are let through: on an account from one address or known browser, and from one address on any
    account, in a quarter of an hour; on an account from all unknown browsers together, in an hour."""

    here: int
    by_address: int
    by_account: int


BOUNDS = {"password": Bounds(5, 50, 30), "code": Bounds(5, 50, 10)}


def address_of(request: HttpRequest) -> str:
    """Return the address that a request comes from. What it says of itself counts only from a proxy of ours."""
    meta = request.META
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    return client_address(meta.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)


def key_of(*parts: str) -> str:
    return salted_hmac("kpa_tracker.base.people.limits", "\0".join(parts), algorithm="sha256").hexdigest()


def account_key(account: str) -> str:
    return key_of("account", account.strip().lower())


def begin(kind: str, account: str, request: HttpRequest) -> list[str] | None:
    """Count a try before it is looked at; return what `Tries.give_back` takes if it succeeds. None: one too many."""
    taken: list[str] = []
    for key, most, within in counts_of(kind, account, request):
        if not Tries.objects.take(key, most=most, within=within):
            return None
        taken.append(key)
    return taken


def counts_of(kind: str, account: str, request: HttpRequest) -> list[tuple[str, int, timedelta]]:
    """Return (key, most, within) of what a try is counted by: the narrowest first, so that somebody who is stopped
    there does not use up what others have."""
    bounds, account = BOUNDS[kind], account_key(account)
    nonce = known_by(request).get(account)
    if nonce:
        return [(key_of(kind, account, "known", nonce), bounds.here, QUARTER)]
    place = household_of(address_of(request))
    return [
        (key_of(kind, account, place), bounds.here, QUARTER),
        (key_of(kind, "from", place), bounds.by_address, QUARTER),
        (key_of(kind, account), bounds.by_account, HOUR),
    ]


def forgive(account: str, request: HttpRequest) -> None:
    """Forget the tries on an account from here and on its whole: its owner has chosen a new password by mail."""
    place = household_of(address_of(request))
    account = account_key(account)
    Tries.objects.filter(key__in=[key_of("password", account, place), key_of("password", account)]).delete()


# --- Known browsers ---------------------------------------------------------------------------------------------------


def cookie_name() -> str:
    """Return what the cookie is called: where there is TLS, so that a browser takes it from this very host alone."""
    return f"__Host-{KNOWN}" if settings.SESSION_COOKIE_SECURE else KNOWN


def known_by(request: HttpRequest) -> dict[str, str]:
    """Return the accounts that have signed in in this browser, each with what its tries are counted by."""
    try:
        found: Any = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=KNOWN, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return dict(found)


def remember(account: str, request: HttpRequest, response: HttpResponse) -> None:
    """Let a browser be known for an account that has just signed in there."""
    known = {**known_by(request)}
    nonce = known.pop(account_key(account), None) or secrets.token_urlsafe(12)
    kept = [*known.items()][-(KNOWN_ACCOUNTS - 1) :]
    text = signing.dumps(dict([*kept, (account_key(account), nonce)]), salt=KNOWN, compress=True)
    secure, age = settings.SESSION_COOKIE_SECURE, int(KNOWN_FOR.total_seconds())
    response.set_cookie(cookie_name(), text, max_age=age, secure=secure, httponly=True, samesite="Lax")
    Tries.objects.over().delete()
