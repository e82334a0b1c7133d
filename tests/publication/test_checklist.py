"""What is asked of a plan, as its document shows it."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.publication.actions.requirements import take_over_checklist
from kpa_tracker.interfaces.publication.checklist import USUAL, anchors_of, asked_of
from kpa_tracker.interfaces.publication.content import Asked
from kpa_tracker.interfaces.publication.models import Requirement
from tests.factories.deliverables import ConsultationFactory
from tests.factories.people import PersonFactory
from tests.factories.plans import PlanFactory, SectionFactory
from tests.factories.publication import RequirementFactory

pytestmark = pytest.mark.django_db
PLACES = "[[requirements]]"


def texts(*sections):
    return [(one.pk, one.place, one.body) for one in sections]


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def test_the_usual_checklist_is_asked_where_an_authority_has_none_of_its_own(plan):
    section = SectionFactory(plan=plan, body=PLACES)
    found = asked_of(plan, texts(section))
    assert [(one.title, one.source, one.seen_by) for one in found] == list(USUAL)
    assert [one.title for one in found if one.is_met] == ["Adoption by the authority"]


def test_nothing_is_asked_in_a_document_that_does_not_place_it(plan):
    RequirementFactory(authority=plan.authority)
    assert asked_of(plan, texts(SectionFactory(plan=plan, body="About [[requirements]]."))) == ()


def test_nothing_is_asked_by_a_checklist_that_was_emptied(plan):
    take_over_checklist(plan.authority, by=PersonFactory())
    Requirement.objects.update(archived_at="2010-01-01T00:00Z", archived_by=PersonFactory(), archived_reason="x")
    assert asked_of(plan, texts(SectionFactory(plan=plan, body=PLACES))) == ()


def test_sections_answer_in_the_order_of_the_document(plan):
    first, second, other = (SectionFactory(plan=plan, body=PLACES) for _ in range(3))
    asked = RequirementFactory(authority=plan.authority, title="Resources", source="An Act", seen_by="section")
    asked.sections.set([second, first])
    RequirementFactory(title="Another authority's")
    found = asked_of(plan, texts(other, second, first))
    assert found == (Asked("Resources", "An Act", "section", is_met=False, sections=("before-2", "before-3")),)


def test_what_no_part_of_a_document_shows_is_worked_out(plan):
    ConsultationFactory(plan=plan)
    for seen in ("consulted", "adopted", "targets"):
        RequirementFactory(authority=plan.authority, title=seen, seen_by=seen)
    found = asked_of(plan, texts(SectionFactory(plan=plan, body=PLACES)))
    assert [(one.title, one.is_met) for one in found] == [("consulted", True), ("adopted", True), ("targets", False)]


def test_sections_are_counted_by_their_place():
    assert anchors_of([(7, "before", ""), (3, "after", ""), (5, "before", "")]) == {
        7: "before-1",
        3: "after-1",
        5: "before-2",
    }
