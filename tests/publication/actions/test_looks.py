"""Setting the look of an authority: what is kept, what is refused, what the history says."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.publication.actions.looks import change_look, set_look
from kpa_tracker.interfaces.publication.look import look_of
from kpa_tracker.interfaces.publication.look.pictures import read_logo
from kpa_tracker.interfaces.publication.models import Logo, Look
from tests.factories.people import AuthorityFactory
from tests.factories.publication import LookFactory, picture

pytestmark = pytest.mark.django_db


def chosen(**said):
    return read_logo(io.BytesIO(picture(**said)))


@pytest.fixture
def look(authority):
    return LookFactory(authority=authority, with_logo=True)


def test_a_look_is_set_with_one_event(authority, administrator):
    new = Look(authority=authority, main_colour="#5b1236", logo_alt="White horse")
    made = set_look(new, logo=chosen(), by=administrator)
    event = history_of(made).get()
    assert (event.verb, event.changes["logo"]) == ("look created", [None, made.logo.name])
    assert look_of(authority.pk).logo_name == made.logo.name


def test_a_look_without_a_logo_says_nothing_of_one(authority, administrator):
    made = set_look(Look(authority=authority), by=administrator)
    assert "logo" not in history_of(made).get().changes
    assert (look_of(authority.pk).logo_name, look_of(authority.pk).main_colour) == ("", "#12355b")
    assert look_of(authority.pk).typeface_sheet == ""


def test_an_authority_without_a_look_has_none(authority):
    assert look_of(authority.pk) is None


def test_a_second_look_of_one_authority_is_refused(look, administrator):
    with pytest.raises(ValidationError, match="has a look already"):
        set_look(Look(authority=look.authority), by=administrator)


@pytest.mark.parametrize("name", ["main_colour", "accent_colour"])
def test_a_colour_that_nobody_could_read_is_refused(authority, administrator, name):
    with pytest.raises(ValidationError, match=r"a contrast of 3\.48 to 1"):
        set_look(Look(authority=authority, **{name: "#ce7200"}), by=administrator)
    assert not Look.objects.exists()


@pytest.mark.parametrize("words", ["", "  "])
def test_a_logo_without_words_is_refused_and_not_kept(authority, administrator, words):
    with pytest.raises(Refused, match="in words what the logo shows"):
        set_look(Look(authority=authority, logo_alt=words), logo=chosen(), by=administrator)
    assert not Logo.objects.exists()


def test_a_logo_without_words_cannot_be_stored_whoever_writes_it(look):
    with pytest.raises(IntegrityError):
        Look.objects.filter(pk=look.pk).update(logo_alt="")


def test_a_change_is_one_event_with_both_readings(look, administrator):
    look.main_colour = "#003b2e"
    change_look(look, seen=1, by=administrator)
    assert history_of(look).get().changes == {"main_colour": ["#5b1236", "#003b2e"]}


def test_another_typeface_is_told_as_it_is_called(look, administrator):
    look.typeface = "source-serif-4"
    change_look(look, seen=1, by=administrator)
    assert history_of(look).get().changes == {"typeface": ["source-sans-3", "source-serif-4"]}


def test_a_typeface_that_there_is_not_is_refused_and_cannot_be_stored(look, administrator):
    look.typeface = "comic"
    with pytest.raises(ValidationError, match="not a valid choice"):
        change_look(look, seen=1, by=administrator)
    with pytest.raises(IntegrityError):
        Look.objects.update(typeface="comic")


def test_another_logo_stands_in_its_place_and_the_old_one_is_kept(look, administrator):
    old = look.logo
    change_look(look, seen=1, logo=chosen(colour="#000000"), by=administrator)
    look.refresh_from_db()
    assert look.logo != old
    assert set(Logo.objects.all()) == {old, look.logo}
    assert history_of(look).get().changes == {"logo": [old.name, look.logo.name]}


def test_the_same_logo_again_changes_nothing(look, administrator):
    change_look(look, seen=1, logo=chosen(), by=administrator)
    assert (Logo.objects.count(), history_of(look).count()) == (1, 0)


def test_a_logo_is_taken_away_with_its_words(look, administrator):
    change_look(look, seen=1, without_logo=True, by=administrator)
    look.refresh_from_db()
    assert (look.logo, look.logo_alt) == (None, "")


def test_whoever_was_slower_is_told(look, administrator):
    look.back_page = "One"
    change_look(look, seen=1, by=administrator)
    look.back_page = "Two"
    with pytest.raises(Conflict):
        change_look(look, seen=1, by=administrator)


def test_a_logo_is_never_written_again(look):
    with pytest.raises(Refused, match="A logo stays as it is"):
        Logo.objects.update(name="other.png")


def test_the_same_picture_is_kept_for_each_authority(look, administrator):
    other = AuthorityFactory()
    made = set_look(Look(authority=other, logo_alt="White horse"), logo=chosen(), by=administrator)
    assert (made.logo.name, made.logo.pk == look.logo.pk) == (look.logo.name, False)
