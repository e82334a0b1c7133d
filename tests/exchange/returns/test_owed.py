import pytest

from deliverables.actions.updates import NOTHING_SEEN, save_draft
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions import returns
from kpa_tracker.interfaces.exchange.actions.returns import exporting
from kpa_tracker.interfaces.exchange.rules import reported_by
from tests.exchange.returns.filling import opened, sent_out
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PostFactory, person_with
from tests.factories.situations import GREEN


@pytest.fixture
def committee(authority):
    return CommitteeFactory(authority=authority, name="Standards Committee")


@pytest.fixture
def others(plan, authority, post, committee):
    """One that the owner supports, one of the committee, one of nobody."""
    clerk = PostFactory(authority=authority, title="Clerk")
    supported = DeliverableFactory(plan=plan, lead=clerk, reference="4.1")
    supported.supporting.add(post)
    DeliverableFactory(plan=plan, lead=clerk, committee=committee, reference="4.2")
    DeliverableFactory(plan=plan, reference="4.3")
    return clerk


def rows(content):
    return [row[1].value for row in opened(content)["Return"].iter_rows(min_row=2)]


def test_an_officer_takes_out_what_their_posts_lead_and_support(deliverable, others, period, owner):
    assert [(share.key, share.rows) for share in returns.shares_of(period, by=owner)] == [("mine", 2)]
    assert rows(sent_out(period, owner)) == ["1.1", "4.1"]
    with pytest.raises(Refused, match="Nothing is left to report on here"):
        sent_out(period, owner, share="all")


def test_an_editor_takes_out_the_plan_a_post_or_a_committee(deliverable, others, period, editor, post, committee):
    shares = returns.shares_of(period, by=editor)
    assert [(share.key, share.title, share.rows) for share in shares] == [
        ("all", "The whole plan", 4),
        (f"post-{post.pk}", "Chief Executive", 1),
        (f"post-{others.pk}", "Clerk", 2),
        (f"committee-{committee.pk}", "Standards Committee", 1),
    ]
    assert rows(sent_out(period, editor, share="all")) == ["1.1", "4.1", "4.2", "4.3"]
    assert rows(sent_out(period, editor, share=f"post-{others.pk}")) == ["4.1", "4.2"]
    assert rows(sent_out(period, editor, share=f"committee-{committee.pk}")) == ["4.2"]


def test_what_was_submitted_or_added_later_owes_nothing(submitted, period, owner):
    assert returns.shares_of(period, by=owner) == []


def test_more_rows_than_one_workbook_holds_are_refused(green, period, owner, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="at most 2 rows"):
        sent_out(period, owner)


def test_what_is_longer_than_a_cell_is_left_empty(deliverable, period, owner):
    save_draft(deliverable, period=period, content={**GREEN, "done": "x" * 32_768}, seen=NOTHING_SEEN, by=owner)
    sheet = opened(sent_out(period, owner))["Return"]
    assert not any("x" * 100 in str(cell.value) for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("role", Role)
def test_what_one_may_report_on_is_what_the_page_of_each_update_says(deliverable, others, plan, authority, post, role):
    for person in (person_with(role, authority=authority), person_with(role, post=post), person_with(role)):
        assert set(reported_by(person)) == {
            one for one in plan.deliverables.all() if person.has_perm("deliverables.update_deliverable", one)
        }
