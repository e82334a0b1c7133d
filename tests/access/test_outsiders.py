"""What one authority keeps changes not one byte of what people outside it read, whatever they ask beside an address."""

from __future__ import annotations

from typing import Any

import pytest
from django.forms import ModelChoiceField
from django.http import QueryDict
from django.test import Client

from kpa_tracker.base.toolkit.pages import ListPage
from tests.access.addresses import ENTRIES, address_of, kind_of
from tests.access.asking import ask, plain, told_apart
from tests.access.cast import browsers_of, people_of, stage
from tests.factories.people import AuthorityFactory
from tests.hostile.world import NOBODYS, World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OUTSIDE = ("bare", "former", "foreign")
OF_NO_RECORD = [name for name in ENTRIES if not kind_of(name)]
LISTS = [name for name in OF_NO_RECORD if issubclass(ENTRIES[name].callback.view_class, ListPage)]
EMPTY = {"measure-archived", "recommendation-archived", "risk-archived", "fate-list"}
"""Lists on which nothing that was made stands: of what was archived, and of what became of an old plan."""
ASIDE = ("", "export=csv&q=a&sort=-pk", "page=2&as_of=2010-03-01")


def read_by(browsers: dict[str, Client]) -> dict[tuple[str, str, str], Any]:
    """Return all that people outside read of pages that are of no record."""
    return {
        (who, name, aside): plain(ask(browsers[who], "get", address_of(name, {}), QueryDict(aside).dict()), "")
        for who in OUTSIDE
        for name in OF_NO_RECORD
        for aside in ASIDE
    }


@pytest.fixture(scope="module")
def scene(lasting):
    """What people outside read before there was anything, the records that were made then, and everybody's browser."""

    def play() -> tuple[dict[tuple[str, str, str], Any], World, dict[str, Client]]:
        authority = AuthorityFactory()
        people = people_of(authority)
        browsers = browsers_of(people)
        before = read_by(browsers)
        return before, stage(authority, people), browsers

    return lasting(play)


def test_nothing_of_it_reaches_anybody_outside(scene):
    before, _, browsers = scene
    after = read_by(browsers)
    assert len(after) > 500
    differ = {asked: told_apart(page, before[asked]) for asked, page in after.items() if page != before[asked]}
    assert differ == {}


def test_there_is_something_on_every_list(scene):
    _, _, browsers = scene
    rows = {name: ask(browsers["administrator"], "get", address_of(name, {})).context["table"].rows for name in LISTS}
    assert {name for name in LISTS if not len(rows[name])} == EMPTY


def facets_of(answer: Any) -> dict[str, Any]:
    """Return the facets of a list that take the number of a record."""
    fields = answer.context["filter"].form.fields if answer.context and "filter" in answer.context else {}
    return {name: field for name, field in fields.items() if isinstance(field, ModelChoiceField)}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("aside", [{}, {"export": "csv"}])
def test_a_facet_takes_the_number_of_anothers_record_for_that_of_none(aside, name, scene):
    """What is refused is marked, and the list is empty: never the whole of it, never a file."""
    _, made, browsers = scene
    address = address_of(name, {})
    for facet, field in facets_of(ask(browsers["foreign"], "get", address)).items():
        theirs = made.get(field.queryset.model._meta.model_name)
        for number in [NOBODYS, *([theirs.pk] if theirs else [])]:
            answer = ask(browsers["foreign"], "get", address, {facet: number, **aside})
            assert facet in answer.context["filter"].form.errors
            assert len(answer.context["table"].rows) == 0
            assert answer["Content-Type"].startswith("text/html")
