"""The page on which a look is tried, its style sheet and its logo; setting it in the admin."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.templatetags.static import static
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.typefaces import TYPEFACES
from kpa_tracker.interfaces.publication.models import Look
from tests.factories.people import AuthorityFactory, person_with
from tests.factories.publication import LookFactory, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def look(authority):
    return LookFactory(authority=authority, with_logo=True)


def addresses(look):
    one = [look.authority_id]
    names = ("look", one), ("look-sheet", one), ("look-logo", [*one, look.logo.name])
    return [reverse(name, args=args) for name, args in names]


def page(client, authority):
    return " ".join(client.get(reverse("look", args=[authority.pk])).content.decode().split())


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR, Role.OFFICER, Role.MEMBER, Role.AUDITOR])
def test_everybody_with_a_role_sees_the_look_of_their_authority(look, as_person, role):
    client = as_person(person_with(role, authority=look.authority))
    assert [client.get(address).status_code for address in addresses(look)] == [200, 200, 200]


def test_of_another_authority_there_is_nothing(look, as_person):
    client = as_person(person_with(Role.ADMINISTRATOR, authority=AuthorityFactory()))
    assert [client.get(address).status_code for address in addresses(look)] == [404, 404, 404]


def test_nobody_sees_it_without_signing_in(look, client):
    assert {client.get(address).status_code for address in addresses(look)} == {302}


def test_the_page_shows_colours_logo_and_back_page(look, officer, as_person):
    shown = page(as_person(officer), look.authority)
    said = ('alt="White horse"', look.logo.name, "#5b1236", "Where to write", "Gateway House")
    assert [word for word in said if word not in shown] == []
    assert reverse("look-sheet", args=[look.authority_id]) in shown
    assert "style=" not in shown.split("<main", 1)[1]


@pytest.mark.parametrize(("typeface", "sheets"), [("source-sans-3", 0), ("source-serif-4", 1)])
def test_the_page_is_written_in_the_typeface_that_was_chosen(look, officer, as_person, typeface, sheets):
    Look.objects.update(typeface=typeface)
    shown = page(as_person(officer), look.authority)
    assert TYPEFACES[typeface] in shown
    assert shown.count(static("build/source-serif-4.css")) == sheets


def test_without_a_look_the_page_says_so_and_loads_no_colours(authority, officer, as_person):
    shown = page(as_person(officer), authority)
    assert "has set no look" in shown
    assert reverse("look-sheet", args=[authority.pk]) not in shown


def test_without_a_look_there_is_neither_sheet_nor_logo(authority, officer, as_person):
    client = as_person(officer)
    missing = [reverse("look-sheet", args=[authority.pk]), reverse("look-logo", args=[authority.pk, "logo-1.png"])]
    assert [client.get(address).status_code for address in missing] == [404, 404]


def test_a_logo_that_there_never_was_is_not_there(look, officer, as_person):
    assert as_person(officer).get(reverse("look-logo", args=[look.authority_id, "logo-1.png"])).status_code == 404


def test_the_sheet_holds_the_two_colours_and_nothing_else(look, officer, as_person):
    answer = as_person(officer).get(reverse("look-sheet", args=[look.authority_id]))
    assert answer.content == b":root { --look-main: #5b1236; --look-accent: #9a5200; }\n"
    assert answer["Content-Type"] == "text/css; charset=utf-8"


def test_the_logo_is_the_picture_that_was_kept(look, officer, as_person):
    answer = as_person(officer).get(reverse("look-logo", args=[look.authority_id, look.logo.name]))
    assert (answer.content, answer["Content-Type"]) == (bytes(look.logo.content), "image/png")


def test_only_who_may_set_it_is_led_to_the_admin(look, administrator, editor, as_person):
    change = reverse("admin:publication_look_change", args=[look.pk])
    assert change in page(as_person(administrator), look.authority)
    assert change not in page(as_person(editor), look.authority)


def test_where_there_is_none_the_way_leads_to_a_new_one(authority, administrator, as_person):
    assert reverse("admin:publication_look_add") in page(as_person(administrator), authority)


def test_the_page_costs_six_queries(look, officer, as_person, django_assert_num_queries):
    client = as_person(officer)
    page(client, look.authority)
    with django_assert_num_queries(6):
        page(client, look.authority)


# --- In the admin -----------------------------------------------------------------------------------------------------

SAID = {
    "main_colour": "#5B1236 ",
    "accent_colour": "#9a5200",
    "typeface": "source-serif-4",
    "logo_alt": "White horse",
    "back_page": "Write to us.",
}


def uploaded(content=None, name="logo.png"):
    return SimpleUploadedFile(name, picture() if content is None else content)


def test_a_look_is_set_with_its_logo(authority, administrator, as_person):
    data = {**SAID, "authority": authority.pk, "logo_file": uploaded()}
    answer = as_person(administrator).post(reverse("admin:publication_look_add"), data)
    made = Look.objects.get()
    assert (answer.status_code, made.authority, made.main_colour, bool(made.logo)) == (302, authority, "#5b1236", True)
    assert made.typeface == "source-serif-4"


def change(client, look, **said):
    data = {**SAID, "seen_version": look.version, **said}
    return client.post(reverse("admin:publication_look_change", args=[look.pk]), data)


def test_the_logo_stays_where_none_is_chosen(look, administrator, as_person):
    assert change(as_person(administrator), look, back_page="Come and see us.").status_code == 302
    before, look = look.logo, Look.objects.get()
    assert (look.logo, look.back_page) == (before, "Come and see us.")


def test_the_logo_is_taken_away_where_that_is_asked_for(look, administrator, as_person):
    change(as_person(administrator), look, without_logo="on")
    assert Look.objects.get().logo is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"main_colour": "#ffdd00"}, "a contrast of 1.34 to 1"),
        ({"main_colour": "red"}, "is not a colour"),
        ({"typeface": "comic"}, "comic is not one of the available choices"),
        ({"logo_file": uploaded(b"<svg/>", "logo.png")}, "not a picture that can be used"),
        ({"logo_file": uploaded(picture(size=(8, 8)))}, "It needs 32 each way"),
        ({"logo_alt": ""}, "in words what the logo shows"),
    ],
    ids=["pale", "no colour", "no typeface", "no picture", "small", "no words"],
)
def test_what_cannot_be_used_is_refused_in_words_and_changes_nothing(look, administrator, as_person, said, why):
    answer = change(as_person(administrator), look, **said)
    assert answer.status_code == 200
    assert why in answer.content.decode()
    assert Look.objects.get().version == 1


def test_the_look_of_another_authority_is_not_set(administrator, as_person):
    theirs = AuthorityFactory()
    answer = as_person(administrator).post(reverse("admin:publication_look_add"), {**SAID, "authority": theirs.pk})
    assert answer.status_code == 200
    assert not Look.objects.exists()
