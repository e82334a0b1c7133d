"""Passwords that somebody who knows the office would try first."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from kpa_tracker.base.people.models import Person
from kpa_tracker.base.people.passwords import ENOUGH, OFTEN, beside, words_here
from tests.factories.people import PASSWORD, AuthorityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office():
    return AuthorityFactory(name="Wealden & Downs Police Authority", short_name="WDPA")


def refused(password):
    try:
        validate_password(password, Person(name="Jane Marple", email="jane@example.police.uk"))
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


@pytest.mark.parametrize(
    "password",
    ["PolicePlan2026!", "wealden-downs-2027", "WDPA business plan", "admin.password.1", "Summer_Police_2026"],
)
def test_words_of_the_office_are_no_password(password):
    assert refused(password) == ["of_this_office"]


@pytest.mark.parametrize("password", ["football123456!", "Basketball-2026"])
def test_a_common_one_with_figures_behind_it_is_none_either(password):
    assert refused(password) == ["password_too_common"]


@pytest.mark.parametrize(
    "password", [PASSWORD, "a good long password", "8f!2-9_7$1xq", "eels and windmills", "wealden eels and windmills"]
)
def test_others_are_taken(password):
    assert refused(password) == []


def test_the_words_are_those_of_the_authorities_that_are_here(office):
    assert words_here() >= OFTEN | {"wealden", "downs", "wdpa"}
    office.delete()
    assert refused("wealden-downs-2027") == []


def test_blanks_and_signs_between_words_count_for_nothing():
    assert beside("Police -- plan, 26", set(OFTEN)) == "26"
    assert len(beside("eels and windmills", set(OFTEN))) >= ENOUGH


def test_it_is_told_beside_the_field(client, officer):
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = {"oldpassword": PASSWORD, "password1": "Police-Plan-2026", "password2": "Police-Plan-2026"}
    page = client.post("/accounts/password/change/", sent).content.decode()
    assert "words that everybody in the office knows" in page
