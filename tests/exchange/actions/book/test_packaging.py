import datetime
import json

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.interfaces.exchange.actions.book import export_package
from tests.base.toolkit.packages.checking import checked, opened
from tests.exchange.actions.book.plans import whole_plan
from tests.factories.deliverables import ProgressUpdateFactory
from tests.factories.targets import ResultFactory


@pytest.fixture
def plan(authority):
    plan = whole_plan(authority)
    deliverable = plan.deliverables.get(reference="1.1")
    first = ProgressUpdateFactory(deliverable=deliverable, state="accepted", done="Half of them.")
    ProgressUpdateFactory(deliverable=deliverable, period=first.period, number=2, state="draft", done="Not yet said.")
    ResultFactory(series=plan.targets.get().series)
    return plan


def test_the_package_of_a_plan_is_what_its_descriptions_say(plan, editor):
    tables = checked(export_package(plan, by=editor).content)
    deliverables = {row["reference"]: row for row in tables["deliverables"]}
    assert deliverables["1.1"]["lead"] == "Clerk"
    assert deliverables["1.2"]["title"] == "=SUM(A1)"
    assert [
        (row["text"], row["committee"], row["committee_as_written"]) for row in tables["deliverables_sub_items"]
    ] == [
        ("Buy → lamps", "Estates Committee", None),
        ("Hang them", None, "Lamp Ctee"),
        ("Look at them", None, None),
    ]
    assert [row["done"] for row in tables["updates"]] == ["Half of them."]
    assert [row["series"] for row in tables["results"]] == [tables["targets"][0]["series"]]
    assert tables["targets"][0]["baseline_starts"] == datetime.date(2008, 4, 1)


def test_it_is_not_for_publication_and_an_event_says_who_took_it(plan, editor):
    file = export_package(plan, by=editor)
    package = json.loads(opened(file.content)["datapackage.json"])
    assert "licenses" not in package
    assert "Not for publication" in package["description"]
    assert file.name == "plan-200910-internal-data-2010-04-12.zip"
    event = Event.objects.get(verb="plan exported")
    assert (event.actor_id, event.changes) == (editor.pk, {"as": [None, "a data package"]})
