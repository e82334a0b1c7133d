"""A person's own tokens: made, shown once, revoked; by themselves alone."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.people.models import Appointment
from kpa_tracker.interfaces.api.models import ApiToken
from tests.factories.api import ApiTokenFactory
from tests.factories.situations import meanwhile

OWN = "/api/tokens/"
TOKEN = re.compile(r"<code>(kpa_[0-9a-f]{16}_[\w-]{43})</code>")


def made(client, name="Monthly report", lasts="90"):
    """Make a token on the page; return it as it is shown."""
    return TOKEN.search(client.post(OWN, {"name": name, "lasts": lasts}).content.decode())[1]


def revoke(token):
    return f"{OWN}{token.pk}/revoke/"


@pytest.mark.parametrize("who", ["administrator", "editor", "officer", "member", "auditor"])
def test_everybody_with_a_role_has_tokens_of_their_own(who, as_person, request):
    client = as_person(request.getfixturevalue(who))
    assert client.get(OWN).status_code == 200
    assert made(client)


def test_somebody_without_a_role_has_none(officer, as_person):
    Appointment.objects.all().delete()
    client = as_person(officer)
    assert [client.get(OWN).status_code, client.post(OWN, {"name": "x", "lasts": "90"}).status_code] == [404, 404]
    assert not ApiToken.objects.exists()


def test_the_accounts_menu_leads_there(officer, as_person):
    assert f'href="{OWN}"' in as_person(officer).get("/my-work/").content.decode()


def test_a_token_is_shown_once_and_opens_the_lists(officer, as_person):
    client = as_person(officer)
    token = made(client)
    assert Client().get("/api/v1/plans/", headers={"authorization": f"Bearer {token}"}).status_code == 200
    assert token not in client.get(OWN).content.decode()


def test_what_is_kept_of_a_token_opens_nothing(officer, as_person):
    secret = made(as_person(officer))[21:]
    kept = str(list(ApiToken.objects.values())) + str(list(Event.objects.values()))
    assert (secret in kept, len(secret)) == (False, 43)


def test_the_page_that_shows_a_token_is_kept_by_nobody(officer, as_person):
    answer = as_person(officer).post(OWN, {"name": "Monthly report", "lasts": "90"})
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("lasts", "until"), [("30", "2010-05-12"), ("90", "2010-07-11"), ("365", "2011-04-12")])
def test_a_token_lasts_as_long_as_was_chosen(lasts, until, officer, as_person):
    made(as_person(officer), lasts=lasts)
    assert ApiToken.objects.get().expires_on == datetime.date.fromisoformat(until)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": "", "lasts": "90"}, "Say what the token is for."),
        ({"name": "Report", "lasts": ""}, "Choose how long it lasts."),
        ({"name": "Report", "lasts": "9999"}, "that are offered."),
        ({"name": "x" * 81, "lasts": "90"}, "at most 80 characters"),
    ],
)
def test_what_is_not_said_is_asked_for(sent, words, officer, as_person):
    answer = as_person(officer).post(OWN, sent)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert not ApiToken.objects.exists()


def test_two_tokens_of_a_person_are_told_apart_by_their_names(officer, editor, as_person):
    made(as_person(editor))
    client = as_person(officer)
    made(client)
    answer = client.post(OWN, {"name": "Monthly report", "lasts": "90"})
    assert (answer.status_code, "choose another name" in answer.content.decode()) == (422, True)
    client.post(revoke(ApiToken.objects.get(person=officer)))
    assert made(client), "a revoked one leaves its name"


def test_the_page_shows_ones_own_and_nobody_elses(officer, as_person):
    ApiTokenFactory(person=officer, name="In use", last_used_on=datetime.date(2010, 4, 9))
    ApiTokenFactory(person=officer, name="Old", expires_on=datetime.date(2010, 4, 1))
    ApiTokenFactory(name="Somebody else's")
    page = as_person(officer).get(OWN).content.decode()
    assert [words in page for words in ("In use", "9 April 2010", "Never", "Run out")] == [True] * 4
    assert "Somebody else" not in page


def test_a_name_is_a_text_and_runs_nowhere(officer, as_person):
    ApiTokenFactory(person=officer, name="<script>alert(1)</script>")
    page = as_person(officer).get(OWN).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_a_revoked_token_opens_nothing_and_is_named_as_such(officer, as_person):
    client = as_person(officer)
    token = made(client)
    answer = client.post(revoke(ApiToken.objects.get()), follow=True).content.decode()
    assert "The token is revoked." in answer
    assert "Revoked last: Monthly report (12 April 2010)." in answer
    assert Client().get("/api/v1/plans/", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_a_token_is_revoked_once(officer, as_person):
    token, client = ApiTokenFactory(person=officer), as_person(officer)
    answers = [client.post(revoke(token)), client.post(revoke(token))]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "This token is revoked already." in answers[1].content.decode()
    assert Event.objects.filter(verb="apitoken revoked").count() == 1


def test_nobody_revokes_the_token_of_another(officer, administrator, as_person):
    token = ApiTokenFactory(person=officer)
    assert as_person(administrator).post(revoke(token)).status_code == 404
    assert ApiToken.objects.standing().exists()
    assert as_person(officer).post(revoke(token)).status_code == 302


def test_the_history_tells_who_made_and_revoked_what(officer, as_person):
    client = as_person(officer)
    made(client)
    client.post(revoke(ApiToken.objects.get()))
    told = [str(tell(event)) for event in Event.objects.order_by("pk")]
    assert [
        sentence.startswith(f"{officer} {verb} the API token")
        for sentence, verb in zip(told, ("made", "revoked"), strict=True)
    ] == [True] * 2
    assert {event.authority_id for event in Event.objects.all()} == {None}


def test_as_many_tokens_as_somebody_keeps_an_eye_on(officer, as_person):
    ApiTokenFactory.create_batch(9, person=officer)
    ApiTokenFactory(person=officer, expires_on=datetime.date(2010, 4, 1))
    client = as_person(officer)
    made(client)
    answer = client.post(OWN, {"name": "One more", "lasts": "90"})
    assert (answer.status_code, "You have 10 tokens." in answer.content.decode()) == (422, True)
    meanwhile(ApiToken.objects.standing().first(), expires_on=datetime.date(2010, 4, 11))
    assert made(client, name="One more")


def test_the_page_asks_as_often_for_one_token_as_for_three(officer, as_person, django_assert_num_queries):
    client = as_person(officer)
    ApiTokenFactory(person=officer)
    client.get(OWN)
    with django_assert_num_queries(6):
        client.get(OWN)
    ApiTokenFactory.create_batch(2, person=officer)
    with django_assert_num_queries(6):
        client.get(OWN)
