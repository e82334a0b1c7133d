"""How people sign in: only those whom an administrator has entered; a password they choose is an action like others."""

from __future__ import annotations

import base64
import hashlib
import logging
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kpa_tracker.base.people import limits
from kpa_tracker.base.people.actions import choose_password
from kpa_tracker.base.people.factors import factors_of, link_office_account
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.sessions import needs_second_factor

log = logging.getLogger("kpa_tracker.sign_in")
NOT_IN = (
    "This address and this password do not go together, or they were tried too often. After five wrong tries nothing "
    "is let in for a quarter of an hour."
)
"""One answer to everything that does not let somebody in, so that it tells nobody whether there is such an account."""


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": NOT_IN,
        "incorrect_password": "This is not your password, or it was tried too often. Wait a quarter of an hour.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message; where the mail server does not take it, say so in the log alone: an answer that differs would
        tell whether there is such an account."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:  # what smtplib raises, too
            log.exception("A message of the sign-in could not be sent")

    def set_password(self, user: Person, password: str) -> None:
        """Record it as well. The session goes on by the password of `user`, which may be a stand-in for the record."""
        forgotten = not self.request.user.is_authenticated  # they come by the link of a mail
        person = choose_password(Person.objects.get(pk=user.pk), password=password, forgotten=forgotten)
        user.password = person.password
        if forgotten:
            limits.forgive(person.email, self.request)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Return whose address and password these are. The same work is done, and the same said, for a wrong password,
        an address that nobody has, somebody who has left, and one try too many."""
        account = credentials.get("email", "")
        tried = limits.begin("password", account, request)
        if tried is None:
            Person().set_password(credentials.get("password"))
            self.refuse(request, account, "too many tries")
            return None
        person: Any = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        if person is None:
            self.refuse(request, account, "not right")
            return None
        limits.Tries.objects.give_back(tried)
        return person

    def refuse(self, request: HttpRequest, account: str, why: str) -> None:
        """Note a try that failed: where it came from, and whose account it was on as a digest."""
        log.warning(
            "Sign-in refused, %s: account %.8s from %s", why, limits.account_key(account), self.get_client_ip(request)
        )

    def reauthenticate(self, user: Person, password: str) -> bool:
        person = self.authenticate(context.request, email=user.email, password=password)
        return person is not None and person.pk == user.pk

    def post_login(self, request: HttpRequest, user: Person, **about: Any) -> HttpResponse:
        response = super().post_login(request, user, **about)
        limits.remember(user.email, request, response)
        return response


class SecondFactors(DefaultMFAAdapter):
    """Second factors: an authenticator app's secret is kept so that the database alone does not give it away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Type the newest one.",
    }

    def get_totp_issuer(self) -> str:
        return f"Plan tracker ({self._get_site_name()})"

    def get_totp_label(self, user: Person) -> str:
        return user.email

    def generate_authenticator_name(self, user: Person, type: Any) -> str:
        return f"Key {Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person = authenticator.user
        return not needs_second_factor(person) or factors_of(person).exclude(pk=authenticator.pk).exists()

    def build_totp_svg(self, url: str) -> str:
        """Return the picture as it stands in a page: without the declaration of a file."""
        return super().build_totp_svg(url).partition("?>")[2]

    def encrypt(self, text: str) -> str:
        return ciphers().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret; under another SECRET_KEY than it was kept by, one that no code goes with."""
        try:
            return ciphers().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none: the history says it, and an administrator who resets a factor tells its holder."""


def ciphers() -> MultiFernet:
    """Return what encrypts with the installation's key, and reads what earlier keys have encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second factors {key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(one)) for one in digests])


class InvitedPeopleBySingleSignOn(DefaultSocialAccountAdapter):
    """Single sign-on opens the accounts that there are, and makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in who came this way before, and the first time whoever's address their office's server has confirmed.
        What it tells of them beside that is not kept."""
        sociallogin.account.extra_data = {}
        if sociallogin.state.get("process") == "connect" or request.user.is_authenticated:
            raise ImmediateHttpResponse(not_invited(request))
        if sociallogin.is_existing:
            sociallogin.account.save(update_fields=["extra_data"])
            return
        person = self.invited(sociallogin)
        if person is None:
            log.warning("Single sign-on refused from %s: nobody has this address", limits.address_of(request))
            raise ImmediateHttpResponse(not_invited(request))
        link_office_account(person, sociallogin.account)
        sociallogin.user = person

    def get_requests_session(self) -> Any:
        """Answer in plain words where the office's server does not answer this site."""
        session = super().get_requests_session()
        ask = session.request

        def asked(*args: Any, **kwargs: Any) -> Any:
            try:
                return ask(*args, **kwargs)
            except requests.RequestException as gone:
                log.error("The server of the single sign-on does not answer: %s", type(gone).__name__)
                page = render(context.request, "socialaccount/authentication_error.html", status=503)
                raise ImmediateHttpResponse(page) from gone

        session.request = asked
        return session

    def invited(self, sociallogin: Any) -> Person | None:
        believes = sociallogin.provider.app.settings.get("believes_addresses")
        confirmed = [one.email for one in sociallogin.email_addresses if one.verified or believes]
        return next(
            (p for email in confirmed for p in Person.objects.filter(email__iexact=email, is_active=True)), None
        )

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none: the history says it."""


def not_invited(request: HttpRequest) -> HttpResponse:
    return render(request, "socialaccount/not_invited.html", status=403)
