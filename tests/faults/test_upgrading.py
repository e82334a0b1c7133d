"""Migrations are taken back as they came, and one that fails leaves the version before at its work."""

from __future__ import annotations

import os
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.test import modify_settings

from deliverables.models import ProgressUpdate
from kpa_tracker.base.audit.actions import verify_history
from kpa_tracker.base.audit.backups.databases import tables_of
from kpa_tracker.base.toolkit.upgrades import AS_IT_WAS, BY_HALVES
from tests.architecture.test_repository import ROOT
from tests.factories.plans import PlanFactory
from tests.faults.conftest import database_of_its_own
from tests.faults.planted.migrations import __name__ as planted_migrations
from tests.faults.serving import Site
from tests.faults.writing import submit

OURS = {app.label for app in apps.get_app_configs() if ROOT in (ROOT / app.path).parents and ".venv" not in app.path}
REFUSE: dict[str, str] = {}
"""Migrations that cannot be taken back, each with the reason why. There is none."""


def doubtful(found):
    """Return which migrations cannot be taken back, or are no single transaction."""
    return [
        str(one) for one in found if not one.atomic or not all(operation.reversible for operation in one.operations)
    ]


def test_every_migration_of_ours_can_be_taken_back_and_is_one_transaction():
    found = MigrationLoader(None).disk_migrations
    ours = [migration for (app, _), migration in found.items() if app in OURS]
    assert len(ours) > 40
    assert sorted(doubtful(ours)) == sorted(REFUSE)


@pytest.mark.parametrize(
    "planted",
    [
        {"operations": [migrations.RunPython(migrations.RunPython.noop)]},
        {"operations": [migrations.RunSQL("SELECT 1")]},
        {"atomic": False},
    ],
    ids=lambda planted: next(iter(planted)),
)
def test_one_that_cannot_would_be_found(planted):
    made = type("Migration", (migrations.Migration,), planted)("0099_planted", "plans")
    assert doubtful([made]) == ["plans.0099_planted"]


TABLES = {
    "sqlite": (
        'SELECT m.name, c.name, c.type, c."notnull" FROM sqlite_master m, pragma_table_info(m.name) c '
        "WHERE m.type = 'table' ORDER BY 1, 2",
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' ORDER BY 1, 2",
    ),
    "postgresql": (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
        "WHERE table_schema = 'public' ORDER BY 1, 2",
        "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2",
    ),
}


def columns():
    """Return each column and each index, as the database has them."""
    found = []
    with connection.cursor() as cursor:
        for query in TABLES[connection.vendor]:
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found


def last_steps(loader):
    """Return the last migrations on which no other rests: those that can be taken back one by one."""
    last = [node for node in loader.graph.leaf_nodes() if node[0] in OURS]
    return [loader.graph.nodes[node] for node in last if len(loader.graph.backwards_plan(node)) == 1]


def test_what_no_other_rests_on_is_taken_back_and_forth_on_a_database_with_content(office):
    here, loader, before = office(1, 1), MigrationLoader(None), columns()
    steps = last_steps(loader)
    assert len(steps) > 3
    for step in steps:
        stood = loader.project_state((step.app_label, step.name), at_end=False)
        with connection.schema_editor() as editor:
            step.unapply(stood.clone(), editor)
        assert columns() != before or not changes_tables(step)
        with connection.schema_editor() as editor:
            step.apply(stood.clone(), editor)
        assert columns() == before
    assert here.plan.deliverables.count() == 1
    assert list(verify_history()) == []


@pytest.mark.skipif(
    "CI" not in os.environ, reason="It takes two minutes of a processor: continuous integration does it."
)
@pytest.mark.once
def test_all_of_ours_is_taken_back_to_nothing_and_forth_again(django_db_blocker, django_db_setup, tmp_path):
    """On SQLite, which makes each table anew for nearly every step."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path) as (name, url):
        site = Site(tmp_path / "var", url, name)
        with site.inside():
            before, executor = columns(), MigrationExecutor(connection)
            ours = sorted(OURS & executor.loader.migrated_apps)
            executor.migrate([(app, None) for app in ours])
            left = {table for table, *_ in columns()[0]}
            assert {
                model._meta.db_table for app in ours for model in apps.get_app_config(app).get_models()
            } & left == set()
            forth = MigrationExecutor(connection)
            forth.migrate(forth.loader.graph.leaf_nodes())
            assert columns() == before


def changes_tables(step):
    return any(not isinstance(one, (migrations.RunPython, migrations.AlterField)) for one in step.operations)


@pytest.fixture
def next_version():
    """The version after this one, whose upgrade fails at its second step."""
    with modify_settings(INSTALLED_APPS={"append": "tests.faults.planted"}):
        yield


def test_an_upgrade_that_fails_leaves_the_version_before_at_its_work(site, office, next_version):
    here = office(2, 1)
    first, second = map(here.form_of, here.deliverables)
    browser = site.as_person(here.people[0])
    page = browser.get(first)
    submit(browser, page, first, "Before")
    stood = columns(), tables_of("default")
    with pytest.raises(CommandError) as said:
        call_command("migrate", interactive=False, stdout=StringIO())
    assert (columns(), tables_of("default")) == stood
    assert submit(browser, page, second, "After").status == 302
    assert str(said.value) == (
        f"The upgrade failed at planted.0002_fails: ValueError: A row that nobody had thought of.. {AS_IT_WAS}"
    )
    written = ProgressUpdate.objects.filter(deliverable__plan=here.plan).values_list("done", flat=True)
    assert sorted(written) == ["After", "Before"]
    assert list(verify_history()) == []


def test_what_cannot_be_taken_back_says_to_put_the_backup_back(db, next_version, monkeypatch):
    PlanFactory()
    marks = __import__(f"{planted_migrations}.0001_goes_through", fromlist=["Migration"]).Migration
    for_ever = [*marks.operations[:1], migrations.RunPython(migrations.RunPython.noop)]
    monkeypatch.setattr(marks, "operations", for_ever)
    with pytest.raises(CommandError, match=BY_HALVES):
        call_command("migrate", interactive=False, stdout=StringIO())
    monkeypatch.undo()
    with modify_settings(INSTALLED_APPS={"append": "tests.faults.planted"}):
        call_command("migrate", "planted", "zero", interactive=False, stdout=StringIO())
