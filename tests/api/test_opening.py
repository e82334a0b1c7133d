"""What a token opens, and what it is not opened by."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.api.models import ApiToken
from kpa_tracker.interfaces.api.opening import cache
from tests.api.records import NAMES, list_url
from tests.factories.api import SECRET, ApiTokenFactory, text_of
from tests.factories.situations import meanwhile

URL = list_url("plans")


@pytest.fixture
def token(editor):
    return ApiTokenFactory(person=editor)


def ask(header, **more):
    return Client().get(URL, headers={"authorization": header}, **more)


def is_refused(answer):
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    return answer.status_code == 401


def test_a_token_opens_the_lists(token):
    assert ask(f"Bearer {text_of(token)}").status_code == 200


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
def test_the_scheme_is_written_as_programs_write_it(scheme, token):
    assert ask(f"{scheme} {text_of(token)}").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_read_without_a_token(name, client, db):
    answer = client.get(list_url(name))
    assert is_refused(answer)
    assert "API tokens" in answer.json()["detail"]


def test_whoever_is_signed_in_needs_a_token_all_the_same(administrator, as_person):
    assert is_refused(as_person(administrator).get(URL))


def test_who_is_signed_in_beside_a_token_does_not_count(token, stranger, as_person):
    """The session's person sees another authority: the token's holder alone is asked."""
    client = as_person(stranger)
    said = client.get(list_url("authorities"), headers={"authorization": f"Bearer {text_of(token)}"}).json()
    assert [one["id"] for one in said["results"]] == list(token.person.authority_ids)


@pytest.mark.parametrize("where", ["token", "access_token", "authorization", "api_key", "key"])
def test_a_token_in_the_address_is_not_read(where, token, client):
    assert is_refused(client.get(URL, {where: text_of(token)}))


def test_a_token_in_a_cookie_is_not_read(token, client):
    client.cookies["Authorization"] = client.cookies["token"] = text_of(token)
    assert is_refused(client.get(URL))


HOSTILE = [
    "",
    "Bearer",
    "Bearer ",
    "Basic {token}",
    "{token}",
    "Bearer {token}x",
    "Bearer x{token}",
    "Bearer {token} {token}",
    "Bearer {token}, Bearer {token}",
    "Bearer {token}\x00",
    "Bearer \x00{token}",
    "Bearer kpa_{selector}_",
    "Bearer kpa_{selector}_{digest}",
    "Bearer kpa__{secret}",
    "Bearer kpa_%_{secret}",
    "Bearer kpa_{selector}' OR 1=1 --_{secret}",
    "Bearer KPA_{selector}_{secret}",
    "Bearer kpa_{selector}_{secret_upper}",
    "Bearer " + "x" * 100_000,
    "Bearer kpa_" + "0" * 16 + "_" + "é" * 43,
    "Bearer kpa_" + "0" * 16 + "_" + "t" * 43,
    "Bearer \ud83d".encode("utf-8", "replace").decode(),
    "Token {token}",
    "Digest username={token}",
]


@pytest.mark.parametrize("header", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_token_opens_nothing(header, token):
    known = {"token": text_of(token), "selector": token.selector, "digest": token.digest, "secret": SECRET}
    assert is_refused(ask(header.format(**known, secret_upper=SECRET.upper())))


@pytest.mark.parametrize("place", range(43))
def test_a_secret_that_differs_in_one_place_opens_nothing(place, token):
    wrong = SECRET[:place] + "t" + SECRET[place + 1 :]
    assert is_refused(ask(f"Bearer kpa_{token.selector}_{wrong}"))


def test_the_secret_of_one_token_does_not_open_another(token):
    other = ApiTokenFactory(digest="0" * 64)
    assert is_refused(ask(f"Bearer kpa_{other.selector}_{SECRET}"))


@pytest.mark.parametrize(
    ("change", "of"),
    [
        ({"revoked_at": datetime.datetime(2010, 4, 12, tzinfo=datetime.timezone.utc)}, "token"),
        ({"expires_on": datetime.date(2010, 4, 11)}, "token"),
        ({"is_active": False}, "person"),
    ],
)
def test_a_token_that_stands_no_longer_opens_nothing_from_then_on(change, of, token):
    header = f"Bearer {text_of(token)}"
    assert ask(header).status_code == 200
    meanwhile(token if of == "token" else token.person, **change)
    answer = ask(header)
    assert is_refused(answer)
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_opens_until_the_end_of_its_last_day(token, settings):
    meanwhile(token, expires_on=datetime.date(2010, 4, 12))
    assert ask(f"Bearer {text_of(token)}").status_code == 200
    settings.DEMONSTRATION_DATE = datetime.date(2010, 4, 13)
    assert is_refused(ask(f"Bearer {text_of(token)}"))


def test_all_that_opens_nothing_is_answered_alike(token):
    """Nobody learns from an answer whether a token was there."""
    meanwhile(token, expires_on=datetime.date(2010, 4, 11))
    headers = [text_of(token), f"kpa_{token.selector}_{'t' * 43}", f"kpa_{'0' * 15}f_{SECRET}", "anything"]
    assert len({ask(f"Bearer {text}").content for text in headers}) == 1


def test_the_day_of_the_last_use_is_kept_with_one_write_a_day(token, settings, django_assert_num_queries):
    header = f"Bearer {text_of(token)}"
    first = ask(header)
    token.refresh_from_db()
    assert (first.status_code, token.last_used_on) == (200, datetime.date(2010, 4, 12))
    with django_assert_num_queries(3):  # the token with its holder, where they have a role, how many plans
        ask(header)
    settings.DEMONSTRATION_DATE = datetime.date(2010, 4, 20)
    ask(header)
    token.refresh_from_db()
    assert token.last_used_on == datetime.date(2010, 4, 20)


def test_reading_leaves_no_event_and_no_session(token):
    client = Client()
    client.get(URL, headers={"authorization": f"Bearer {text_of(token)}"})
    assert (Event.objects.exists(), dict(client.cookies)) == (False, {})


def test_a_person_asks_so_often_a_minute_however_many_tokens_they_have(token, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    other = ApiTokenFactory(person=token.person)
    answers = [ask(f"Bearer {text_of(one)}") for one in (token, other, token, other)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (answers[3]["Retry-After"], answers[3]["Content-Type"]) == ("60", "application/problem+json")
    assert ask(f"Bearer {text_of(ApiTokenFactory())}").status_code == 403, "another person is not held up"
    cache.clear()
    assert ask(f"Bearer {text_of(token)}").status_code == 200


def test_a_minute_that_ends_in_between_is_no_fault(token, monkeypatch):
    def ended(key):
        raise ValueError

    monkeypatch.setattr(cache, "incr", ended)
    assert ask(f"Bearer {text_of(token)}").status_code == 200


def test_only_a_hash_is_kept(token):
    assert SECRET not in str(list(ApiToken.objects.values()))


def test_a_token_is_called_by_its_name(token):
    assert str(token) == token.name
