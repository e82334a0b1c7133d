"""Coverage is counted while the tests of what it is asked for run; the others run twice as fast when nobody looks.

pyproject.toml names what is counted: rules, actions, publication and exchange. Their own tests, the mirror of their
paths, are to reach every branch of them; what a page's test touches on its way proves little about a rule.
"""

from __future__ import annotations

import re

import pytest
from coverage import Coverage

COUNTED = {"actions", "rules", "publication", "exchange"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    watching = Coverage.current()
    if watching is None or is_counted(item.nodeid):
        return (yield)
    watching.stop()
    try:
        return (yield)
    finally:
        watching.start()


def is_counted(nodeid: str) -> bool:
    return bool(COUNTED & set(re.split(r"[/._]", nodeid.partition("::")[0])))
