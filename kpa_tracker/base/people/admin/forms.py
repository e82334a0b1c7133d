"""Forms about people in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates

from kpa_tracker.base.people.actions import posts_left_empty
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.admin import RecordAdminForm
from kpa_tracker.base.toolkit.errors import Refused


def password_field(label: str, *, required: bool, help_text: str = "") -> forms.CharField:
    box = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, required=required, widget=box, help_text=help_text)


class TwoPasswords:
    """A password typed twice, and good enough."""

    cleaned_data: dict[str, Any]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]
        first, second = cleaned.get("password_1"), cleaned.get("password_2")
        if first != second:
            self.add_error("password_2", "This is not the same as the password above.")  # type: ignore[attr-defined]
        elif first:
            try:
                validate_password(first, self.about())
            except ValidationError as error:
                self.add_error("password_1", error)  # type: ignore[attr-defined]
        return cleaned

    def about(self) -> Person:
        raise NotImplementedError


class NewPersonForm(TwoPasswords, RecordAdminForm):
    """Somebody new. Without a password they set one by “I have forgotten my password”."""

    password_1 = password_field(
        "Password",
        required=False,
        help_text="Leave both empty, and they set their own by “I have forgotten my password” on the sign-in page.",
    )
    password_2 = password_field("The same again", required=False)

    class Meta:
        model = Person
        fields = ("name", "email")

    def about(self) -> Person:
        return Person(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))


class Asked(forms.Form):
    """A question about a person; `refused` shows what the action answered."""

    def __init__(self, *args: Any, person: Person, by: Person, **kwargs: Any) -> None:
        self.person, self.by = person, by
        super().__init__(*args, renderer=DjangoTemplates(), label_suffix=":", **kwargs)

    def refused(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


class PressedForm(Asked):
    """Nothing to fill in."""


class EraseForm(Asked):
    """Why a leaver's name goes, and that whoever asks knows that it does not come back."""

    reason = forms.CharField(
        label="Why", help_text="It stays in the history. Leave the name out of it.", max_length=500
    )
    knowing = forms.BooleanField(label="I know that there is no way back")


class PasswordForm(TwoPasswords, Asked):
    """A new password for somebody."""

    password_1 = password_field("New password", required=True, help_text=password_validators_help_text_html())
    password_2 = password_field("The same again", required=True)

    def about(self) -> Person:
        return self.person


class DeactivateForm(Asked):
    """A leaver. Where posts would be left with nobody, whoever asks says that they know."""

    knowing = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = self.by.authorities_granting("people.change_person")
        posts = posts_left_empty(self.person, on=clock.today()).filter(authority__in=mine)
        empty = [post.title for post in posts]
        if empty:
            self.fields["knowing"].label = f"I know that nobody else holds: {', '.join(empty)}"
        else:
            del self.fields["knowing"]
