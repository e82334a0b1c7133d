import json

import pytest

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.publication.data import public_data_package
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.working import working_document
from tests.base.toolkit.packages.checking import checked, opened
from tests.factories.deliverables import DeliverableFactory, MeasurementFactory, ProgressUpdateFactory, SubItemFactory
from tests.factories.plans import GlossaryEntryFactory, PlanFactory, PriorityFactory, SectionFactory
from tests.factories.targets import FootnoteFactory, MeasureFactory, SeriesFactory, TargetFactory


@pytest.fixture
def plan(authority):
    plan = PlanFactory(authority=authority, vision="Safe streets.")
    SectionFactory(plan=plan, title="About us")
    GlossaryEntryFactory(plan=plan, term="BCS", meaning="British Crime Survey")
    priority = PriorityFactory(plan=plan, title="Safety")
    deliverable = DeliverableFactory(plan=plan, reference="1.1", title="Light the lanes", description="Internal words.")
    deliverable.ambition.priorities.set([priority])
    MeasurementFactory(deliverable=deliverable, text="=Lamps")
    SubItemFactory(deliverable=deliverable, text="Buy lamps")
    ProgressUpdateFactory(
        deliverable=deliverable, state="accepted", public_wording="Half are lit.", done="Internal words."
    )
    series = SeriesFactory(measure=MeasureFactory(authority=authority))
    TargetFactory(plan=plan, series=series).footnotes.set([FootnoteFactory(authority=authority, text="Set in March.")])
    return plan


def test_the_open_data_are_what_their_descriptions_say(plan):
    tables = checked(public_data_package(public_document(plan)))
    assert [(row["reference"], row["committee"]) for row in tables["deliverables"]] == [("1.1", None)]
    assert [row["text"] for row in tables["measurements"]] == ["=Lamps"]
    assert [row["text"] for row in tables["parts"]] == ["Buy lamps"]
    assert [row["priority"] for row in tables["ambition_priorities"]] == ["Safety"]
    assert [row["term"] for row in tables["glossary"]] == ["BCS"]
    assert [row["text"] for row in tables["target_notes"]] == ["Set in March."]


def test_nothing_internal_is_in_the_open_data(plan):
    content = "".join(opened(public_data_package(public_document(plan))).values())
    assert "Internal words." not in content


def test_the_same_document_gives_the_same_bytes(plan):
    assert public_data_package(public_document(plan)) == public_data_package(public_document(plan))


def test_open_data_have_an_open_licence(plan):
    package = json.loads(opened(public_data_package(public_document(plan)))["datapackage.json"])
    assert [one["name"] for one in package["licenses"]] == ["OGL-UK-3.0"]


def test_the_working_document_is_no_open_data(plan):
    with pytest.raises(Refused, match="Only the public document is open data"):
        public_data_package(working_document(plan))
