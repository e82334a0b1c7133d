"""The scene of all tests of who reaches what."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from kpa_tracker.base.people.models import Person
from tests.access.cast import browsers_of, people_of, stage
from tests.access.doors import Doors
from tests.factories.people import AuthorityFactory

DRAW = (
    "kpa_tracker.interfaces.publication.actions.publishing.render_pdf",
    "kpa_tracker.interfaces.publication.actions.exporting.render_pdf",
    "deliverables.views.comparison.render_pdf",
)


@pytest.fixture(scope="module")
def scene(lasting):
    """An authority with a record of every kind, and everybody's browser."""

    return lasting(lambda: played()[:2])


def played() -> tuple[Any, dict[str, Client], dict[str, Person]]:
    authority = AuthorityFactory()
    people = people_of(authority)
    return stage(authority, people), browsers_of(people), people


@pytest.fixture(scope="module")
def doors(lasting):
    """The same scene, and all addresses around it."""

    def play() -> Doors:
        made, browsers, people = played()
        with drawn_by_nobody():
            return Doors(made, people, browsers)

    return lasting(play)


@pytest.fixture(autouse=True)
def of_the_scene(settings, tmp_path_factory):
    """Files are where the scene has put them, and no document is drawn: who gets it is what matters here."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    with drawn_by_nobody():
        yield


@pytest.fixture
def many_requests(settings):
    """Let the API answer as often as it is asked: its bound is the subject of other tests."""
    settings.API_REQUESTS_A_MINUTE = 10**9


def drawn_by_nobody() -> ExitStack:
    stack = ExitStack()
    for drawing in DRAW:
        stack.enter_context(mock.patch(drawing, return_value=b"%PDF-1.7"))
    return stack
