"""A form that makes something new is carried out once, however often it is sent from the same page."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kpa_tracker.base.toolkit import sendings
from plans.models import GlossaryEntry
from tests.factories.plans import PlanFactory

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')
HMIC = {"term": "HMIC", "meaning": "Her Majesty's Inspectorate of Constabulary"}


@pytest.fixture
def address(authority):
    return reverse("glossaryentry-add", args=[PlanFactory(authority=authority, state="draft").pk])


@pytest.fixture
def visitor(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def token(visitor, address):
    """The token of a page that is open."""
    return {sendings.TOKEN: TOKEN.search(visitor.get(address).content.decode())[1]}


def terms():
    return sorted(GlossaryEntry.objects.values_list("term", flat=True))


def test_sent_twice_it_is_made_once_and_both_answers_lead_to_the_same(visitor, address, token):
    first, second = (visitor.post(address, {**token, **HMIC}) for _ in range(2))
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert "You sent this twice. It was saved once." in visitor.get(second.url).content.decode()
    assert terms() == ["HMIC"]


def test_from_another_page_the_same_is_judged_anew(visitor, address, token):
    """Here it is refused: a plan explains a term once."""
    again = {sendings.TOKEN: TOKEN.search(visitor.get(address).content.decode())[1]}
    assert again != token
    assert [visitor.post(address, {**one, **HMIC}).status_code for one in (token, again)] == [302, 422]


def test_other_words_from_the_same_page_are_another(visitor, address, token):
    for words in (HMIC, {"term": "BME", "meaning": "Black and minority ethnic"}):
        assert visitor.post(address, {**token, **words}).status_code == 302
    assert terms() == ["BME", "HMIC"]


def test_what_was_refused_may_be_sent_again(visitor, address, token, monkeypatch):
    refused = visitor.post(address, {**token, "term": "", "meaning": ""})
    assert (refused.status_code, terms()) == (422, [])
    with monkeypatch.context() as broken:
        broken.setattr("plans.views.parts.AddPart.perform", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            visitor.post(address, {**token, **HMIC})
    assert visitor.post(address, {**token, **HMIC}).status_code == 302
    assert terms() == ["HMIC"]


def test_while_the_first_is_at_work_the_second_is_told(visitor, address, token, monkeypatch):
    monkeypatch.setattr(sendings, "PATIENCE", 0)
    monkeypatch.setattr(sendings.cache, "add", lambda *args: False)
    answer = visitor.post(address, {**token, **HMIC})
    assert (answer.status_code, terms()) == (422, [])
    assert "still being worked on" in answer.content.decode()


def test_files_of_one_name_with_other_content_are_another_sending(rf, editor):
    def key(content):
        sent = {sendings.TOKEN: "drawn", "evidence": SimpleUploadedFile("minutes.txt", content)}
        request = rf.post("/evidence/", sent)
        request.user = editor
        return sendings.Sending(request).key

    assert key(b"One") == key(b"One")
    assert key(b"One") != key(b"Two")
