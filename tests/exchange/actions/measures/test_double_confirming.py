"""Two people confirm the same import of measures: it is taken over once."""

from __future__ import annotations

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.measures.staging import confirm_measures
from kpa_tracker.interfaces.exchange.models import StagedImport
from targets.models import Result
from tests.deliverables.actions.test_races import at_once, on_disk  # noqa: F401 it is a fixture
from tests.factories.exchange import StagedImportFactory
from tests.factories.people import person_with
from tests.factories.plans import PlanFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races")]


def test_a_file_of_results_is_taken_over_once(authority):
    rows = [["Ref", "Indicator", "2008/09"], ["K1", "Thefts", "5"]]
    staged = StagedImportFactory(plan=PlanFactory(authority=authority), sort="results", rows=rows)
    people = [person_with(Role.EDITOR, authority=authority) for _ in range(4)]

    def confirm(person):
        try:
            confirm_measures(StagedImport.objects.get(pk=staged.pk), by=person)
        except Refused:
            return 0
        return 1

    assert sum(at_once(confirm, people, most=4)) == 1
    assert (Result.objects.count(), Event.objects.filter(verb="results imported").count()) == (1, 1)
