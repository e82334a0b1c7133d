"""The demonstration's authority is given a look by a command."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.people.roles import Role
from kpa_tracker.interfaces.publication.models import Logo, Look
from tests.factories.people import AuthorityFactory, person_with

pytestmark = pytest.mark.django_db


def dress(*, is_demonstration=True, main="#0b4f5c"):
    authority = AuthorityFactory(is_demonstration=is_demonstration)
    by = person_with(Role.ADMINISTRATOR, authority=authority)
    call_command("dress_demo", authority.pk, by=by.pk, main=main, accent="#9a3b00", back_page="## Where to write")
    return Look.objects.get(authority=authority), by


def test_it_is_set_as_an_administrator_would_with_one_event():
    look, by = dress()
    assert (look.main_colour, look.accent_colour, look.back_page) == ("#0b4f5c", "#9a3b00", "## Where to write")
    assert look.logo_alt.startswith("A shield")
    assert look.logo.is_untouched
    (event,) = history_of(look)
    assert (event.verb, event.actor_name) == ("look created", str(by))


def test_an_authority_in_real_use_is_refused():
    with pytest.raises(CommandError, match="demonstration alone"):
        dress(is_demonstration=False)
    assert not Look.objects.exists()
    assert not Logo.objects.exists()
