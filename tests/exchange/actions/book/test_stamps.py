import pytest

from kpa_tracker.interfaces.exchange.actions.book.stamps import is_of, stamp_of
from tests.exchange.actions.book.plans import copied, edited, proposed, sent_out, told, whole_plan
from tests.factories.plans import PlanFactory


@pytest.fixture
def plan(authority):
    return whole_plan(authority)


def test_a_plan_knows_its_own_stamp_and_no_other(plan):
    assert is_of(stamp_of(plan), plan)
    assert not is_of(stamp_of(PlanFactory()), plan)
    assert not is_of("", plan)


def test_another_site_has_other_stamps(plan, settings):
    stamp = stamp_of(plan)
    settings.SECRET_KEY = "another site's own"
    assert not is_of(stamp, plan)


def test_keys_of_another_plans_workbook_are_not_believed(plan):
    other = copied(plan)
    first = plan.deliverables.get(reference="1.1")
    row = ("Deliverables", f"L{first.pk}")
    proposal = proposed(other, edited(sent_out(plan), (*row, "Title", "Wholly other words"), (*row, "Reference", "9")))
    assert [step.title for step in proposal.new] == ["Wholly other words"]
    assert told(proposal) == []


def test_without_its_sums_a_workbook_is_compared_by_its_values(plan):
    def without_sums(book):
        for sheet in book.worksheets[1:]:
            sheet.delete_cols(3 if sheet.title == "Plan" else sheet.max_column)

    deliverable = plan.deliverables.get(reference="1.1")
    row = ("Deliverables", f"L{deliverable.pk}")
    content = edited(sent_out(plan), (*row, "Title", "Other"), (*row, "Lead post", None), save=without_sums)
    proposal = proposed(plan, content)
    assert told(proposal) == [("Deliverables", "Other", "Title", "Light the lanes", "Other")]
    assert (proposal.new, proposal.problems) == ([], [])


@pytest.mark.parametrize("key", ["L99999", "X1", "no key at all", "L", "=1", "L1 …"])
def test_a_key_that_is_none_makes_a_row_that_is_known_by_its_words(plan, key):
    def rekeyed(book):
        book["Deliverables"]["A2"].value = key
        book["Deliverables"]["A2"].data_type = "s"

    proposal = proposed(plan, edited(sent_out(plan), save=rekeyed))
    assert (told(proposal), proposal.new, proposal.problems) == ([], [], [])


@pytest.mark.parametrize("marks", ["nonsense", "title=", "=", "title=00000000", "title", "x" * 5_000])
def test_sums_that_somebody_spoilt_do_no_harm(plan, marks):
    def spoilt(book):
        sheet = book["Deliverables"]
        sheet.cell(2, sheet.max_column).value = marks
        sheet.cell(2, sheet.max_column).data_type = "s"

    proposal = proposed(plan, edited(sent_out(plan), save=spoilt))
    assert (told(proposal), proposal.new, proposal.problems) == ([], [], [])
