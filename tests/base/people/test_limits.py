"""How often a password may be tried, by whom and from where; nobody learns from it whether there is an account."""

from __future__ import annotations

import datetime
import logging
import re

import pytest
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpa_tracker.base.people import limits
from kpa_tracker.base.people.adapter import NOT_IN
from kpa_tracker.base.people.models import Person, Tries
from tests.factories.people import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
MOST = limits.BOUNDS["password"].here
ONCE = re.compile(r'value="[^"]*"|id="[^"]*"')


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """Forget what others have tried; let many be few, so that the tests are quick."""
    cache.clear()
    monkeypatch.setitem(limits.BOUNDS, "password", limits.Bounds(here=MOST, by_address=8, by_account=7))


@pytest.fixture
def work(monkeypatch):
    """Count how often a password is hashed: the work that takes the time."""
    done = []
    encode = hashers.MD5PasswordHasher.encode
    counted = lambda self, password, salt: done.append(password) or encode(self, password, salt)  # noqa: E731
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    return done


def sign_in(client, email, password="not the password", **headers):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **headers)


def said(answer):
    return ONCE.sub("", answer.content.decode())


def is_in(client):
    return "_auth_user_id" in client.session


def lock_out(client, email, **headers):
    for _ in range(MOST):
        sign_in(client, email, **headers)


def test_after_five_wrong_tries_the_right_password_does_not_open_either(client, officer):
    lock_out(client, officer.email)
    sign_in(client, officer.email, PASSWORD)
    assert not is_in(client)


def test_after_four_it_does(client, officer):
    for _ in range(MOST - 1):
        sign_in(client, officer.email)
    sign_in(client, officer.email, PASSWORD)
    assert is_in(client)


def test_after_a_quarter_of_an_hour_it_does_again(client, officer):
    lock_out(client, officer.email)
    Tries.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    sign_in(client, officer.email, PASSWORD)
    assert is_in(client)


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_another_address_in_a_header_lifts_no_lock_out(client, officer, header):
    for n in range(MOST):
        sign_in(client, officer.email, **{header: f"198.51.100.{n}"})
    sign_in(client, officer.email, PASSWORD, **{header: "198.51.100.99"})
    assert not is_in(client)


def test_behind_a_proxy_of_ours_each_address_counts_by_itself(client, officer, settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    lock_out(client, officer.email, HTTP_X_FORWARDED_FOR="198.51.100.1")
    sign_in(client, officer.email, PASSWORD, HTTP_X_FORWARDED_FOR="1.2.3.4, 198.51.100.1")
    assert not is_in(client)
    sign_in(client, officer.email, PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.2")
    assert is_in(client)


def test_letters_and_blanks_of_an_address_lift_no_lock_out(client, officer):
    lock_out(client, officer.email)
    sign_in(client, f" {officer.email.upper()} ", PASSWORD)
    assert not is_in(client)


def test_many_accounts_from_one_address_are_too_many_tries_too(client, officer):
    for n in range(limits.BOUNDS["password"].by_address):
        cache.clear()
        sign_in(client, f"nobody{n}@authority.example")
    sign_in(client, officer.email, PASSWORD)
    assert not is_in(client)


def strangers_try(email):
    """Use up what an account bears from all unknown browsers together."""
    for n in range(limits.BOUNDS["password"].by_account):
        cache.clear()
        sign_in(Client(), email, REMOTE_ADDR=f"198.51.{n}.1")


def test_one_account_from_many_addresses_is_closed_to_unknown_browsers(officer):
    strangers_try(officer.email)
    unknown = Client()
    sign_in(unknown, officer.email, PASSWORD, REMOTE_ADDR="203.0.113.9")
    assert not is_in(unknown)


def test_strangers_keep_nobody_out_of_the_browser_that_they_use(client, officer):
    sign_in(client, officer.email, PASSWORD)
    client.post(reverse("account_logout"))
    strangers_try(officer.email)
    lock_out(Client(), officer.email)  # from the same address, as behind one router
    sign_in(client, officer.email, PASSWORD)
    assert is_in(client)


def test_a_known_browser_has_five_tries_as_well(client, officer):
    sign_in(client, officer.email, PASSWORD)
    client.post(reverse("account_logout"))
    lock_out(client, officer.email)
    sign_in(client, officer.email, PASSWORD)
    assert not is_in(client)


def test_a_browser_is_known_for_nobody_else_and_not_by_a_forged_cookie(client, officer, editor):
    sign_in(client, officer.email, PASSWORD)
    client.post(reverse("account_logout"))
    strangers_try(editor.email)
    sign_in(client, editor.email, PASSWORD)
    assert not is_in(client)
    forged = Client()
    forged.cookies[limits.KNOWN] = client.cookies[limits.KNOWN].value[:-4] + "AAAA"
    strangers_try(officer.email)
    sign_in(forged, officer.email, PASSWORD)
    assert not is_in(forged)


def test_who_chooses_a_new_password_by_mail_need_not_wait(client, officer):
    lock_out(client, officer.email)
    client.post(reverse("account_reset_password"), {"email": officer.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another correct horse", "password2": "another correct horse"})
    sign_in(client, officer.email, "another correct horse")
    assert is_in(client)


# --- Nobody learns whether there is an account ------------------------------------------------------------------------


def test_every_way_of_not_getting_in_says_the_same_and_takes_the_same_work(client, officer, work):
    gone = PersonFactory(is_active=False)
    unset = PersonFactory()
    Person.objects.filter(pk=unset.pk).update(password="!unusable")
    locked = PersonFactory()
    lock_out(client, locked.email)
    lock_out(client, "locked@nobody.example")
    cases = {
        "wrong": (officer.email, "not the password"),
        "nobody": ("nobody@authority.example", "not the password"),
        "left": (gone.email, PASSWORD),
        "no password": (unset.email, "not the password"),
        "locked": (locked.email, PASSWORD),
        "locked nobody": ("locked@nobody.example", "not the password"),
    }
    answers, hashed = {}, {}
    for name, (email, password) in cases.items():
        work.clear()
        answer = sign_in(Client(), email, password)
        answers[name], hashed[name] = (answer.status_code, said(answer)), len(work)
    assert len(set(answers.values())) == 1, answers.keys()
    assert NOT_IN in answers["wrong"][1]
    assert hashed == dict.fromkeys(cases, 1)


def test_work_that_is_left_out_would_be_found(client, officer, work, monkeypatch):
    monkeypatch.setattr("allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack", lambda *_: None)
    sign_in(client, "nobody@authority.example")
    assert len(work) == 0


def test_asking_for_a_new_password_answers_the_same_and_sends_one_mail_whoever_asks(officer, work):
    gone = PersonFactory(is_active=False)
    work.clear()
    answers, mails = set(), []
    for email in (officer.email, gone.email, "nobody@authority.example"):
        answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.add((answer.redirect_chain[0], said(answer)))
        mails.append(len(mail.outbox))
    assert (len(answers), mails, work) == (1, [1, 2, 3], [])


def test_a_mail_server_that_is_gone_tells_nobody_either(officer, settings, caplog):
    settings.EMAIL_BACKEND = "tests.base.people.test_limits.Gone"
    for email in (officer.email, "nobody@authority.example"):
        answer = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        assert (answer.status_code, "Look in your e-mail" in answer.content.decode()) == (200, True)
    assert caplog.text.count("could not be sent") == 2


class Gone:
    """A mail server that does not answer."""

    def __init__(self, *args, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_failed_try_is_logged_without_address_or_password(client, officer, caplog):
    caplog.set_level(logging.INFO, logger="kpa_tracker.sign_in")
    sign_in(client, officer.email, "a secret that was typed")
    (line,) = [record.getMessage() for record in caplog.records if record.name == "kpa_tracker.sign_in"]
    assert "127.0.0.1" in line
    assert not [word for word in (officer.email, officer.name, "a secret that was typed") if word in line]


def test_the_table_of_tries_names_nobody(client, officer):
    sign_in(client, officer.email)
    assert Tries.objects.count() == 3
    assert not [one for one in Tries.objects.all() if "@" in one.key or "127" in str(one)[6:]]
    assert list(Tries.objects.visible_to(officer)) == []


def test_counts_that_no_longer_matter_go_with_the_next_sign_in(client, officer, editor):
    lock_out(client, editor.email)
    Tries.objects.update(until=timezone.now() - datetime.timedelta(seconds=1))
    sign_in(client, officer.email, PASSWORD)
    assert Tries.objects.over().count() == 0


# --- The admin stands behind the same door ----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nobody", "administrator"])
def test_nothing_can_be_posted_to_the_sign_in_of_the_admin(who, client, administrator, officer, as_person, work):
    if who == "administrator":
        as_person(administrator)
    work.clear()
    before = dict(client.session)
    answer = client.post("/admin/login/", {"username": officer.email, "password": PASSWORD})
    assert (answer.status_code, work) == (302, [])
    assert client.session.get("_auth_user_id") == before.get("_auth_user_id")
    assert answer.url.startswith("/admin/" if who == "administrator" else "/accounts/login/")


def test_the_sign_in_of_the_admin_leads_nowhere_else(client):
    answer = client.get("/admin/login/", {"next": "//evil.example/"})
    assert answer.url == "/accounts/login/?next=/admin/"
