import pytest

from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.book import take_over_book
from kpa_tracker.interfaces.exchange.actions.book.sheets import SHEETS
from plans.actions.parts import archive
from plans.models import Plan
from tests.exchange.actions.book.plans import (
    come_back,
    copied,
    differences,
    edited,
    empty_plan_for,
    proposed,
    sent_out,
    whole_plan,
)
from tests.factories.plans import PriorityFactory
from tests.factories.targets import GradeScaleFactory, MeasureFactory, SeriesFactory


@pytest.fixture
def plan(authority):
    return whole_plan(authority)


def test_a_refusal_names_the_row_and_nothing_was_changed(plan):
    deliverable = plan.deliverables.get(reference="1.1")
    row = ("Deliverables", f"L{deliverable.pk}")
    content = edited(sent_out(plan), (*row, "Reference", "1.2"), ("Plan", "Vision", "What it says", "Safer."))
    with pytest.raises(Refused, match="Deliverables, row 2, “Light the lanes”: This plan already has a deliverable"):
        take_over_book(plan, come_back(content), by=None)
    plan.refresh_from_db()
    assert plan.vision == "Safe streets."


def test_what_an_action_refuses_names_the_row_too(plan):
    row = ("Targets", f"T{plan.targets.get().pk}")
    with pytest.raises(Refused, match="Targets, row 2, “Increase to 52%”: This sort of target needs a figure here"):
        take_over_book(plan, come_back(edited(sent_out(plan), (*row, "Value", None))), by=None)


def test_a_priority_that_is_archived_here_is_left(plan, editor):
    old = PriorityFactory(plan=plan, title="Old")
    archive(old, seen=old.version, reason="Done.", by=editor)

    def add(book):
        book["Priorities"].append([None, "Old"])

    content = edited(sent_out(plan), save=add)
    proposal = proposed(plan, content)
    assert proposal.notes == ["Priorities, row 4: “Old” is archived here, so it is left as it is."]
    assert (proposal.new, proposal.changed) == ([], [])
    old.refresh_from_db()
    assert old.is_archived


def test_a_sheet_without_its_headings_is_named(plan):
    content = edited(sent_out(plan), save=lambda book: book["Glossary"].delete_rows(1))
    assert [one.text for one in proposed(plan, content).problems] == [
        "The row of headings, which begins with “Key”, is missing."
    ]


def test_lines_over_the_headings_do_no_harm(plan):
    content = edited(sent_out(plan), save=lambda book: book["Glossary"].insert_rows(1))
    assert proposed(plan, content).problems == []


def test_a_scale_of_grades_must_be_here_or_in_the_file(plan, authority):
    scale = GradeScaleFactory(authority=authority, name="Baseline", era="")
    measure = MeasureFactory(authority=authority, kind="grade", scale=scale, title="Leadership")
    SeriesFactory(measure=measure, name="")
    plan.deliverables.get(reference="1.1").measures.add(measure)
    content = edited(sent_out(plan), save=lambda book: book.remove(book["Grades"]))
    copy = empty_plan_for(plan)
    with pytest.raises(Refused, match="no scale of grades “Baseline” here"):
        take_over_book(copy, come_back(content), by=None)
    GradeScaleFactory(authority=copy.authority, name="Baseline", era="")
    take_over_book(copy, come_back(content), by=None)
    assert differences(plan, Plan.objects.get(pk=copy.pk)) == []


def test_a_workbook_of_nothing_but_its_first_sheet_changes_nothing(plan):
    def leave_one(book):
        for sheet in book.worksheets[1:]:
            book.remove(sheet)

    proposal = proposed(plan, edited(sent_out(plan), save=leave_one))
    assert (proposal.steps, proposal.problems, proposal.gone) == ([], [], [])
    assert len(proposal.book.notes) == len(SHEETS) == 20


def test_a_measure_that_is_known_here_stays_as_it_is(plan, authority):
    copy = copied(plan)
    measure = copy.targets.get().series.measure
    measure.decimals = 0
    measure.save()
    proposal = proposed(copy, sent_out(plan))
    assert (proposal.new, proposal.changed) == ([], [])
