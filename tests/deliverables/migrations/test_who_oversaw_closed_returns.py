"""A closed return is given the committee of the day that closed its period, as far as the history tells."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from deliverables.actions.deliverables import change_deliverable
from deliverables.actions.periods import close_period
from deliverables.models import ClosedReturn, Deliverable
from kpa_tracker.base.audit.edits import change
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory
from tests.factories.situations import close, meanwhile

migration = import_module("deliverables.migrations.0009_who_oversaw_closed_returns")
BEFORE = [("deliverables", "0007_what_a_period_covered")]


def given_to(deliverable, committee, editor):
    deliverable.refresh_from_db()
    change_deliverable(deliverable, seen=deliverable.version, changes={"committee": committee}, by=editor)


def renamed(committee, editor, **names):
    for column, name in names.items():
        setattr(committee, column, name)
    change(committee, seen=committee.version, fields=list(names), by=editor)


def forgotten():
    """The closed returns as a database of before has them."""
    ClosedReturn.objects.update(committee=None, committee_name="")


def kept():
    return dict(ClosedReturn.objects.values_list("deliverable__reference", "committee_name"))


@pytest.fixture
def audit(authority):
    return CommitteeFactory(authority=authority, name="Audit Committee", short_name="Audit")


@pytest.fixture
def people(authority):
    return CommitteeFactory(authority=authority, name="HR Committee", short_name="")


@pytest.fixture
def deliverables(plan, audit, people):
    """One of each of two committees, one of none, and one that stays where it is."""
    overseen = {"1": audit, "2": people, "3": None, "4": audit}
    return [DeliverableFactory(plan=plan, reference=name, committee=one) for name, one in overseen.items()]


THEN = {"1": "Audit Committee", "2": "HR Committee", "3": "", "4": "Audit Committee"}


@pytest.fixture
def moved(deliverables, period, audit, people, editor):
    """A closed period whose deliverables changed hands since, some of them twice, and whose committees were renamed."""
    close_period(period, seen=period.version, by=editor)
    one, two, three, _ = deliverables
    given_to(one, people, editor)
    renamed(people, editor, name="People Committee", short_name="People")
    renamed(audit, editor, name="Committee of Auditors")
    given_to(two, audit, editor)
    given_to(three, audit, editor)
    renamed(audit, editor, short_name="Auditors")
    given_to(one, None, editor)
    given_to(two, None, editor)
    return period


@pytest.mark.django_db
def test_closing_keeps_the_committee_and_its_name_of_that_day(moved):
    assert kept() == THEN


@pytest.mark.django_db
def test_the_history_tells_which_committee_it_was_and_what_it_was_called(moved, audit, people):
    by_closing = list(ClosedReturn.objects.order_by("deliverable").values_list("committee", "committee_name"))
    forgotten()
    migration.keep_committees(apps, None)
    assert kept() == THEN
    assert list(ClosedReturn.objects.order_by("deliverable").values_list("committee", "committee_name")) == by_closing


@pytest.mark.django_db
def test_a_later_period_keeps_the_committees_of_its_own_day(moved, plan, editor, audit):
    last = migration.last_event_of(apps, moved)
    late = Deliverable.objects.get(reference="4")
    assert migration.told_since(apps, moved, last).get(late.pk) is None
    given_to(late, None, editor)
    told = migration.told_since(apps, moved, last)[late.pk]
    assert told.changes["committee"] == ["Auditors", None]


@pytest.mark.django_db
def test_where_no_event_tells_of_the_closing_its_moment_counts(deliverables, period, people, editor):
    close(period)
    given_to(deliverables[0], people, editor)
    forgotten()
    migration.keep_committees(apps, None)
    assert kept()["1"] == "Audit Committee"


@pytest.mark.django_db
def test_what_the_history_does_not_tell_stands_as_today_under_the_name_of_that_day(moved, people):
    meanwhile(Deliverable.objects.get(reference="4"), committee=people)
    forgotten()
    migration.keep_committees(apps, None)
    assert kept()["4"] == "HR Committee"


@pytest.mark.django_db(transaction=True)
def test_a_database_of_before_is_brought_up_to_date(moved):
    """The real migration, backwards and forwards, on the database that the tests run on."""
    try:
        MigrationExecutor(connection).migrate(BEFORE)
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, ClosedReturn._meta.db_table)
        assert "committee_id" not in [column.name for column in columns]
    finally:
        forward = MigrationExecutor(connection)
        forward.migrate(forward.loader.graph.leaf_nodes())
    assert kept() == THEN
