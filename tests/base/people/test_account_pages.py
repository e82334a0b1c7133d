"""Signing in, signing out and a forgotten password, as a person sees them."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from kpa_tracker.base.audit.actions import history_of
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


def page(response):
    return response.content.decode()


def heading(response):
    (words,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page(response))
    return words


def test_the_sign_in_page_asks_two_labelled_questions(client):
    html = page(client.get(reverse("account_login")))
    assert '<label class="govuk-label govuk-label--s" for="id_login">' in html
    assert '<label class="govuk-label govuk-label--s" for="id_password">' in html
    assert "placeholder" not in html
    assert "sign up" not in html.lower()


def test_a_wrong_password_is_said_in_the_title_and_at_the_head(client, officer):
    response = client.post(reverse("account_login"), {"login": officer.email, "password": "not this one"})
    assert "<title>Error: Sign in - Plan tracker</title>" in page(response)
    assert "govuk-error-summary" in page(response)


def test_signing_in_leads_on_without_a_banner(client, officer):
    response = client.post(reverse("account_login"), {"login": officer.email, "password": PASSWORD}, follow=True)
    assert response.wsgi_request.user == officer
    assert "govuk-notification-banner" not in page(response)


def test_signing_out_takes_a_form(client, officer, as_person):
    assert heading(as_person(officer).get(reverse("account_logout"))) == "Sign out"
    client.post(reverse("account_logout"))
    assert client.get(reverse("gallery")).status_code == 302


def test_nobody_signs_themselves_up(client):
    assert heading(client.get(reverse("account_signup"))) == "Accounts are made by administrators"


def ask_for_a_new_password(client, address):
    response = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
    assert heading(response) == "Look in your e-mail"
    (message,) = mail.outbox
    return message


def test_a_forgotten_password_is_replaced_through_a_message(client, officer):
    message = ask_for_a_new_password(client, officer.email)
    assert "Choose a new password for the plan tracker" in message.subject
    (link,) = re.findall(r"http://testserver(/\S+)", message.body)
    form = client.get(link, follow=True)
    assert heading(form) == "Choose a new password"
    chosen = {"password1": "another long password", "password2": "another long password"}
    done = client.post(form.redirect_chain[-1][0], chosen, follow=True)
    assert heading(done) == "Your password is changed"
    officer.refresh_from_db()
    assert officer.check_password("another long password")
    assert history_of(officer).get().verb == "person password reset"


def test_an_address_without_an_account_gets_the_same_answer_and_no_way_to_sign_up(client, db):
    message = ask_for_a_new_password(client, "nobody@authority.example")
    assert "There is no account for this address" in message.body
    assert "/signup/" not in message.body


def test_a_link_that_was_used_says_so_and_offers_another(client, officer):
    response = client.get(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "used-up"}))
    assert heading(response) == "This link no longer works"
    assert reverse("account_reset_password") in page(response)


def test_a_person_changes_their_own_password(as_person, officer):
    response = as_person(officer).get(reverse("account_change_password"))
    assert heading(response) == "Change your password"
    assert page(response).count('type="password"') == 3
    assert "Give the password that you sign in with now" in page(response)


def test_a_chosen_password_is_in_the_history_and_they_stay_signed_in(as_person, officer):
    officer.set_password("the old long password")
    officer.save()
    client = as_person(officer)
    new = "a new long password"
    old = {"oldpassword": "the old long password"}
    client.post(reverse("account_change_password"), {**old, "password1": new, "password2": new})
    officer.refresh_from_db()
    assert officer.check_password(new)
    assert client.get(reverse("my-work")).status_code == 200
    event = history_of(officer).get()
    assert (event.verb, event.actor_name, event.changes) == ("person password set", officer.name, {})
    assert event.authority_id is None


def test_the_admins_change_of_password_is_the_sites_own(as_person, administrator):
    response = as_person(administrator).get(reverse("admin:password_change"))
    assert (response.status_code, response.url) == (302, reverse("account_change_password"))


@pytest.mark.parametrize("name", ["account_inactive", "account_login", "account_reset_password", "account_signup"])
def test_every_page_before_the_sign_in_looks_like_the_others(client, name):
    html = page(client.get(reverse(name)))
    assert 'class="govuk-template__body"' in html
    assert html.count("<main") == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_changes_their_own_address_past_the_history(method, as_person, officer):
    sent = {"action_add": "", "email": "other@authority.example"}
    assert getattr(as_person(officer), method)("/accounts/email/", sent).status_code == 404


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("account_login", ["E-mail address", "Password"]),
        ("account_reset_password", ["E-mail address"]),
        ("account_change_password", ["Password now", "New password", "New password again"]),
    ],
)
def test_the_questions_are_asked_in_the_words_of_all_other_pages(client, officer, as_person, name, labels):
    asked = (as_person(officer) if name == "account_change_password" else client).get(reverse(name)).context["form"]
    assert [field.label for field in asked.visible_fields()] == labels
