"""The forms of signing in and of passwords, with questions in the words of all other pages."""

from __future__ import annotations

from typing import Any

from allauth.account import forms

LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "oldpassword": "Password now",
    "password1": "New password",
    "password2": "New password again",
}


class InOurWords:
    """Names the questions that allauth asks."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            if name in self.fields:
                self.fields[name].label = label


class SignIn(InOurWords, forms.LoginForm):
    """Who, and the password."""


class ChangePassword(InOurWords, forms.ChangePasswordForm):
    """The password now, and the next one twice."""


class ForgottenPassword(InOurWords, forms.ResetPasswordForm):
    """Where the message with the way back goes."""


class NewPassword(InOurWords, forms.ResetPasswordKeyForm):
    """The next password twice."""
