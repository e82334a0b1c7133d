"""Which process runs what: the long files first, and what is made once for a file in one process, for a run in one.

The groups of pytest-xdist do not serve: from pytest 9.2 on its `--dist loadgroup` passes them over in silence, and a
file that loads the demonstration, or starts the site, does so in every process.
"""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

TOGETHER = (
    "tests/journeys/test_every_page.py",
    "tests/bin/test_start.py",
    "tests/journeys/test_three_people.py",
    "tests/journeys/test_audit.py",
    *(f"tests/faults/test_{name}.py" for name in ("writers", "killing", "upgrading", "outages")),
    *(f"tests/publication/test_{name}.py" for name in ("report_document", "document", "register_document")),
    *(f"tests/scrutiny/demonstration/test_{name}.py" for name in ("loading", "measures", "inspections", "reading")),
)
"""Files whose tests share something costly: each runs in one process, the longest first."""
LONG = ("tests/journeys/", "tests/deliverables/actions/test_races.py")
"""What takes longest of the rest: begun early, each by itself, so that at the end no process waits for another."""
HANDFUL = 10
"""How many tests of one file are handed out at a time: one by one, the telling takes longer than the testing."""


class ByCost(LoadScopeScheduling):
    """Hands out the files of TOGETHER whole, the tests of LONG one by one, and the others by the handful."""

    def schedule(self) -> None:
        if self.collection is None:
            self.units = dict(units_of(next(iter(self.registered_collections.values()))))
        super().schedule()

    def _split_scope(self, nodeid: str) -> str:
        return self.units[nodeid]

    def remove_node(self, node: WorkerController) -> str | None:
        """Give what a process has left undone to the others, but for the test in which it came to its end.

        xdist by itself would hand that out again, and lose one process after another to it.
        """
        units = self.assigned_work[node]
        crashed = next((test for unit in units.values() for test, is_done in unit.items() if not is_done), None)
        if crashed is not None:
            units[self.units[crashed]][crashed] = True
        for name in [name for name, unit in units.items() if all(unit.values())]:
            del units[name]
        super().remove_node(node)
        return crashed


def units_of(nodeids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each test with the name of what it is handed out with."""
    for file, tests in groupby(nodeids, key=lambda nodeid: nodeid.partition("::")[0]):
        for number, nodeid in enumerate(tests):
            if file in TOGETHER:
                yield nodeid, file
            else:
                yield nodeid, nodeid if file.startswith(LONG) else f"{file} {number // HANDFUL}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False  # the order is that of the collection
    return ByCost(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Put what takes long first; the order stays random among the rest."""
    items.sort(key=lambda item: place_of(Path(item.path).relative_to(config.rootpath).as_posix()))


def pytest_collection_finish():
    """Let the collector of waste pass over what stays until the end: to look through it took a sixth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def folder_of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@contextmanager
def one_process_at_a_time(lock: Path) -> Iterator[None]:
    """Wait until no other process is within."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def place_of(file: str) -> int:
    if file in TOGETHER:
        return TOGETHER.index(file)
    return len(TOGETHER) + (not file.startswith(LONG))
