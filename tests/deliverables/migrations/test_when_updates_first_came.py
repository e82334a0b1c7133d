"""Updates of before are given the time at which they first came, as far as the history tells."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from deliverables.actions.periods import close_period
from deliverables.models import ClosedReturn, ProgressUpdate
from kpa_tracker.base.audit.edits import change
from kpa_tracker.base.toolkit import clock
from tests.deliverables.models.test_first_came import EARLY, IN_TIME, LATE, LATER, every_order, happens, on
from tests.factories.deliverables import ProgressUpdateFactory

__all__ = ["happens"]
migration = import_module("deliverables.migrations.0012_when_updates_first_came")
BEFORE = [("deliverables", "0010_fates_of_deliverables")]


def days():
    """Return the day on which each version first came."""
    found = ProgressUpdate.objects.order_by("pk").values_list("first_submitted_at", flat=True)
    return [moment and moment.date() for moment in found]


def filled_again():
    """Fill in what a database of before does not have."""
    ProgressUpdate.objects.update(first_submitted_at=None)
    migration.keep_first_times(apps, None)
    return days()


@pytest.mark.django_db
@every_order
def test_the_history_tells_when_an_update_first_came(steps, late, happens):
    happens(*steps)
    by_submitting = days()
    assert filled_again() == by_submitting


@pytest.mark.django_db
@pytest.mark.parametrize("last", ["pull back", "send back"])
def test_it_tells_of_what_has_not_been_submitted_again(last, happens):
    happens((IN_TIME, "submit"), (IN_TIME, last))
    assert filled_again() == [None if last == "pull back" else on(IN_TIME).date()]


@pytest.mark.django_db
def test_it_tells_under_the_name_that_the_period_had_then(happens, period, editor):
    happens(*EARLY)
    period.name = "The fourth quarter"
    change(period, seen=period.version, fields=["name"], by=editor)
    happens((LATE, "submit"))
    assert filled_again() == [on(IN_TIME).date()]


@pytest.mark.django_db
def test_what_happened_in_another_period_is_not_this_ones(happens, deliverable, earlier_period):
    happens(*EARLY, (LATE, "submit"))
    other = ProgressUpdateFactory(deliverable=deliverable, period=earlier_period, submitted_at=on(LATER))
    filled_again()
    other.refresh_from_db()
    assert other.first_submitted_at == on(LATER)


@pytest.mark.django_db
def test_where_the_history_tells_nothing_it_came_when_it_was_submitted(deliverable, period):
    ProgressUpdateFactory(deliverable=deliverable, period=period, submitted_at=on(LATE))
    assert filled_again() == [on(LATE).date()]


@pytest.mark.django_db
def test_a_draft_that_was_never_submitted_has_not_come(happens):
    happens((IN_TIME, "draft"))
    assert filled_again() == [None]


@pytest.mark.django_db(transaction=True)
def test_a_database_of_before_is_brought_up_to_date(happens, period, editor):
    """The real migrations, backwards and forwards, on the database that the tests run on. What was kept of a closed
    period stays as it is, the word "late" too."""
    happens(*EARLY, (LATE, "submit"), (LATER, "accept"))
    with clock.at(on(30)):
        close_period(period, seen=period.version, by=editor)
    ClosedReturn.objects.update(late_in=True)
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, ProgressUpdate._meta.db_table)
        assert "first_submitted_at" not in [column.name for column in columns]
    finally:
        forward = MigrationExecutor(connection)
        forward.migrate(forward.loader.graph.leaf_nodes())
    assert days() == [on(IN_TIME).date()]
    assert ClosedReturn.objects.get().late_in is True
