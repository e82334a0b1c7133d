import pytest

from deliverables.actions.updates import NOTHING_SEEN, save_draft, submit_update
from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.returns import confirm_return, marked
from tests.exchange.returns.filling import (
    AMBER,
    ANSWER,
    HEADINGS,
    cell_of,
    filled,
    opened,
    sent_in,
    sent_out,
    taken,
    wrong_in,
)
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import PostFactory, person_with
from tests.factories.situations import GREEN, meanwhile

PROBLEMS = [
    ({"rating": "Grren"}, "rating", "“Grren” is not in the list. Choose one of: "),
    ({"stage": "Half"}, "stage", "“Half” is not in the list. Choose one of: Not started, In progress"),
    ({"forecast": "Blue"}, "forecast", "“Blue” is not in the list"),
    ({"recovery_by": "Nobody"}, "recovery_by", "There is no post “Nobody” here."),
    ({"green_on": "June 2010"}, "green_on", "“June 2010” is no day that could be read."),
    ({"green_on": "1 April 2010"}, "green_on", "This day has passed."),
    ({"cause": None}, "cause", ""),
    ({"recovery": None}, "recovery", ""),
    ({"green_on": None}, "green_on", ""),
    ({"done": None}, "done", ""),
    ({"rating": None}, "rating", ""),
    ({"stage": None}, "stage", ""),
    ({"stage": "Complete"}, "stage", "Attach or link something that shows it is complete."),
]


@pytest.fixture
def ten(plan, post):
    return [DeliverableFactory(plan=plan, lead=post, reference=f"3.{at}") for at in range(10)]


@pytest.mark.parametrize(("answers", "name", "said"), PROBLEMS)
def test_each_problem_stands_on_its_cell(deliverable, period, owner, answers, name, said):
    staged = sent_in(period, filled(sent_out(period, owner), {"1.1": {**AMBER, **answers}}), owner)
    wrong = wrong_in(staged)["1.1"]
    assert list(wrong) == [name]
    assert wrong[name]
    assert said in wrong[name]
    cell = cell_of(opened(marked(staged).content)["Return"], "1.1", name)
    assert cell.fill.fgColor.rgb[-6:] == "FFD7D2"
    assert cell.comment.text == wrong[name]


def test_all_that_is_wrong_in_a_row_is_said_at_once(deliverable, period, owner):
    staged = sent_in(period, filled(sent_out(period, owner), {"1.1": {"stage": "Half", "rating": "Amber"}}), owner)
    assert {"stage", "done", "cause", "recovery", "recovery_by", "green_on"} <= set(wrong_in(staged)["1.1"])


def test_late_and_green_asks_for_its_reason(late_deliverable, period, owner):
    staged = sent_in(period, filled(sent_out(period, owner), {"1.2": ANSWER}), owner)
    assert list(wrong_in(staged)["1.2"]) == ["late_reason"]


def test_one_wrong_row_of_ten_keeps_all_ten_out(ten, period, owner):
    rows = {one.reference: ANSWER for one in ten} | {"3.7": {**ANSWER, "done": None}}
    staged = sent_in(period, filled(sent_out(period, owner), rows), owner)
    assert [list(wrong) for wrong in wrong_in(staged).values()] == [["done"]]
    with pytest.raises(Refused, match="Nothing was taken: 1 row must be put right first"):
        confirm_return(staged, by=owner)
    assert not ProgressUpdate.objects.exists()
    assert not Deliverable.objects.exclude(latest=None).exists()


def test_the_marked_workbook_is_put_right_and_sent_in_again(ten, period, owner):
    rows = {one.reference: ANSWER for one in ten} | {"3.7": {**ANSWER, "done": None}}
    back = marked(sent_in(period, filled(sent_out(period, owner), rows), owner))
    assert back.name == "to-put-right-return.xlsx"
    sheet = opened(back.content)["Return"]
    assert cell_of(sheet, "3.7", "What is wrong").value
    assert cell_of(sheet, "3.6", "What is wrong").value is None
    assert cell_of(sheet, "3.6", "done").value == "The draft was written."
    assert sheet.column_dimensions["A"].hidden
    assert {str(rule.formula1) for rule in sheet.data_validations.dataValidation} == {
        "Lists!$A$1:$A$4",
        "Lists!$B$1:$B$3",
        "Lists!$C$1:$C$1",
    }
    again = filled(back.content, {"3.7": {"done": "It was.", "rating": "Oops"}})
    twice = opened(marked(sent_in(period, again, owner)).content)["Return"]
    assert [cell.value for cell in twice[1]].count("What is wrong") == 1
    taken(period, filled(again, {"3.7": {"rating": "Green"}}), owner)
    assert ProgressUpdate.objects.filter(state="submitted").count() == 10


def test_a_row_that_was_submitted_or_accepted_meanwhile_is_refused_by_name(ten, period, owner, editor):
    content = filled(sent_out(period, owner), {one.reference: ANSWER for one in ten[:3]})
    said = {**GREEN, "done": "Said on the site."}
    submit_update(ten[0], period=period, content=said, seen=NOTHING_SEEN, by=owner)
    accepted = submit_update(ten[1], period=period, content=said, seen=NOTHING_SEEN, by=owner)
    meanwhile(accepted, state="accepted", reviewed_by=editor, reviewed_at=accepted.submitted_at)
    assert wrong_in(sent_in(period, content, owner)) == {
        "3.0": {"reference": "3.0: its update of this period is submitted already. Correct it on the site."},
        "3.1": {"reference": "3.1: its update of this period is accepted already. Correct it on the site."},
    }


def test_what_changes_between_looking_and_confirming_keeps_all_out(ten, period, owner):
    staged = sent_in(period, filled(sent_out(period, owner), {one.reference: ANSWER for one in ten[:3]}), owner)
    assert wrong_in(staged) == {}
    save_draft(ten[1], period=period, content=GREEN, seen=NOTHING_SEEN, by=owner)
    with pytest.raises(Refused, match="Nothing was taken: 1 row"):
        confirm_return(staged, by=owner)
    staged.refresh_from_db()
    assert wrong_in(staged)["3.1"]["reference"].startswith("Somebody has written in this update since")
    assert not ProgressUpdate.objects.filter(state="submitted").exists()


def test_a_draft_that_only_others_read_is_never_overwritten(deliverable, period, owner, editor):
    save_draft(deliverable, period=period, content={**GREEN, "done": "Secret."}, seen=NOTHING_SEEN, by=owner)
    content = sent_out(period, editor, share="all")
    assert cell_of(opened(content)["Return"], "1.1", "done").value is None
    staged = sent_in(period, filled(content, {"1.1": ANSWER}), editor)
    assert "only its writer reads" in wrong_in(staged)["1.1"]["reference"]
    assert ProgressUpdate.objects.get().done == "Secret."


def test_a_row_of_somebody_elses_is_refused(ten, period, owner, plan, authority):
    content = filled(sent_out(period, owner), {"3.0": ANSWER, "3.1": ANSWER})
    ten[0].lead = PostFactory(authority=authority)
    ten[0].save()
    assert wrong_in(sent_in(period, content, owner)) == {
        "3.0": {"reference": "This is not among what you may report on."}
    }
    other = person_with(Role.OFFICER, post=PostFactory(authority=authority))
    assert set(wrong_in(sent_in(period, content, other))) == {"3.0", "3.1"}


def test_a_deliverable_that_was_archived_is_refused(deliverable, period, owner, editor):
    content = filled(sent_out(period, owner), {"1.1": ANSWER})
    meanwhile(deliverable, archived_at="2010-04-11T09:00:00Z", archived_by=editor)
    assert "archived" in wrong_in(sent_in(period, content, owner))["1.1"]["reference"]


def test_a_plan_that_is_not_adopted_takes_drafts_alone(deliverable, period, owner, plan):
    meanwhile(plan, state="draft")
    period.plan.refresh_from_db()
    content = filled(sent_out(period, owner), {"1.1": ANSWER})
    assert "not adopted yet" in wrong_in(sent_in(period, content, owner))["1.1"]["reference"]
    assert wrong_in(sent_in(period, content, owner, submits=False)) == {}


def test_the_headings_say_what_the_columns_hold():
    assert len({heading.casefold() for heading in HEADINGS.values()}) == len(HEADINGS)
