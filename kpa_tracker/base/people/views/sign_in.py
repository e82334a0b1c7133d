"""How one signs in: the second factors, the recovery codes, and where one is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from kpa_tracker.base.people import factors, sessions
from kpa_tracker.base.people.browsers import browser_of
from kpa_tracker.base.toolkit.editing import PressForm, PressPage
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.base.toolkit.forms import PlainForm
from kpa_tracker.base.toolkit.pages import ActionPage, Crumb, Page

OWN = "How you sign in"


class OwnSignIn(Page):
    """A page on one's own sign-in."""

    permission_required = "people.keep_sign_in"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [(OWN, reverse("mfa_index")), (self.get_page_title(), "")]

    def get_success_url(self) -> str:
        return reverse("mfa_index")

    def get_cancel_url(self) -> str:
        return reverse("mfa_index")


class Confirmed(OwnSignIn):
    """A page that asks once more who somebody is, unless they have just said it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission_required):
            raise Http404
        self.find(**kwargs)
        if not sessions.has_confirmed(request):
            raise ReauthenticationRequired
        return super().dispatch(request, *args, **kwargs)

    def find(self, **kwargs: Any) -> None:
        """Look for what the page is on, before anything is asked: what is another's is not there."""


class Overview(OwnSignIn, TemplateView):
    """The password, the second factors and the sessions of whoever is signed in."""

    template_name = "mfa/index.html"
    page_title = OWN
    purpose = "Your password, your second factor and the places where you are signed in."

    def get_breadcrumbs(self) -> list[Crumb]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        own = list(Authenticator.objects.filter(user_id=person.pk).order_by("created_at"))
        by_type = {kind: [one for one in own if one.type == kind] for kind in factors.NAMES}
        codes = by_type["recovery_codes"]
        return {
            **super().get_context_data(**kwargs),
            "apps": by_type["totp"],
            "keys": by_type["webauthn"],
            "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
            "has_factor": bool(by_type["totp"] or by_type["webauthn"]),
            "is_needed": sessions.needs_second_factor(person),
            "session_count": UserSession.objects.filter(user_id=person.pk).count(),
            "has_password": person.has_usable_password(),
            "single_sign_on": settings.OIDC,
        }


def kept(page: Page, kind: str, keep: Callable[[Any], HttpResponse], form: Any) -> HttpResponse:
    """Keep a factor that was shown to work, with its event, and lead on to the recovery codes."""
    with transaction.atomic():
        factors.note(page.request.user, factors.NAMES[kind], "set")
        keep(form)
    sessions.show(page.request, page.request.user)
    return redirect("mfa_view_recovery_codes")


class SetUpApp(OwnSignIn, ActivateTOTPView):
    """Pairing an authenticator app with the account."""

    page_title = "Set up an authenticator app"
    purpose = "An app on your telephone shows a new code every half minute. You type it after your password."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_index")  # one app is enough; another one takes its place once it is removed
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        return kept(self, "totp", super().form_valid, form)


class AddKey(OwnSignIn, AddWebAuthnView):
    """Adding a security key: a device that is plugged in or held to the machine, or the machine itself."""

    page_title = "Add a security key"
    purpose = "A small device, or the fingerprint or PIN of your machine, shows that it is you."

    def form_valid(self, form: Any) -> HttpResponse:
        return kept(self, "webauthn", super().form_valid, form)


class RemoveFactor(Confirmed, ActionPage):
    """Taking an app or a key from one's own account."""

    template_name = "pages/confirm.html"
    form_class = PlainForm
    submit_label = "Remove it"
    success_message = "It is removed. It no longer lets anybody in."
    purpose = "After this, it no longer takes part in signing in."
    factor: Authenticator

    def find(self, **kwargs: Any) -> None:
        found = factors.factors_of(self.request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.factor = found

    def get_page_title(self) -> str:
        key = self.factor.type == Authenticator.Type.WEBAUTHN
        return f"Remove the key “{self.factor}”" if key else "Remove the authenticator app"

    def perform(self, form: PlainForm) -> None:
        factors.remove_factor(self.factor, by=self.request.user)


class RecoveryCodes(Confirmed, TemplateView):
    """The recovery codes that are left."""

    template_name = "mfa/recovery_codes.html"
    page_title = "Recovery codes"
    purpose = "For the day on which your telephone or key is not there: each code lets you in once."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Authenticator.objects.filter(user_id=self.request.user.pk, type=Authenticator.Type.RECOVERY_CODES)
        codes = [code for one in own for code in one.wrap().get_unused_codes()]
        return {**super().get_context_data(**kwargs), "codes": codes}


class NewRecoveryCodes(Confirmed, ActionPage):
    """Other recovery codes in place of those that there are."""

    template_name = "pages/confirm.html"
    form_class = PlainForm
    page_title = "Make new recovery codes"
    purpose = "The codes that you have now stop working at once."
    submit_label = "Make new codes"

    def perform(self, form: PlainForm) -> None:
        factors.make_recovery_codes(self.request.user)

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


# --- Sessions ---------------------------------------------------------------------------------------------------------


class OwnSessions(OwnSignIn, TemplateView):
    """Where somebody is signed in."""

    template_name = "usersessions/usersession_list.html"
    page_title = "Where you are signed in"
    purpose = "Each browser in which you are signed in. End those that you do not know, or no longer use."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = UserSession.objects.filter(user_id=self.request.user.pk).order_by("-last_seen_at", "-pk")
        here = self.request.session.session_key
        rows = [(one, browser_of(one.user_agent), one.session_key == here) for one in own if one.exists()]
        return {**super().get_context_data(**kwargs), "rows": rows, "has_others": any(not row[2] for row in rows)}


class EndSession(OwnSignIn, PressPage):
    """Signing out in one other browser."""

    page_title = "Sign out there"
    purpose = "Whoever uses that browser has to sign in again."
    success_message = "That browser is signed out."

    def get_object(self) -> UserSession:
        found = UserSession.objects.filter(user_id=self.request.user.pk, pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def perform(self, form: PressForm) -> None:
        if self.object.session_key == self.request.session.session_key:
            raise Refused("This is the browser that you use now. Use “Sign out” at the top.")
        self.object.end()

    def get_success_url(self) -> str:
        return reverse("usersessions_list")


class EndOtherSessions(OwnSignIn, PressPage):
    """Signing out everywhere but here."""

    page_title = "Sign out everywhere else"
    purpose = "Every other browser has to sign in again."
    success_message = "You are signed in in this browser alone."

    def perform(self, form: PressForm) -> None:
        here = self.request.session.session_key
        for one in UserSession.objects.filter(user_id=self.request.user.pk).exclude(session_key=here):
            one.end()

    def get_success_url(self) -> str:
        return reverse("usersessions_list")
