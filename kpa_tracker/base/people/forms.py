"""The forms of signing in and of passwords, with questions in the words of all other pages."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.conf import settings
from django.core.exceptions import ValidationError

from kpa_tracker.base.people import limits
from kpa_tracker.base.people.models import Tries

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "oldpassword": "Password now",
    "password1": "New password",
    "password2": "New password again",
    "code": "Code",
    "name": "Name of the key",
}
TOO_OFTEN = "Too many wrong tries. Wait a quarter of an hour, then try again."
USED = "This code was used already. Wait for the next one."


class InOurWords:
    """Names the questions that allauth asks."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = label


def begun(kind: str, user: Any) -> list[str]:
    """Count a try of somebody who has said who they are; refuse one too many."""
    tried = limits.begin(kind, user.email, context.request)
    if tried is None:
        raise ValidationError(TOO_OFTEN)
    return tried


class SignIn(InOurWords, forms.LoginForm):
    """Who, and the password."""

    @property
    def single_sign_on(self) -> list[dict[str, Any]]:
        """The office's own server, as a second way in."""
        found: list[dict[str, Any]] = settings.OIDC
        return found


class ChangePassword(InOurWords, forms.ChangePasswordForm):
    """The password now, and the next one twice."""

    def clean_oldpassword(self) -> str:
        tried = begun("password", self.user)
        password: str = super().clean_oldpassword()
        Tries.objects.give_back(tried)
        return password


class ForgottenPassword(InOurWords, forms.ResetPasswordForm):
    """Where the message with the way back goes."""


class NewPassword(InOurWords, forms.ResetPasswordKeyForm):
    """The next password twice."""


class ThePasswordAgain(InOurWords, forms.ReauthenticateForm):
    """The password of whoever is signed in."""


class Counted(InOurWords):
    """A code from an authenticator app, or a recovery code: counted before it is looked at, and good for once."""

    user: Any

    def clean_code(self) -> str:
        tried = begun("code", self.user)
        code: str = super().clean_code()  # type: ignore[misc]
        used = limits.key_of("code used", str(self.user.pk), "".join(code.split()))
        if not Tries.objects.take(used, most=1, within=limits.QUARTER):
            raise ValidationError(USED)
        Tries.objects.give_back(tried)
        return code


class CodeAtSignIn(Counted, codes.AuthenticateForm):
    """The code at a sign-in."""


class CodeAgain(Counted, codes.ReauthenticateForm):
    """A code of whoever is signed in."""


class FirstCode(Counted, ActivateTOTPForm):
    """The first code that a new authenticator app shows."""


class NewKey(InOurWords, AddWebAuthnForm):
    """A new security key, and what its holder calls it."""
