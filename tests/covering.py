"""Coverage is counted while the tests of what it is asked for run; the others run twice as fast when nobody looks.

pyproject.toml names what is counted: rules, actions, publication and exchange. Their own tests, the mirror of their
paths, are to reach every branch of them; what a page's test touches on its way proves little about a rule. Nobody looks
either while something is made for the whole run, the migrated database and the demonstration before all, or while
a document is drawn: WeasyPrint calls nothing that is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from coverage import Coverage

COUNTED = {"actions", "rules", "publication", "exchange"}


@contextmanager
def nobody_looks() -> Iterator[None]:
    """Count nothing within."""
    watching = Coverage.current()
    if watching is None:
        yield
        return
    watching.stop()
    try:
        yield
    finally:
        watching.start()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    if is_counted(item.nodeid):
        return (yield)
    with nobody_looks():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef):
    if fixturedef.scope != "session":
        return (yield)
    with nobody_looks():
        return (yield)


def is_counted(nodeid: str) -> bool:
    return bool(COUNTED & set(re.split(r"[/._]", nodeid.partition("::")[0])))


@pytest.fixture(scope="session", autouse=True)
def unseen_drawing():
    """Draw documents unseen: to watch WeasyPrint takes as long again as the drawing."""
    from kpa_tracker.base.toolkit import pdf

    drawing = pdf.without_collecting

    @contextmanager
    def unseen():
        with nobody_looks(), drawing():
            yield

    with mock.patch.object(pdf, "without_collecting", unseen):
        yield
