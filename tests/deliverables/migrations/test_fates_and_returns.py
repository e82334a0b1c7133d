"""A database of before next year's plans and returns by workbook is brought up to date, and loses nothing."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from deliverables.models import Deliverable, Fate
from plans.models import Plan
from tests.factories.deliverables import FateFactory
from tests.factories.exchange import StagedImportFactory, StagedReturnFactory
from tests.factories.plans import PlanFactory

BEFORE = [("deliverables", "0009_who_oversaw_closed_returns"), ("exchange", "0003_registers")]


@pytest.fixture
def years(transactional_db):
    """A plan that follows another, of which something was dropped; an import in hand; a return by workbook."""
    fate = FateFactory()
    new = PlanFactory(authority=fate.deliverable.plan.authority, previous=fate.deliverable.plan)
    StagedImportFactory(plan=new)
    StagedReturnFactory()
    return fate


def kept():
    """What a database of before holds of them."""
    models = (Plan, Deliverable, apps.get_model("exchange", "StagedImport"))
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_was_there_stays_and_the_new_tables_come_empty_and_take_rows(years):
    before = kept()
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        tables = set(connection.introspection.table_names())
        assert tables & {"deliverables_fate", "deliverables_fate_became", "exchange_stagedreturn"} == set()
        assert "deliverables_deliverable" in tables
    finally:
        forward = MigrationExecutor(connection)
        forward.migrate(forward.loader.graph.leaf_nodes())
    assert kept() == before
    assert (Fate.objects.count(), apps.get_model("exchange", "StagedReturn").objects.count()) == (0, 0)
    again = FateFactory(deliverable_id=years.deliverable_id, deliverable=None)
    assert (again.deliverable, StagedReturnFactory().pk is not None) == (years.deliverable, True)
