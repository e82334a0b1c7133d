"""One door for everybody, the admin included."""

from __future__ import annotations

import pytest

from tests.factories.people import PASSWORD, PersonFactory


def sign_in(client, email, password, path="/accounts/login/"):
    return client.post(path, {"login": email, "password": password})


def test_a_person_signs_in_by_address_in_any_letters(client, officer):
    response = sign_in(client, officer.email.upper(), PASSWORD)
    assert (response.status_code, response.url) == (302, "/")


def test_a_visitor_is_told_that_it_is_a_demonstration_and_whom_to_sign_in_as(client, officer):
    post = officer.appointments.get().post
    type(post.authority).objects.filter(pk=post.authority_id).update(is_demonstration=True)
    page = client.get("/accounts/login/").content.decode()
    assert [word in page for word in ("Demonstration.", officer.email, "Officer", post.title)] == [True] * 4


def test_people_of_real_use_are_never_listed(client, officer, settings):
    """Neither those of an authority that is no demonstration, nor anybody where the installation is none."""
    page = client.get("/accounts/login/").content.decode()
    assert (officer.email in page, "Accounts of the demonstration" in page) == (False, False)
    settings.DEMONSTRATION_DATE = None
    post = officer.appointments.get().post
    type(post.authority).objects.filter(pk=post.authority_id).update(is_demonstration=True)
    page = client.get("/accounts/login/").content.decode()
    assert (officer.email in page, "Demonstration." in page) == (False, False)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, officer):
    wrong = sign_in(client, officer.email, "not the password")
    unknown = sign_in(client, "nobody@authority.example", "not the password")
    said = [list(r.context["form"].non_field_errors()) for r in (wrong, unknown)]
    assert said[0] == said[1] != []


def test_somebody_deactivated_does_not_get_in(client, db):
    person = PersonFactory(is_active=False)
    sign_in(client, person.email, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_themselves_up(client, db):
    response = client.post("/accounts/signup/", {"email": "x@x.example", "password1": PASSWORD, "password2": PASSWORD})
    assert type(client.session.get("_auth_user_id")) is type(None)
    assert response.status_code in {200, 403}


@pytest.mark.parametrize("path", ["/", "/my-work/", "/plans/", "/history/", "/admin/people/post/"])
def test_a_visitor_is_sent_to_the_one_door(client, db, path):
    response = client.get(path)
    response = client.get(response.url) if response.url.startswith("/admin/login") else response
    assert response.url.startswith("/accounts/login/")


def test_an_officer_finds_no_admin(as_person, officer):
    assert as_person(officer).get("/admin/").status_code in {302, 403, 404}


def test_an_administrator_finds_the_admin(as_person, administrator):
    assert as_person(administrator).get("/admin/").status_code == 200


def test_what_a_signed_in_person_was_shown_is_kept_out_of_caches(as_person, administrator):
    response = as_person(administrator).get("/admin/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]
