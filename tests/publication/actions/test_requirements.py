from __future__ import annotations

import pytest

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from kpa_tracker.interfaces.publication.actions.requirements import (
    add_requirement,
    change_requirement,
    drop_requirement,
    move_requirement,
    restore_requirement,
    take_over_checklist,
)
from kpa_tracker.interfaces.publication.checklist import USUAL, checked, has_own, missing, requirements_of
from kpa_tracker.interfaces.publication.models import Requirement
from kpa_tracker.interfaces.publication.public import public_document
from tests.factories.deliverables import CommentFactory, ConsultationFactory
from tests.factories.plans import AmbitionFactory, PlanFactory, PriorityFactory, SectionFactory
from tests.factories.publication import RequirementFactory, approve_all
from tests.factories.targets import TargetFactory
from tests.publication.desk import plan_to_publish

pytestmark = pytest.mark.django_db


def titles(authority):
    return [one.title for one in requirements_of(authority)]


def test_an_authority_begins_with_the_usual_checklist_which_nobody_stored(authority):
    assert titles(authority) == [title for title, _, _ in USUAL]
    assert (has_own(authority), Requirement.objects.exists()) == (False, False)


def test_it_is_made_ones_own_once_with_an_event_for_each(authority, editor):
    made = take_over_checklist(authority, by=editor)
    assert [one.title for one in made] == [title for title, _, _ in USUAL]
    assert [history_of(one).get().verb for one in made] == ["requirement created"] * len(USUAL)
    with pytest.raises(Refused, match="of its own already"):
        take_over_checklist(authority, by=editor)


def test_the_first_that_is_added_makes_the_usual_ones_own(authority, editor):
    add_requirement(Requirement(authority=authority, title="A foreword", seen_by="section"), by=editor)
    assert titles(authority) == [*(title for title, _, _ in USUAL), "A foreword"]
    add_requirement(Requirement(authority=authority, title="A map", seen_by="section"), by=editor)
    assert titles(authority)[-2:] == ["A foreword", "A map"]


def test_what_is_seen_by_a_section_names_those_that_answer_it(authority, editor):
    section = SectionFactory(plan__authority=authority, title="Budget")
    new = Requirement(authority=authority, title="Resources", seen_by="section")
    made = add_requirement(new, sections=[section], by=editor)
    (found,) = [one for one in checked(section.plan) if one.requirement == made]
    assert (found.is_met, [str(one) for one in found.sections]) == (True, [str(section)])
    assert missing(checked(PlanFactory(authority=authority)))[-1] == "Resources"


@pytest.mark.parametrize("hide", [{"is_public": False}, {"archived_at": clock.now()}])
def test_a_section_that_the_public_does_not_read_answers_nothing(authority, administrator, hide):
    why = {"archived_by": administrator, "archived_reason": "Old"} if "archived_at" in hide else {}
    section = SectionFactory(plan__authority=authority, **hide, **why)
    RequirementFactory(authority=authority, title="Resources", seen_by="section").sections.add(section)
    assert missing(checked(section.plan)) == ["Resources"]


def test_a_section_of_another_authority_is_refused(authority, editor):
    theirs = SectionFactory()
    new = Requirement(authority=authority, title="Resources", seen_by="section")
    with pytest.raises(Refused, match="another authority"):
        add_requirement(new, sections=[theirs], by=editor)


def test_it_is_said_otherwise_and_the_history_has_both(authority, editor):
    one = RequirementFactory(authority=authority, title="Resources")
    one.title = "Money"
    change_requirement(one, seen=1, by=editor)
    assert history_of(one).get().changes == {"title": ["Resources", "Money"]}


def test_who_changes_something_else_leaves_its_sections_alone(authority, editor):
    section = SectionFactory(plan__authority=authority)
    one = RequirementFactory(authority=authority, seen_by="section")
    one.sections.add(section)
    one.title = "Money"
    change_requirement(one, seen=1, by=editor)
    assert list(one.sections.all()) == [section]
    change_requirement(one, sections=[], seen=2, by=editor)
    assert not one.sections.exists()


def test_whoever_is_slower_is_told(authority, editor):
    one = RequirementFactory(authority=authority)
    early = Requirement.objects.get()
    one.title, early.title = "Money", "Means"
    change_requirement(one, seen=1, by=editor)
    with pytest.raises(Conflict):
        change_requirement(early, seen=1, by=editor)


def test_it_comes_off_the_checklist_for_a_reason_and_back(authority, editor):
    one = RequirementFactory(authority=authority)
    with pytest.raises(Refused, match="Say why"):
        drop_requirement(one, reason="", seen=1, by=editor)
    drop_requirement(one, reason="Repealed.", seen=1, by=editor)
    assert (titles(authority), has_own(authority)) == ([], True)
    with pytest.raises(Refused, match="not on the checklist"):
        change_requirement(one, seen=2, by=editor)
    restore_requirement(one, seen=2, by=editor)
    assert titles(authority) == [one.title]


def test_it_moves_up_and_down(authority, editor):
    first, second = take_over_checklist(authority, by=editor)[:2]
    move_requirement(second, up=True, seen=1, by=editor)
    assert titles(authority)[:2] == [second.title, first.title]
    with pytest.raises(Conflict):
        move_requirement(second, up=False, seen=1, by=editor)


def test_each_that_can_be_worked_out_is_seen_once_it_is_there(authority):
    for seen in ("priorities", "objectives", "targets", "consulted", "answered", "adopted"):
        RequirementFactory(authority=authority, title=seen, seen_by=seen)
    plan = PlanFactory(authority=authority, state="draft")
    assert missing(checked(plan)) == ["priorities", "objectives", "targets", "consulted", "answered", "adopted"]
    PriorityFactory(plan=plan)
    TargetFactory(plan=plan, series__measure__authority=authority)
    assert missing(checked(plan)) == ["objectives", "consulted", "answered", "adopted"]
    comment = CommentFactory(consultation=ConsultationFactory(plan=plan))
    assert missing(checked(plan)) == ["objectives", "answered", "adopted"]
    type(comment).objects.filter(pk=comment.pk).delete()
    assert missing(checked(plan)) == ["objectives", "adopted"]


def test_an_ambition_without_a_deliverable_is_no_objective(authority):
    RequirementFactory(authority=authority, title="Objectives", seen_by="objectives")
    plan = plan_to_publish(authority)
    assert missing(checked(plan)) == []
    AmbitionFactory(plan=plan)
    assert missing(checked(plan)) == ["Objectives"]


def test_targets_of_the_plan_above_count(authority):
    RequirementFactory(authority=authority, title="Targets", seen_by="targets")
    above = PlanFactory(authority=authority)
    TargetFactory(plan=above, series__measure__authority=authority)
    assert missing(checked(PlanFactory(authority=authority, under=above))) == []


def test_targets_that_the_public_may_not_read_are_missing_from_what_would_be_published(authority):
    RequirementFactory(authority=authority, title="Targets", seen_by="targets")
    above = PlanFactory(authority=authority, state="draft")
    TargetFactory(plan=above, series__measure__authority=authority)
    plan = PlanFactory(authority=authority, under=above)
    assert missing(checked(plan, public_document(plan))) == ["Targets"]
    type(above).objects.update(state="adopted")
    plan.refresh_from_db()
    assert missing(checked(plan, public_document(plan))) == []


def test_a_section_that_nobody_approved_answers_nothing_of_what_would_be_published(authority):
    section = SectionFactory(plan__authority=authority, body="What it costs.")
    RequirementFactory(authority=authority, title="Resources", seen_by="section").sections.add(section)
    assert missing(checked(section.plan, public_document(section.plan))) == ["Resources"]
    assert missing(checked(section.plan, public_document(approve_all(section.plan)))) == []


def test_the_checklist_costs_nine_queries_at_most(authority, django_assert_max_num_queries):
    plan = plan_to_publish(authority)
    with django_assert_max_num_queries(9):
        checked(plan)
