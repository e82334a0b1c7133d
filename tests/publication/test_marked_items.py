"""What is marked by itself is in nothing that the public reads, and marks whatever of ours it stands in."""

from __future__ import annotations

import datetime
import io
import json
import zipfile

import docx
import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpa_tracker.base.audit.marking import mark
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.documents import Sheet, write_document
from kpa_tracker.interfaces.exchange.actions.book import export_book
from kpa_tracker.interfaces.exchange.actions.book.packaging import export_package
from kpa_tracker.interfaces.publication.actions import publishing
from kpa_tracker.interfaces.publication.actions.publishing import publish
from kpa_tracker.interfaces.publication.models import Publication
from kpa_tracker.interfaces.publication.public import public_document
from kpa_tracker.interfaces.publication.public.register import public_register
from kpa_tracker.interfaces.publication.wordings import units_of_plan
from kpa_tracker.interfaces.publication.working import internal_register, performance_report, working_document
from kpa_tracker.interfaces.scrutiny.assembling import assemble
from plans.models import Plan
from risks.models.markings import marking_of_plan
from tests.factories.deliverables import DeliverableFactory, ProgressUpdateFactory
from tests.factories.packs import oversight
from tests.factories.plans import AmbitionFactory, PlanFactory, SectionFactory
from tests.factories.publication import approve_all
from tests.factories.risks import RiskFactory
from tests.factories.situations import meanwhile
from tests.factories.targets import MeasureFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
NAMES = {
    "section": "Covert premises",
    "deliverable": "Move the safe house",
    "measure": "Informants met",
    "risk": "Our source is named",
}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, state="adopted", marking="OFFICIAL", vision="Safer streets.")


@pytest.fixture
def parts(plan, authority):
    """One of each kind that is marked by itself, each in the public plan as long as it is not."""
    ambition = AmbitionFactory(plan=plan)
    one = DeliverableFactory(plan=plan, ambition=ambition, descriptor=None, title=NAMES["deliverable"])
    ProgressUpdateFactory(deliverable=one, state="accepted", public_wording="It went well", latest=True)
    measure = MeasureFactory(authority=authority, title=NAMES["measure"])
    TargetFactory(plan=plan, series=SeriesFactory(measure=measure))
    risk = RiskFactory(authority=authority, public_wording=NAMES["risk"])
    risk.ambitions.add(ambition)
    section = SectionFactory(plan=plan, title=NAMES["section"])
    return {"section": section, "deliverable": one, "measure": measure, "risk": risk}


def public(plan):
    return repr(public_document(Plan.objects.for_page().get(pk=plan.pk)))


@pytest.mark.parametrize("kind", NAMES)
def test_what_is_marked_is_not_in_the_public_plan_and_what_is_not_is(plan, parts, kind):
    approve_all(plan)
    assert [name for name in NAMES.values() if name not in public(plan)] == []
    for marking in (SENSITIVE, "RESTRICTED", "ANYTHING ELSE"):
        meanwhile(parts[kind], marking=marking)
        assert [name for name in NAMES.values() if name not in public(plan)] == [NAMES[kind]]
    meanwhile(parts[kind], marking="OFFICIAL")
    assert NAMES[kind] in public(plan)


def test_nor_what_was_reported_of_it_and_nobody_is_asked_to_approve_its_words(plan, parts):
    approve_all(plan)
    assert "It went well" in public(plan)
    meanwhile(parts["deliverable"], marking=SENSITIVE)
    assert "It went well" not in public(plan)
    assert NAMES["deliverable"] not in repr(units_of_plan(plan))


def test_a_risk_that_is_marked_is_not_even_named_in_the_public_register(authority, parts):
    reference = parts["risk"].reference
    assert [one.reference for one in public_register(authority).risks] == [reference]
    meanwhile(parts["risk"], marking=SENSITIVE)
    assert public_register(authority).risks == ()


@pytest.mark.parametrize("kind", NAMES)
def test_marking_a_part_stops_what_waits_for_its_time_and_that_alone(plan, parts, kind, editor, monkeypatch):
    monkeypatch.setattr(publishing, "render_pdf", lambda html: b"%PDF-1.7")
    other = PlanFactory(authority=plan.authority, state="adopted", title="Another", vision="Quieter streets.")
    soon = {"by": editor, "public_from": clock.now() + datetime.timedelta(hours=1), "why": "Agreed."}
    for one in (plan, other):
        publish(approve_all(one), **soon)
    part = type(parts[kind]).objects.get(pk=parts[kind].pk)
    mark(part, to="OFFICIAL", seen=part.version, by=editor)
    assert Publication.objects.embargoed().count() == 2
    mark(part, to=SENSITIVE, seen=part.version, by=editor)
    assert [one.plan for one in Publication.objects.embargoed()] == [other]


# --- Our own documents ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", NAMES)
def test_the_highest_marking_within_marks_the_plans_documents_and_files(plan, parts, kind, editor):
    plan = Plan.objects.for_page().get(pk=plan.pk)
    assert (marking_of_plan(plan), working_document(plan).marking) == ("OFFICIAL", "OFFICIAL")
    meanwhile(parts[kind], marking=SENSITIVE)
    assert (marking_of_plan(plan), working_document(plan).marking) == (SENSITIVE, SENSITIVE)
    book = openpyxl.load_workbook(io.BytesIO(export_book(plan, by=editor).content))
    assert {sheet.oddFooter.center.text.partition(".")[0] for sheet in book} == {SENSITIVE}
    assert described(plan, editor).startswith(f"{SENSITIVE}. ")


def described(plan, editor):
    """What a data package says of itself."""
    with zipfile.ZipFile(io.BytesIO(export_package(plan, by=editor).content)) as package:
        name = next(name for name in package.namelist() if name.endswith("datapackage.json"))
        return json.loads(package.read(name))["description"]


def test_what_is_archived_or_of_another_plan_marks_nothing(plan, parts, authority, administrator):
    DeliverableFactory(plan=PlanFactory(authority=authority, title="Another"), marking="SECRET")
    gone = {"archived_at": clock.now(), "archived_by": administrator, "archived_reason": "Over."}
    SectionFactory(plan=plan, marking="SECRET", **gone)
    assert marking_of_plan(plan) == "OFFICIAL"


def test_it_costs_one_query(plan, parts):
    with CaptureQueriesContext(connection) as asked:
        marking_of_plan(plan)
    assert len(asked) == 1


def test_the_register_and_the_report_are_marked_by_what_they_hold(plan, parts, authority):
    plan = Plan.objects.for_page().get(pk=plan.pk)
    assert (internal_register(authority).marking, performance_report(plan).marking) == ("OFFICIAL", "OFFICIAL")
    meanwhile(parts["risk"], marking="RESTRICTED")
    meanwhile(parts["measure"], marking=SENSITIVE)
    assert (internal_register(authority).marking, performance_report(plan).marking) == ("RESTRICTED", SENSITIVE)


def test_a_pack_is_marked_by_what_is_in_it(authority, editor):
    over = oversight(authority)
    pack = over.pack(by=editor)
    elsewhere = RiskFactory(authority=authority, marking="SECRET")
    assert assemble(pack).head.marking == "OFFICIAL"
    meanwhile(elsewhere, committee=pack.meeting.committee)
    assert assemble(pack).head.marking == "SECRET"


def test_a_word_document_says_it_at_the_head_and_the_foot_of_each_page():
    (section,) = docx.Document(io.BytesIO(write_document("Plan", [], Sheet(SENSITIVE)))).sections
    assert [edge.paragraphs[0].text.startswith(SENSITIVE) for edge in (section.header, section.footer)] == [True, True]
