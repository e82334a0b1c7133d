from kpa_tracker.base.people.models import Committee
from tests.exchange.actions.book.plans import copied, differences, proposed, sent_out, told, whole_plan


def test_a_plan_comes_out_of_an_empty_authority_as_it_went_in(authority):
    plan = whole_plan(authority)
    assert differences(plan, copied(plan)) == []


def test_a_workbook_that_nobody_edited_changes_nothing(authority):
    plan = whole_plan(authority)
    proposal = proposed(plan, sent_out(plan))
    assert (told(proposal), proposal.new, proposal.gone) == ([], [], [])
    assert (proposal.problems, proposal.notes, proposal.book.notes) == ([], [], [])


def test_a_deadline_that_is_not_set_keeps_its_words(authority):
    plan = whole_plan(authority)
    plan.deliverables.filter(reference="1.2").update(deadline_text="tbc")
    assert copied(plan).deliverables.get(reference="1.2").deadline_text == "tbc"


def test_a_name_of_nothing_but_a_sign_stays_that_name(authority):
    plan = whole_plan(authority)
    Committee.objects.filter(name="Estates Committee").update(name="⏎")
    assert copied(plan).deliverables.get(reference="1.1").committee.name == "⏎"


def test_a_copy_proposes_nothing_from_the_first_ones_workbook_but_knows_its_rows(authority):
    plan = whole_plan(authority)
    proposal = proposed(copied(plan), sent_out(plan))
    assert (told(proposal), [step.title for step in proposal.new]) == ([], [])
