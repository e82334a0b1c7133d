"""How people sign in: only those whom an administrator has entered; a password they choose is an action like others."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from kpa_tracker.base.people.actions import choose_password
from kpa_tracker.base.people.models import Person


class InvitedPeopleOnly(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Record it as well. The session goes on by the password of `user`, which may be a stand-in for the record."""
        forgotten = not self.request.user.is_authenticated  # they come by the link of a mail
        person = choose_password(Person.objects.get(pk=user.pk), password=password, forgotten=forgotten)
        user.password = person.password
