"""A tiny installation as the benchmarks seed it, on its own day."""

from __future__ import annotations

import pytest
from django.test import override_settings

from benchmarks.bench.serving import ROOT
from benchmarks.seeding.entering import enter
from benchmarks.seeding.sizes import TODAY, Office, Size

TINY = Size(
    others=1,
    looked_at=Office(deliverables=12, corrected=0, measures=2, quarters=3, risks=2, lasting=1),
    other=Office(deliverables=1, corrected=1, measures=1, quarters=2, risks=1, lasting=1),
)


@pytest.fixture(scope="module")
def seeded(lasting):
    def make():
        with override_settings(DEMONSTRATION_DATE=TODAY):
            enter(TINY, lambda line: None)

    lasting(make)
    return TINY


@pytest.fixture
def installation(seeded, settings, db):
    """The tiny installation, with the floor pages beside the site's own."""
    settings.DEMONSTRATION_DATE = TODAY
    settings.ROOT_URLCONF = "benchmarks.floors.urls"
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], ROOT / "benchmarks" / "floors" / "templates"]}]
    return seeded
