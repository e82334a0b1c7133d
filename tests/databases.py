"""What a run on another database leaves out: what it would prove again, word for word.

A test without a database runs once. pytest-django lets none ask the database that has not said so, by its mark or by a
fixture; so what is left out is known for certain, and nobody keeps a list.
"""

from __future__ import annotations

import pytest

OF_THE_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


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
    if item.get_closest_marker("once"):
        return False
    asked = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or asked & OF_THE_DATABASE)
