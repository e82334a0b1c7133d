"""The scene of the campaign, and how many requests it is of."""

from __future__ import annotations

import math
import os
from contextlib import AbstractContextManager, ExitStack
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.access.cast import people_of, stage
from tests.factories.people import AuthorityFactory
from tests.hostile.campaign.targets import Target, targets_of
from tests.hostile.sending import Sender, listening, sending_at_least
from tests.hostile.world import World
from tests.journeys.every_page import BACKEND

WHOLE = 20_000
"""How many requests the whole of it sends at least, on each database."""
REQUESTS = int(os.environ.get("KPA_REQUESTS", "2100"))
"""How many requests the campaign sends now at least. The whole of it, KPA_REQUESTS=20000, takes some minutes of a
processor, and is for whoever changes what all forms or lists share."""
SHARES = {"api": 0.65, "forms": 0.2, "pages": 0.15}
"""What part of the campaign is whose."""
DRAWING = (
    "kpa_tracker.interfaces.publication.actions.exporting.render_pdf",
    "kpa_tracker.interfaces.scrutiny.actions.packs.render_pdf",
    "deliverables.views.comparison.render_pdf",
)


def all_are_sent(share: float) -> AbstractContextManager[None]:
    """Fail where fewer requests are sent than this share of the campaign is of."""
    return sending_at_least(REQUESTS * share)


def of_the_campaign(share: float) -> settings:
    """Return how a share of the campaign is drawn: the same each time, and without making less of what is found."""
    return settings(
        max_examples=math.ceil(REQUESTS * share),
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


class Scene:
    """An authority with a record of every kind, another authority with a few, and everybody's browser."""

    def __init__(self) -> None:
        authority = AuthorityFactory()
        self.people = people_of(authority)
        self.made = stage(authority, self.people)
        self.theirs = World(AuthorityFactory(name="Somewhere else"))
        self.senders = {name: Sender(raise_request_exception=False) for name in ("public", *self.people)}
        for name, person in self.people.items():
            self.senders[name].force_login(person, backend=BACKEND)

    def __getitem__(self, name: str) -> Any:
        return self.made[name]


@pytest.fixture(scope="module")
def scene(lasting: Any) -> Scene:
    with drawn_by_nobody():
        made: Scene = lasting(Scene)
    return made


def drawn_by_nobody() -> ExitStack:
    """No document is drawn: what is asked for is what counts here."""
    stack = ExitStack()
    for drawing in DRAWING:
        stack.enter_context(mock.patch(drawing, return_value=b"%PDF-1.7"))
    return stack


@pytest.fixture(autouse=True)
def of_the_scene(settings: Any, tmp_path_factory: Any) -> Any:
    """Files are where the scene has put them."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
    settings.API_REQUESTS_A_MINUTE = 10**9
    with drawn_by_nobody():
        yield


@pytest.fixture(scope="module")
def targets(scene: Scene, lasting: Any) -> list[Target]:
    with listening(), drawn_by_nobody():
        made: list[Target] = lasting(lambda: list(targets_of(scene)))
    return made
