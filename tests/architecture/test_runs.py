"""How the tests are run: each is handed out once, and on another database whatever uses one runs again."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.architecture.test_repository import ROOT
from tests.parallel import HANDFUL, LONG, TOGETHER, units_of

NAMES = [f"{file}::test_{n}" for file in (TOGETHER[0], "tests/journeys/test_lists.py") for n in range(3)]
MANY = [f"tests/plans/periods/test_calendar.py::test_{n}[a::b]" for n in range(2 * HANDFUL + 1)]


def test_the_files_that_are_named_are_there():
    assert [name for name in (*TOGETHER, *LONG) if not (ROOT / name).exists()] == []


def test_what_shares_something_stays_together_and_what_is_long_goes_alone():
    units = dict(units_of(NAMES))
    assert list(units) == NAMES
    assert [units[name] for name in NAMES] == [TOGETHER[0]] * 3 + NAMES[3:]


def test_the_others_are_handed_out_by_the_handful():
    units = list(dict(units_of(MANY)).values())
    assert sorted(units.count(unit) for unit in set(units)) == [1, HANDFUL, HANDFUL]


@pytest.mark.django_db
def test_the_database_that_all_processes_copy_has_every_migration():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_on_another_database_runs_again_what_uses_one():
    runs = ["tests/plans/test_forms.py", "tests/journeys/test_quarter.py"]
    rests = [
        "tests/plans/periods/test_calendar.py",
        "tests/journeys/test_gallery_axe.py",
        "tests/plans/views/test_plans.py",
    ]
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", *runs, *rests, "--collect-only", "-q", "--another-database"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert {line.partition("::")[0] for line in listed.stdout.splitlines() if "::" in line} == set(runs)
