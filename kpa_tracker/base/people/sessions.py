"""What a session remembers of how it began, and the sessions that a person has."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils import timezone

from kpa_tracker.base.people.addresses import networks_of
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.roles import Role

STANDING, BEGAN, SEEN = "standing", "began", "seen"
SEEN_EVERY = 600
"""Seconds after which a session's last use is written down again: not at every page, so that reading writes nothing."""
SHOWN = "second_factor"


def standing_of(person: Any) -> list[str]:
    """Return the roles by their posts, as a session keeps them."""
    return sorted(f"{post} {role}" for _, post, role in person.standing)


def begin(request: HttpRequest, user: Person, **more: Any) -> None:
    """Let a session remember what its person might do when it began. Called by Django's signal of a sign-in.

    Who has signed in this minute has said who they are: they need not do it again to change how they sign in.
    """
    moment = time.time()
    roles = sorted(f"{post} {role}" for _, post, role in user.standing_now())
    request.session.update({STANDING: roles, BEGAN: moment, SEEN: moment})
    for method in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])[-1:]:
        method["reauthenticated"] = True


def has_ended(request: HttpRequest) -> bool:
    """Whether a session is over: one of its person's roles has ended since it began, or it is half a day old."""
    had, began = request.session.get(STANDING), request.session.get(BEGAN)
    if had is None or began is None:
        return False
    return time.time() - began > settings.SESSION_COOKIE_AGE or not set(had) <= set(standing_of(request.user))


def keep_up(request: HttpRequest) -> None:
    """Note roles that somebody was given since the session began, and now and then that it is in use."""
    session, now = request.session, time.time()
    if len(session.get(STANDING, ())) != len(standing_of(request.user)):
        session[STANDING] = standing_of(request.user)
    if now - session.get(SEEN, now) > SEEN_EVERY:
        session[SEEN] = now
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


# --- The second factor ------------------------------------------------------------------------------------------------


def refuse_misspelt() -> None:
    """Refuse roles that there are not, and proxies that are no addresses."""
    unknown = set(settings.SECOND_FACTOR) - {*Role.values, "everybody", "nobody"}
    if unknown:
        raise ImproperlyConfigured(f"KPA_SECOND_FACTOR names no role: {', '.join(sorted(unknown))}.")
    try:
        networks_of(settings.TRUSTED_PROXIES)
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES: {error}.") from None


def needs_second_factor(person: Person) -> bool:
    """Whether one of a person's roles asks for a second factor."""
    asked = settings.SECOND_FACTOR
    return "everybody" in asked or any(role in asked for _, _, role in person.standing)


def show(request: HttpRequest, user: Person, **more: Any) -> None:
    """Let a session remember that its second factor was shown or set up. Called by allauth's signal of its use."""
    request.session[SHOWN] = user.pk


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether this session began with a second factor, or it was set up or shown in it."""
    methods = {one.get("method") for one in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
    by_office = settings.OIDC_SECOND_FACTOR and "socialaccount" in methods
    return by_office or request.session.get(SHOWN) == request.user.pk


def has_confirmed(request: HttpRequest) -> bool:
    """Whether somebody has said who they are within the last minutes: who changes how they sign in must have. Who has
    neither a password nor a second factor has nothing to say it with but the office's server."""
    user: Any = request.user
    if not user.has_usable_password() and not is_mfa_enabled(user):
        return True
    said = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    moments = [one["at"] for one in said if one.get("reauthenticated")]
    return bool(moments) and time.time() - moments[-1] < REAUTHENTICATION_TIMEOUT
