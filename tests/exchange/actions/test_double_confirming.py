"""Two clicks on “Import it now”, or two people: the file is taken over once."""

from __future__ import annotations

import pytest

from deliverables.models import Deliverable
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions import confirm_import, running
from kpa_tracker.interfaces.exchange.actions.running import ask_for_run, run_waiting
from kpa_tracker.interfaces.exchange.models import ImportRun, StagedImport
from tests.deliverables.actions.test_races import at_once, on_disk  # noqa: F401 it is a fixture
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import person_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]


def test_a_file_is_taken_over_once(plan, authority):
    staged = StagedImportFactory(plan=plan)
    people = [person_with(Role.EDITOR, authority=authority) for _ in range(6)]

    def confirm(person):
        try:
            confirm_import(StagedImport.objects.get(pk=staged.pk), by=person)
        except Refused:
            return 0
        return 1

    assert sum(at_once(confirm, people, most=6)) == 1
    assert (Deliverable.objects.count(), Event.objects.filter(verb="plan imported").count()) == (1, 1)


def test_a_long_file_that_many_confirm_at_once_is_taken_over_once(plan, authority, settings, monkeypatch):
    settings.IMPORT_AT_ONCE = False
    monkeypatch.setattr(running, "start_command", lambda name: None)
    staged = StagedImportFactory(plan=plan)
    people = [person_with(Role.EDITOR, authority=authority) for _ in range(6)]
    asked = at_once(lambda person: ask_for_run(staged, said={"seen": 1}, by=person).pk, people, most=6)
    assert len(set(asked)) == ImportRun.objects.count() == 1
    assert sum(at_once(lambda person: run_waiting(), people, most=6)) == 1
    assert ImportRun.objects.get().state == "done"
    assert (Deliverable.objects.count(), Event.objects.filter(verb="plan imported").count()) == (1, 1)
