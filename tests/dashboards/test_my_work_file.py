"""My work as a file: what the page shows, under its headings."""

from __future__ import annotations

import pytest

from deliverables.actions.reviews import send_back_update
from tests.answers import rows_of, text
from tests.factories.deliverables import DeadlineRequestFactory, DeliverableFactory
from tests.factories.inspections import RecommendationFactory

PAGE = "/my-work/"
HEADINGS = ["Under", "What it is", "Reference", "Title", "Due", "How it stands", "Worked out", "Said"]


def rows(client, **asked):
    return rows_of(client.get(PAGE, {"export": "csv", **asked}))


def test_work_stands_under_its_headings(deliverable, late_deliverable, period, owner, as_person):
    headings, *found = rows(as_person(owner))
    assert headings == HEADINGS
    assert {tuple(row[:3]) for row in found} == {
        ("Updates to write", "Deliverable", deliverable.reference),
        ("Updates to write", "Deliverable", late_deliverable.reference),
    }
    late = next(row for row in found if row[2] == late_deliverable.reference)
    assert (late[3], late[4]) == (late_deliverable.title, late_deliverable.deadline_text)
    assert "Overdue" in late[6]


def test_what_was_sent_back_says_why(submitted, owner, editor, as_person):
    send_back_update(submitted, reason="Which draft?", seen=submitted.version, by=editor)
    [_, row] = rows(as_person(owner))
    assert (row[0], row[5], row[7]) == ("Sent back to you", "", f"{editor}: Which draft?")


def test_a_heading_alone_is_a_file_of_it(deliverable, late_deliverable, period, owner, as_person):
    client = as_person(owner)
    assert 'href="?show=overdue&amp;export=csv"' in text(client.get(PAGE, {"show": "overdue"}))
    assert [row[2] for row in rows(client, show="overdue")[1:]] == [late_deliverable.reference]
    assert len(rows(client, show="nothing like it")) == 3


def test_what_waits_for_a_review_a_decision_and_a_signature_comes_first(submitted, late_deliverable, editor, as_person):
    DeadlineRequestFactory(deliverable=late_deliverable, new_text="December 2010")
    pending = RecommendationFactory(inspection__authority=late_deliverable.plan.authority, state="pending")
    found = {row[0]: row for row in rows(as_person(editor))[1:]}
    assert list(found) == ["To review", "Deadlines to decide", "Recommendations to sign off"]
    assert found["To review"][1:4] == ["Update", submitted.deliverable.reference, submitted.deliverable.title]
    assert found["Deadlines to decide"][4].endswith("to December 2010")
    assert found["Recommendations to sign off"][2:4] == [pending.reference, pending.text]


def test_recommendations_stand_with_what_remains(post, owner, authority, as_person):
    asked = RecommendationFactory(inspection__authority=authority, owner=post, remains="Two of five.")
    [_, *found] = rows(as_person(owner))
    assert [row[1:4] + row[7:] for row in found] == [["Recommendation", asked.reference, asked.text, "Two of five."]]


def test_where_nothing_waits_no_file_is_offered(stranger, as_person):
    client = as_person(stranger)
    assert "export=csv" not in text(client.get(PAGE))
    assert rows(client) == [HEADINGS]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_one_item_as_for_three(
    number, deliverable, period, owner, as_person, django_assert_num_queries
):
    DeliverableFactory.create_batch(number - 1, plan=deliverable.plan, lead=deliverable.lead)
    client = as_person(owner)
    with django_assert_num_queries(8):
        rows(client)
