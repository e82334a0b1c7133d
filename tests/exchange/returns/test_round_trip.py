import datetime

import pytest

from deliverables.actions.updates import NOTHING_SEEN, save_draft, submit_update
from deliverables.models import ProgressUpdate
from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.returns import confirm_return
from tests.exchange.returns.filling import AMBER, ANSWER, cell_of, filled, opened, sent_in, sent_out, taken
from tests.factories.deliverables import ProgressUpdateFactory
from tests.factories.situations import GREEN


def test_a_return_that_nobody_filled_in_changes_nothing(green, period, owner):
    staged = sent_in(period, sent_out(period, owner), owner)
    assert staged.outcome == []
    with pytest.raises(Refused, match="No row was filled in"):
        confirm_return(staged, by=owner)
    assert not ProgressUpdate.objects.filter(period=period).exists()


def test_a_draft_in_hand_comes_back_as_it_was(deliverable, period, owner, amber):
    said = {**amber, "done": " =1+1\r\n_x0041_ – ½ ", "public_wording": "We adopt it."}
    save_draft(deliverable, period=period, content=said, seen=NOTHING_SEEN, by=owner)
    content = sent_out(period, owner)
    assert cell_of(opened(content)["Return"], "1.1", "green_on").value == "31 May 2010"
    assert sent_in(period, content, owner).outcome == []


def test_last_periods_text_stands_beside_and_is_grey(green, period, owner):
    sheet = opened(sent_out(period, owner))["Return"]
    assert cell_of(sheet, "2.0", "last_rating").value == "Green"
    assert cell_of(sheet, "2.0", "last_done").value == "The draft was written."
    assert cell_of(sheet, "2.0", "last_done").fill.fgColor.rgb[-6:] == "EEEEEE"
    assert cell_of(sheet, "2.0", "done").fill.fill_type is None
    assert cell_of(sheet, "2.0", "stage").value == "In progress"


def test_the_workbook_is_ready_to_be_filled_in(deliverable, period, owner, plan):
    book = opened(sent_out(period, owner))
    assert {sheet.title: sheet.sheet_state for sheet in book} == {
        "Return": "visible",
        "Read me": "visible",
        "Lists": "hidden",
        "About this return": "hidden",
    }
    sheet = book["Return"]
    assert sheet.freeze_panes == "D2"
    assert sheet.column_dimensions["A"].hidden
    assert cell_of(sheet, "1.1", "green_on").number_format == "@"
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {
        "H2": "Lists!$A$1:$A$4",
        "I2": "Lists!$B$1:$B$3",
        "J2": "Lists!$B$1:$B$3",
        "O2": "Lists!$C$1:$C$1",
    }
    lists = [[cell.value for cell in column if cell.value] for column in book["Lists"].iter_cols()]
    assert lists == [
        ["Not started", "In progress", "Complete", "Cancelled"],
        [point.word for point in plan.scale.points.order_by("position")],
        ["Chief Executive"],
    ]


def test_what_starts_like_a_formula_stays_text(deliverable, period, owner):
    save_draft(deliverable, period=period, content={**GREEN, "done": "=HYPERLINK(1)"}, seen=NOTHING_SEEN, by=owner)
    cell = cell_of(opened(sent_out(period, owner))["Return"], "1.1", "done")
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_each_row_that_is_filled_in_is_submitted_with_its_own_event(green, period, owner, post):
    taken(period, filled(sent_out(period, owner), {"2.0": ANSWER, "2.1": AMBER}), owner)
    made = {one.deliverable.reference: one for one in ProgressUpdate.objects.filter(period=period)}
    assert sorted(made) == ["2.0", "2.1"]
    assert {one.state for one in made.values()} == {"submitted"}
    amber = made["2.1"]
    assert (amber.rating, amber.recovery_by, amber.on_behalf_of) == ("amber", post, post)
    assert amber.green_on == datetime.date(2010, 5, 31)
    assert amber.submitted_by == owner
    events = Event.objects.filter(verb="progressupdate submitted").values_list("door", "actor_id")
    assert list(events) == [("import", owner.pk)] * 2
    amber.deliverable.refresh_from_db()
    assert amber.deliverable.latest == amber


def test_drafts_may_be_unfinished(deliverable, period, owner):
    taken(period, filled(sent_out(period, owner), {"1.1": {"rating": "Red"}}), owner, submits=False)
    draft = ProgressUpdate.objects.get()
    assert (draft.state, draft.rating, draft.done) == ("draft", "red", "")


def test_a_draft_is_finished_in_the_next_return(deliverable, period, owner):
    taken(period, filled(sent_out(period, owner), {"1.1": {"done": "Begun."}}), owner, submits=False)
    taken(period, filled(sent_out(period, owner), {"1.1": ANSWER}), owner)
    update = ProgressUpdate.objects.get()
    assert (update.state, update.number, update.done) == ("submitted", 1, "The draft was written.")


def test_what_was_sent_back_is_asked_for_again(deliverable, period, owner, editor):
    ProgressUpdateFactory(
        deliverable=deliverable,
        period=period,
        state="sent_back",
        reviewed_by=editor,
        reviewed_at=datetime.datetime(2010, 4, 10, 9, 0, tzinfo=datetime.timezone.utc),
        sent_back_reason="Say more.",
    )
    taken(period, filled(sent_out(period, owner), {"1.1": {"done": "More."}}), owner)
    assert ProgressUpdate.objects.get().done == "More."


def test_what_was_submitted_is_not_taken_out_again(submitted, green, period, owner):
    sheet = opened(sent_out(period, owner))["Return"]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["2.0", "2.1", "2.2"]


def test_taking_it_out_is_one_event(green, period, owner, plan):
    sent_out(period, owner)
    event = Event.objects.get(verb="plan exported")
    assert event.actor_id == owner.pk
    assert event.changes == {"as": [None, "a return"], "period": [None, str(period)], "rows": [None, 3]}


def test_looking_leaves_nothing_behind(deliverable, period, owner):
    content = filled(sent_out(period, owner), {"1.1": ANSWER})
    before = Event.objects.count()
    staged = sent_in(period, content, owner)
    assert [row["title"] for row in staged.outcome] == ["1.1 Adopt the plan"]
    assert Event.objects.count() == before
    assert not ProgressUpdate.objects.exists()
    deliverable.refresh_from_db()
    assert deliverable.latest is None


def test_it_is_taken_once(deliverable, period, owner):
    staged = sent_in(period, filled(sent_out(period, owner), {"1.1": ANSWER}), owner)
    confirm_return(staged, by=owner)
    assert staged.document == {}
    with pytest.raises(Refused, match="taken already"):
        confirm_return(staged, by=owner)
    assert ProgressUpdate.objects.count() == 1


def test_the_same_as_the_page_would_have_written(deliverable, late_deliverable, period, owner, post):
    said = {**GREEN, "on_behalf_of": post}
    written = submit_update(deliverable, period=period, content=said, seen=NOTHING_SEEN, by=owner)
    taken(period, filled(sent_out(period, owner), {"1.2": {**ANSWER, "late_reason": "It is printed."}}), owner)
    update = ProgressUpdate.objects.get(deliverable=late_deliverable)
    same = ("stage", "rating", "forecast", "done", "on_behalf_of", "recovery_by", "green_on", "submitted_by")
    assert {name: getattr(update, name) for name in same} == {name: getattr(written, name) for name in same}
    assert update.late_reason == "It is printed."
