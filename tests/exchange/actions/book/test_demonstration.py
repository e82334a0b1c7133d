import pytest

from plans.models import Plan
from tests.exchange.actions.book.plans import copied, differences, proposed, sent_out, told


@pytest.fixture
def demonstration(db, kept_demonstration, tmp_path):
    kept_demonstration.place(tmp_path)


def test_the_demonstrations_plans_come_out_of_another_authority_as_they_went_in(demonstration):
    for plan in Plan.objects.all():
        assert differences(plan, copied(plan)) == []


def test_the_demonstrations_plans_are_the_same_after_their_own_workbooks(demonstration):
    for plan in Plan.objects.all():
        proposal = proposed(plan, sent_out(plan))
        assert (proposal.problems, proposal.notes, proposal.gone) == ([], [], [])
        assert (proposal.new, told(proposal)) == ([], [])
