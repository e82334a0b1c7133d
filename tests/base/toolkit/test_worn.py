"""The look that documents are drawn in, as the app above says it."""

from __future__ import annotations

import base64

import pytest

from kpa_tracker.base.toolkit import worn
from kpa_tracker.base.toolkit.worn import OnPaper, look_on_paper
from tests.factories.people import AuthorityFactory
from tests.factories.publication import LookFactory

LOOK = OnPaper("#5b1236", ":root {}", "source-serif-4", b"\x89PNG", "White horse")


def test_its_addresses_hold_what_they_lead_to():
    kinds = [
        (address.partition(";")[0], base64.b64decode(address.partition(",")[2])) for address in (LOOK.sheet, LOOK.logo)
    ]
    assert kinds == [("data:text/css", b":root {}"), ("data:image/png", b"\x89PNG")]
    assert LOOK.typeface == "build/source-serif-4.css"


def test_without_a_logo_there_is_no_address_of_one():
    assert OnPaper("#5b1236", "", "source-sans-3").logo == ""


def test_where_no_app_keeps_looks_there_are_none(monkeypatch):
    monkeypatch.setattr(worn, "LOOKS", {})
    assert look_on_paper(1) is None


@pytest.mark.django_db
def test_it_is_that_of_the_authority_and_of_no_other(django_assert_num_queries):
    look, other = LookFactory(with_logo=True, typeface="source-serif-4"), AuthorityFactory()
    with django_assert_num_queries(2):
        found = look_on_paper(look.authority_id)
    assert (found.main_colour, found.written_in, found.logo_alt) == ("#5b1236", "source-serif-4", "White horse")
    assert found.picture == bytes(look.logo.content)
    assert look_on_paper(other.pk) is None
