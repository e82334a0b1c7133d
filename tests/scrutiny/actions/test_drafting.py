"""A minute-taker's draft has what the meeting had before it, and nothing of later days."""

from __future__ import annotations

import datetime

import pytest

from deliverables.actions.consultation import respond_to
from kpa_tracker.base.toolkit.documents import read_document
from kpa_tracker.interfaces.scrutiny.actions import answer, change_action, close_action
from kpa_tracker.interfaces.scrutiny.actions.drafting import draft_minutes
from kpa_tracker.interfaces.scrutiny.models import AgendaItem
from kpa_tracker.interfaces.scrutiny.models.drafts import changes_in
from tests.factories.deliverables import CommentFactory, ConsultationFactory, DeliverableFactory
from tests.factories.people import PostFactory
from tests.factories.plans import PlanFactory
from tests.factories.scrutiny import AgendaItemFactory, HeldMeetingFactory, MinutedActionFactory

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2010, 1, 12)


def draft(meeting, reader):
    """Return the paragraphs and the rows of a meeting's draft minutes."""
    blocks = read_document(draft_minutes(meeting, reader=reader)).blocks
    rows = [[cell.text for cell in row.cells] for block in blocks if hasattr(block, "rows") for row in block.rows]
    return [block.text for block in blocks if hasattr(block, "text")], rows


# --- Actions of earlier meetings --------------------------------------------------------------------------------------


@pytest.fixture
def meetings(work):
    return [HeldMeetingFactory(committee=work["committee"], held_on=FIRST), work["held"]]


@pytest.fixture
def action(meetings, work):
    return MinutedActionFactory(meeting=meetings[0], owner=work["lead"], text="Count them.", minute="1/10")


@pytest.fixture
def on(monkeypatch):
    """Return a function that makes it noon of a day for what is done next."""

    def turn(day):
        noon = datetime.datetime.combine(day, datetime.time(12), datetime.timezone.utc)
        monkeypatch.setattr("kpa_tracker.base.toolkit.clock.now", lambda: noon)

    return turn


def row_of(action, meeting, work):
    return next(row for row in draft(meeting, work["member"])[1] if row[0] == action.minute)


def answered(action, text, work):
    return answer(action, text=text, seen=action.version, by=work["owner"])


def test_an_action_answered_again_after_the_meeting_has_the_answer_that_stood_by_then(action, meetings, work, on):
    for day, text in ((10, "Half of them."), (17, "All of them."), (20, "Twice.")):
        on(datetime.date(2010, 3, day))
        answered(action, text, work)
    assert row_of(action, meetings[1], work)[3:] == ["Half of them.", "Outstanding"]


@pytest.mark.parametrize(("day", "shown"), [(16, "All of them."), (17, "None yet")])
def test_the_meetings_own_day_belongs_to_it(day, shown, action, meetings, work, on):
    on(datetime.date(2010, 3, day))
    answered(action, "All of them.", work)
    assert row_of(action, meetings[1], work)[3] == shown


def test_an_action_given_to_another_post_since_was_the_posts_of_then(action, meetings, work, authority, on):
    on(datetime.date(2010, 3, 10))
    action = answered(action, "Half of them.", work)
    on(datetime.date(2010, 3, 20))
    changes = {"owner": PostFactory(authority=authority, title="Treasurer"), "text": "Count all."}
    change_action(action, seen=action.version, changes=changes, by=work["chair"])
    expected = ["1/10", "Count them.", str(work["lead"]), "Half of them.", "Outstanding"]
    assert row_of(action, meetings[1], work) == expected


def test_the_meeting_that_closed_it_closed_it_on_its_last_answer(action, meetings, work, on):
    on(datetime.date(2010, 3, 18))
    action = answered(action, "All of them.", work)
    close_action(action, meeting=meetings[1], minute="7/10", seen=action.version, by=work["chair"])
    assert row_of(action, meetings[1], work)[3:] == ["All of them.", "Closed, minute 7/10"]


# --- A draft plan -----------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(authority):
    before = PlanFactory(authority=authority, title="Plan 2009/10", state="adopted")
    DeliverableFactory(plan=before, title="Count what was stolen", reference="1.1")
    made = PlanFactory(authority=authority, title="Plan 2010/11", state="consultation", previous=before)
    DeliverableFactory(plan=made, title="Visit every custody suite", reference="1.1")
    return made


@pytest.fixture
def item(work, plan):
    return AgendaItemFactory(meeting=work["held"], plan=plan, kind=AgendaItem.Kind.DRAFT_PLAN, differences="Shorter.")


def test_the_minutes_count_what_the_item_counts(item, work):
    texts, _ = draft(work["held"], work["member"])
    counted = [f"• {label}: {number}" for number, label, _ in changes_in(item)]
    start = texts.index("What has changed")
    assert texts[start + 1] == "Shorter."
    assert texts[start + 2] == "Plan 2010/11 beside Plan 2009/10, counted on 12 April 2010:"
    assert texts[start + 3 :][: len(counted)] == counted
    assert "• Added: 3" in counted


def test_what_was_not_written_down_is_counted_all_the_same(item, work):
    AgendaItem.objects.update(differences="")
    assert {"• Dropped: 2", "• Not decided yet: 1"} <= set(draft(work["held"], work["member"])[0])


@pytest.mark.parametrize("values", [{"plan": None}, {"kind": "progress"}])
def test_an_item_that_puts_no_draft_counts_nothing(values, item, work):
    AgendaItem.objects.update(differences="", **values)
    assert "What has changed" not in draft(work["held"], work["member"])[0]


def test_the_minutes_hold_each_comment_with_its_response(item, plan, work, editor):
    put = ConsultationFactory(plan=plan, committee=work["committee"])
    said = CommentFactory(consultation=put, text="Where are the numbers?", made_by=work["member"])
    respond_to(said, response="in_part", text="Half of them are back.", seen=1, by=editor)
    CommentFactory(consultation=put, text="Say by when.", made_by=editor, comes_from="Kent Council")
    texts, rows = draft(work["held"], work["member"])
    assert "What was said of the draft" in texts
    head = rows.index(["Comment", "On", "From", "Response"])
    assert rows[head + 1 :] == [
        ["Where are the numbers?", "The plan as a whole", "A reader of the draft",
         "Accepted in part. Half of them are back."],
        ["Say by when.", "The plan as a whole", "Kent Council", "No response yet."],
    ]  # fmt: skip
    assert str(work["member"]) not in "".join(texts)


def test_a_draft_on_which_nobody_said_anything_says_so(item, plan, work):
    ConsultationFactory(plan=plan, committee=work["committee"])
    assert "Nobody has said anything yet." in draft(work["held"], work["member"])[0]


def test_who_may_not_read_the_comments_has_none_of_them_in_the_minutes(item, plan, work, stranger):
    put = ConsultationFactory(plan=plan, committee=work["committee"])
    CommentFactory(consultation=put, text="Where are the numbers?")
    texts, rows = draft(work["held"], stranger)
    assert ("What was said of the draft" in texts, ["Comment", "On", "From", "Response"] in rows) == (False, False)
