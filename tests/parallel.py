"""Which process runs what: the long files first, and what is made once for a file in one process.

The groups of pytest-xdist do not serve: from pytest 9.2 on its `--dist loadgroup` passes them over in silence, and a
file that loads the demonstration, or starts the site, does so in every process.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/journeys/test_every_page.py",
    "tests/bin/test_start.py",
    "tests/journeys/test_three_people.py",
    "tests/publication/test_document.py",
    "tests/scrutiny/demonstration/test_loading.py",
    "tests/scrutiny/demonstration/test_reading.py",
)
"""Files whose tests share something costly: each runs in one process, the longest first."""
LONG = ("tests/journeys/", "tests/deliverables/actions/test_races.py")
"""What takes longest of the rest: begun early, so that at the end no process waits for another."""


class ByCost(LoadScopeScheduling):
    """Hands out the files of TOGETHER whole, and every other test by itself."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order is that of the collection
    return ByCost(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put what takes long first; the order stays random among the rest."""
    items.sort(key=lambda item: place_of(Path(item.path).relative_to(config.rootpath).as_posix()))


def place_of(file: str) -> int:
    if file in TOGETHER:
        return TOGETHER.index(file)
    return len(TOGETHER) + (not file.startswith(LONG))
