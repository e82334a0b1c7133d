"""Who goes on: sessions that are over end here, and a role that asks for a second factor gets one first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from kpa_tracker.base.people import sessions

ENDED = "You were signed out: what you may do here has changed, or you signed in long ago. Sign in again."
TO_SHOW = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"})
"""Pages that are open to somebody who has a second factor and has not shown it in this session, by the names of their
addresses: who knows no more than the password changes nothing about it and reads no recovery codes."""
TO_SET_UP = TO_SHOW | {
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"),
    *("account_reauthenticate", "account_change_password"),
}
"""Pages that are open to somebody who has none yet."""


class EndedSessions:
    """Sign somebody out on the first request after one of their roles has ended, wherever they are signed in.

    Who was deactivated, has another password or was signed out everywhere is nobody to Django already.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.has_ended(request):
                logout(request)
                messages.info(request, ENDED)
            else:
                sessions.keep_up(request)
        return self.get_response(request)


class SecondFactorFirst:
    """Lead people whose role asks for a second factor to it before they open anything else.

    Without one they set it up; with one that this session has not shown, they show it. What is open to everybody, and
    what is opened by a token instead of a session, is not touched.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *args: Any) -> HttpResponse | None:
        if not self.is_asked_for(request, view) or sessions.has_shown_second_factor(request):
            return None
        has_one = is_mfa_enabled(request.user)
        if name_of(request) in (TO_SHOW if has_one else TO_SET_UP):
            return None
        if not has_one:
            return redirect("mfa_index")
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")

    def is_asked_for(self, request: HttpRequest, view: Any) -> bool:
        is_open = not getattr(view, "login_required", True)
        if is_open or not request.user.is_authenticated:
            return False
        return sessions.needs_second_factor(request.user)


def name_of(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""
