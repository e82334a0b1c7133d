"""What the tests of the API share: programs with a token."""

from __future__ import annotations

import pytest
from django.test import Client

from kpa_tracker.interfaces.api.opening import cache
from tests.factories.api import ApiTokenFactory, text_of


@pytest.fixture(autouse=True)
def nothing_asked_yet():
    """Forget how often anybody has asked."""
    cache.clear()


@pytest.fixture
def program_of(db):
    """Return a function that gives a client with a token of a person, and without a session."""

    def made(person):
        return Client(headers={"authorization": f"Bearer {text_of(ApiTokenFactory(person=person))}"})

    return made


@pytest.fixture
def program(program_of, editor):
    return program_of(editor)
