"""Every page, tried by everybody: who reads it and who sends its form is written in matrix.txt, and nobody else does.

What somebody may not reach answers as what there is not, to the last byte, whatever is asked beside it.
"""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from django.http import HttpResponseForbidden
from django.urls import Resolver404, resolve

from kpa_tracker.interfaces.notifications.views.log import MessageList
from tests.access.addresses import ENTRIES, address_of, kind_of, nowhere
from tests.access.asking import ask, found_by, is_let_in, plain, told_apart
from tests.access.cast import CAST

pytestmark = pytest.mark.django_db


def written() -> dict[str, dict[str, str]]:
    """Return the matrix: each page, with how far everybody comes there."""
    lines = Path(__file__).with_name("matrix.txt").read_text().splitlines()
    cells = [line.split() for line in lines if line and not line.startswith("#")]
    return {name: dict(zip(CAST, found, strict=True)) for name, *found in cells}


WRITTEN = written()
ASIDE = ({}, {"export": "csv", "as_of": "2010-03-01", "q": "a", "sort": "-pk", "page": "2"})
"""What is asked beside an address to get at it another way."""


KNOWN = {
    "home": "leads whoever is not signed in to the door; its address is the beginning of every other",
    "api-openapi": "leads there as well, and says to caches that a token would open it",
}
"""Pages of no record that are kept from the public alone, and say something else than another page does."""


@pytest.mark.parametrize("name", ENTRIES)
def test_a_page_lets_in_whom_the_matrix_says_and_nobody_else(name, scene):
    made, browsers = scene
    address = address_of(name, made)
    assert {who: found_by(browsers[who], address) for who in CAST} == WRITTEN.get(name)


@pytest.mark.once
@pytest.mark.parametrize(
    "name", [name for name, found in WRITTEN.items() if "-" in found.values() and name not in KNOWN]
)
def test_what_is_kept_from_somebody_answers_as_what_there_is_not(name, scene):
    made, browsers = scene
    here = address_of(name, made)
    for who in [who for who in CAST if WRITTEN[name][who] == "-"]:
        browser, there = browsers[who], missing_to(who, name, made)
        for aside in ASIDE:
            kept, missing = ask(browser, "get", here, aside), ask(browser, "get", there, aside)
            assert not is_let_in(kept)
            assert told_apart(plain(kept, here), plain(missing, there)) == ""
        kept, missing = ask(browser, "post", here), ask(browser, "post", there)
        assert told_apart(plain(kept, here), plain(missing, there)) == ""


def missing_to(who, name, made):
    """Return an address of what there is not. Who is not signed in is led to the door from every page, with and without
    a record, and told of an address with no page that there is none: which pages there are is no secret."""
    return nowhere("risk" if who == "public" and not kind_of(name) else name, made)


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_known_of_some_pages_is_kept_from_the_public_alone(name):
    assert [who for who in CAST if WRITTEN[name][who] == "-"] == ["public"]


def test_what_stands_for_nowhere_is_no_page(scene):
    made, _ = scene
    for name in ENTRIES:
        there = nowhere(name, made)
        assert there != address_of(name, made)
        if not kind_of(name):
            with pytest.raises(Resolver404):
                resolve(there)


def test_every_page_stands_in_the_matrix_and_somebody_opens_it():
    assert set(WRITTEN) == set(ENTRIES)
    assert [name for name, found in WRITTEN.items() if set(found.values()) == {"-"}] == []


# --- A fault in who may is found --------------------------------------------------------------------------------------


def everything(model, user):
    return model._default_manager.all()


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        (mock.patch("kpa_tracker.base.toolkit.pages.visible", everything), "risk"),
        (mock.patch("kpa_tracker.base.people.models.Person.has_perm", return_value=True), "plan-edit"),
    ],
)
def test_a_page_that_forgot_to_ask_would_be_found(fault, name, scene):
    made, browsers = scene
    with fault:
        found = {who: found_by(browsers[who], address_of(name, made)) for who in CAST}
    assert found != WRITTEN[name]


def test_an_answer_that_tells_apart_would_be_found(scene):
    made, browsers = scene
    here, there = address_of("risk", made), nowhere("risk", made)
    answers = [ask(browsers["foreign"], "get", address) for address in (here, there)]
    answers[0].headers["X-Rows"] = "1"
    assert told_apart(plain(answers[0], here), plain(answers[1], there)) == "- X-Rows: 1"


def test_a_page_of_no_record_that_tells_that_it_is_there_would_be_found(scene):
    made, browsers = scene
    here, there = address_of("message-list", made), nowhere("message-list", made)

    def shut(page, request, *args, **kwargs):
        return HttpResponseForbidden("Not yours.")

    with mock.patch.object(MessageList, "dispatch", shut):
        kept, missing = (ask(browsers["bare"], "get", at) for at in (here, there))
    assert told_apart(plain(kept, here), plain(missing, there)) != ""
