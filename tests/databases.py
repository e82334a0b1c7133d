"""What a run on another database leaves out: what it would prove again, word for word, and how pages look.

A test without a database runs once. pytest-django lets none ask the database that has not said so, by its mark or by a
fixture; so what is left out is known for certain, and nobody keeps a list.
"""

from __future__ import annotations

import re

import pytest

OF_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}
OF_PAGES = re.compile(r"tests/journeys/|/views/|/test_(\w+_)?(views|pages)\.py$")
"""Tests of what a page says and how it is used. That each page's queries are answered on another database, too, is
proved by tests/access, which opens each as twelve people, and by tests/hostile/campaign: each list's filters, orders
and files, each form."""
ON_EVERY_DATABASE = re.compile(r"tests/journeys/test_(quarter|three_people|from_nothing)\.py$")
"""Whole years of work, from the browser to the database."""


def pytest_addoption(parser):
    parser.addoption(
        "--another-database",
        action="store_true",
        help="leave out what has nothing to do with the database: for the run beside that on the first one",
    )


def pytest_configure(config):
    said = "once: proves nothing that depends on the database, though it uses one; left out with --another-database"
    config.addinivalue_line("markers", said)


def pytest_collection_modifyitems(config, items):
    if not config.getoption("another_database"):
        return
    wanted = [item for item in items if depends_on_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not depends_on_the_database(item)])
    items[:] = wanted


def depends_on_the_database(item: pytest.Item) -> bool:
    file = item.nodeid.partition("::")[0]
    if item.get_closest_marker("once") or (OF_PAGES.search(file) and not ON_EVERY_DATABASE.search(file)):
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & OF_THE_DATABASE)
