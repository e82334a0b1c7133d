"""Databases that are behind."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from kpa_tracker.base.toolkit import upgrades


@pytest.mark.django_db
def test_nothing_waits_in_a_database_of_this_version():
    assert not upgrades.migrations_wait()


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_behind(behind):
    assert upgrades.migrations_wait()


def test_a_database_that_cannot_be_reached_is_left_for_migrating_to_explain(monkeypatch):
    def gone(connection):
        raise OperationalError("connection refused")

    monkeypatch.setattr(upgrades, "MigrationExecutor", gone)
    assert upgrades.migrations_wait()


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "code"), [(True, 3), (False, None)])
def test_a_command_steps_back_only_where_it_is_asked_to(behind, asked, code):
    try:
        upgrades.step_back_if_behind(asked)
        ended = None
    except SystemExit as exit:
        ended = exit.code
    assert ended == code
