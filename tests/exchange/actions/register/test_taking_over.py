import datetime

import pytest

from kpa_tracker.base.audit.models import Event
from kpa_tracker.base.people.models import Post
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.register import propose_register
from kpa_tracker.interfaces.exchange.models import RiskOrigin
from plans.models import Plan
from risks.actions import archive_risk, assess_risk, change_risk
from risks.models import Assessment, Risk
from tests.exchange.actions.register import HEADS, left, remarks
from tests.exchange.actions.register.conftest import reading
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import CommitteeFactory, PostFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.risks import (
    ActionFactory,
    AssessmentFactory,
    CategoryFactory,
    ControlFactory,
    RiskFactory,
)

# --- What a risk says -------------------------------------------------------------------------------------------------


def test_a_risk_comes_in_with_all_that_its_row_says(authority, take):
    owner = PostFactory(authority=authority, title="Treasurer")
    committee = CommitteeFactory(authority=authority, name="Finance Committee")
    category = CategoryFactory(authority=authority, name="Money")
    take(
        ["Ref", "Risk", "Cause", "Event", "Effect", "Background", "Category", "Owner", "Committee", "How soon"],
        ["KPA 05", "Grants fall", "a", "b", "c", "d", "money", "The Treasurer", "Finance", "Within a year"],
    )
    risk = Risk.objects.get()
    assert (str(risk), risk.cause, risk.event, risk.effect) == ("KPA 05 Grants fall", "a", "b", "c")
    assert (risk.description, risk.category, risk.owner, risk.committee) == ("d", category, owner, committee)
    assert (risk.proximity, risk.status, risk.current) == ("year", "open", None)


def test_a_title_of_several_risks_changes_none_of_them(authority, take):
    for reference in ("1", "2"):
        RiskFactory(authority=authority, reference=reference, title="Fraud")
    proposal = take(["Risk", "Cause"], ["Fraud", "x"], ["Theft", "y"])
    assert "Several risks here are called “Fraud”" in left(proposal)[0]
    assert set(Risk.objects.values_list("title", "cause")) == {("Fraud", ""), ("Theft", "y")}


@pytest.mark.parametrize(
    "rows", [[["1", "Fraud", "x"], ["2", "Theft", ""], ["", "Fraud", "y"]], [["", "Fraud", "y"], ["1", "Fraud", "x"]]]
)
def test_a_row_by_title_changes_no_risk_that_another_row_is_about(authority, take, rows):
    RiskFactory(authority=authority, reference="1", title="Fraud")
    proposal = take(["Ref", "Risk", "Cause"], *rows)
    assert "1 Fraud stands in the file" in left(proposal)[0]
    assert Risk.objects.get(reference="1").cause == "x"


def test_of_two_rows_with_the_same_title_the_second_changes_nothing(authority, take):
    RiskFactory(authority=authority, reference="1", title="Fraud")
    take(["Ref", "Risk", "Cause"], ["", "Fraud", "x"], ["2", "Theft", ""], ["", "Fraud", "y"])
    assert Risk.objects.get(reference="1").cause == "x"


def test_names_that_are_not_known_are_left_open_and_said(authority, propose):
    proposal = propose(["Ref", "Risk", "Owner", "Committee", "Category"], ["1", "Fraud", "A Body", "B Board", "C"])
    assert remarks(proposal) == [
        "The category is not among those here, and is left open: “C”.",
        "The owner is not among the posts here, and is left open: “A Body”.",
        "The committee is not among those here, and is left open: “B Board”.",
    ]
    assert proposal.names.left == ["A Body", "B Board", "C"]


def test_a_name_is_made_or_taken_for_one_here_only_where_somebody_said_so(authority, take):
    clerk = PostFactory(authority=authority, title="Clerk to the Authority")
    names = {"posts": {"The Clerk": str(clerk.pk), "Head of IT": "new"}, "categories": {"IT": "new"}}
    take(
        ["Ref", "Risk", "Owner", "Category"],
        ["1", "Fraud", "The Clerk", "IT"],
        ["2", "Loss", "Head of IT", ""],
        names=names,
    )
    assert list(Risk.objects.values_list("owner__title", "category__name")) == [
        ("Clerk to the Authority", "IT"),
        ("Head of IT", None),
    ]
    assert not Post.objects.filter(authority=authority, title="The Clerk").exists()


def test_committees_are_made_where_it_is_asked_for_and_what_is_cut_alike_only_once(authority, take):
    long = "Money " * 20
    names = {"committees": {"Audit Board": "new"}, "categories": dict.fromkeys((f"{long}a", f"{long}b"), "new")}
    rows = [["1", "Fraud", "Audit Board", f"{long}a"], ["2", "Loss", "Audit Board", f"{long}b"]]
    take(["Ref", "Risk", "Committee", "Category"], *rows, names=names)
    assert set(Risk.objects.values_list("committee__name", "category__name")) == {("Audit Board", long[:80])}


def test_a_known_risk_needs_no_title_in_the_file(authority, take):
    risk = RiskFactory(authority=authority, reference="1", title="Fraud")
    take(["Ref", "Risk", "L", "I"], ["1", "", "3", "3"], ["2", "Loss", "", ""])
    risk.refresh_from_db()
    assert (risk.title, risk.current.pair) == ("Fraud", (3, 3))


def test_how_soon_is_shown_in_words(propose):
    step = propose(["Ref", "Risk", "How soon"], ["1", "Fraud", "Imminent"]).steps[0]
    assert step.shown_values == [("How soon", "Within three months")]


def test_of_several_owners_the_first_is_the_risks(authority, take):
    chief = PostFactory(authority=authority, title="Chief Executive")
    proposal = take(["Ref", "Risk", "Owner"], ["1", "Fraud", "Chief Executive; Treasurer"])
    assert Risk.objects.get().owner == chief
    assert remarks(proposal)[0].startswith("Only one owner is kept: “Chief Executive”.")


def test_what_is_not_understood_is_left_and_the_rest_of_the_row_taken(take):
    proposal = take(["Ref", "Risk", "Status", "How soon", "Next review"], ["1", "Fraud", "Pending", "Soon", "Later"])
    assert left(proposal) == [
        "1 Fraud: How soon it may happen is not understood: “Soon”.",
        "1 Fraud: The status is none of those here: “Pending”. Not taken: open, treated, tolerated, transferred, "
        "terminated, closed.",
        "1 Fraud: The next review is no day: “Later”.",
    ]
    assert Risk.objects.get().title == "Fraud"


def test_a_long_title_goes_on_in_the_background(take):
    take(["Ref", "Risk"], ["1", "word " * 100])
    risk = Risk.objects.get()
    assert risk.title.endswith("…")
    assert risk.description == ("word " * 100).strip()


# --- References -------------------------------------------------------------------------------------------------------


def test_gaps_in_the_numbers_stay_and_risks_without_one_come_after_the_last(authority, take):
    RiskFactory(authority=authority, reference="KPA 03")
    proposal = take(["Ref", "Risk"], ["KPA 05", "Fraud"], ["", "Strike"], ["KPA 12", "Flood"], ["", "Loss"])
    assert list(Risk.objects.values_list("reference", flat=True)) == ["KPA 03", "KPA 05", "KPA 12", "KPA 13", "KPA 14"]
    assert remarks(proposal) == [
        "The file gives it no reference. It gets KPA 13.",
        "The file gives it no reference. It gets KPA 14.",
    ]


def test_a_register_without_any_reference_is_numbered_from_one(take):
    take(["Risk", "Owner"], ["Fraud", ""], ["Strike", ""])
    assert list(Risk.objects.values_list("reference", flat=True)) == ["R 01", "R 02"]


def test_a_risk_is_known_again_by_its_reference_however_it_is_written(authority, propose):
    risk = RiskFactory(authority=authority, reference="KPA 05", title="Fraud")
    assert propose(["Ref", "Risk"], ["kpa5", "Fraud"]).steps[0].record == risk


def test_without_a_reference_it_is_known_by_its_title(authority, propose):
    risk = RiskFactory(authority=authority, reference="KPA 05", title="Fraud")
    assert [step.record for step in propose(["Risk", "L", "I"], ["fraud", "3", "3"]).steps] == [risk]


def test_a_risk_without_a_title_and_a_reference_that_is_too_long_are_left(propose):
    proposal = propose(["Ref", "Risk"], ["KPA 05", ""], ["K" * 31, "Fraud"])
    assert left(proposal) == [
        "The row gives a reference alone, and no risk here has it: “KPA 05”.",
        f"The reference is longer than 30 characters: “{'K' * 31}”.",
    ]


def test_an_archived_risk_is_left_as_it_is(authority, editor, propose):
    risk = RiskFactory(authority=authority, reference="KPA 05", title="Fraud")
    archive_risk(risk, seen=risk.version, reason="Over.", by=editor)
    assert left(propose(["Ref", "Risk"], ["KPA 05", "Fraud now"])) == [
        "KPA 05 Fraud is archived here, so it is left as it is."
    ]


def test_a_file_in_which_nothing_is_understood_is_refused(take):
    with pytest.raises(Refused, match="No risk was understood"):
        take(["Ref", "Risk"], ["KPA 05", ""])


# --- Again ------------------------------------------------------------------------------------------------------------


def test_what_people_changed_since_stands_where_the_file_says_the_same(authority, editor, take):
    rows = [["Ref", "Risk", "Cause", "L", "I"], ["1", "Fraud", "Weak checks", "3", "3"]]
    take(*rows)
    risk = Risk.objects.get()
    risk.cause = "No checks"
    change_risk(risk, seen=risk.version, ambitions=[], deliverables=[], by=editor)
    scored = Assessment(risk=risk, basis="current", likelihood=5, impact=5, impact_kind="harm", rationale="Worse.")
    assess_risk(scored, seen=risk.version, by=editor)
    proposal = take(*rows)
    assert [len(proposal.same), len(proposal.changed)] == [1, 0]
    risk.refresh_from_db()
    assert (risk.cause, risk.current.pair) == ("No checks", (5, 5))


def test_another_score_is_added_and_the_one_before_stays(propose, take):
    take(HEADS, ["1", "Fraud", "3", "3"], impact_kind="money")
    proposal = propose(HEADS, ["1", "Fraud", "3", "4"])
    take(HEADS, ["1", "Fraud", "3", "4"])
    assert proposal.changed[0].shown_scores == [
        ("Current score", "likelihood 3 × impact 4 = 12, high (it was 9 (3 × 3))")
    ]
    assert list(Assessment.objects.values_list("likelihood", "impact", "impact_kind", "rationale")) == [
        (3, 3, "money", "As the register in the file register.xlsx has it."),
        (3, 4, "money", "As the register in the file register.xlsx has it."),
    ]


def test_the_files_own_reason_is_the_reason_of_the_current_score(take):
    take(
        ["Ref", "Risk", "Rationale", "Inherent L", "Inherent I", "Current L", "Current I"],
        ["1", "Fraud", "Two cases", *"5544"],
    )
    assert list(Assessment.objects.values_list("basis", "rationale")) == [
        ("inherent", "As the register in the file register.xlsx has it."),
        ("current", "Two cases"),
    ]


def test_a_field_that_the_file_empties_is_emptied_and_a_column_it_lacks_is_left(take):
    take(["Ref", "Risk", "Cause", "Effect"], ["1", "Fraud", "Weak", "Loss"])
    take(["Ref", "Risk", "Cause"], ["1", "Fraud", ""])
    risk = Risk.objects.get()
    assert (risk.cause, risk.effect) == ("", "Loss")
    assert RiskOrigin.objects.get().values["effect"] == "Loss"


def test_an_owner_who_is_left_open_takes_nobody_away(authority, take):
    owner = PostFactory(authority=authority, title="Treasurer")
    take(["Ref", "Risk", "Owner"], ["1", "Fraud", "Treasurer"])
    take(["Ref", "Risk", "Owner"], ["1", "Fraud", "Somebody Else"])
    assert Risk.objects.get().owner == owner


def test_a_risk_that_the_file_no_longer_names_stays_and_is_said(authority, take):
    RiskFactory(authority=authority, reference="Z1")
    take(["Ref", "Risk"], ["1", "Fraud"], ["2", "Strike"])
    proposal = take(["Ref", "Risk"], ["1", "Fraud"])
    assert [str(risk) for risk in proposal.gone] == ["2 Strike"]
    assert Risk.objects.count() == 3


def test_a_lone_number_or_level_that_agrees_with_the_score_here_needs_no_word(authority, propose):
    AssessmentFactory(risk__authority=authority, risk__reference="1", likelihood=3, impact=4)
    for text in ("12", "High", "High (12)"):
        assert left(propose(["Ref", "Risk", "Now"], ["1", "Fraud", text])) == []
    for text in ("9", "Low", "High (16)", "Red"):
        assert left(propose(["Ref", "Risk", "Now"], ["1", "Fraud", text]))[0].startswith(f"1 Fraud: “{text}” is")


# --- Scores and reviews -----------------------------------------------------------------------------------------------


def test_steps_go_by_the_words_of_the_authority(take):
    take(HEADS, ["1", "Fraud", "Almost certain", "Major"])
    assert Assessment.objects.get().pair == (5, 4)


@pytest.mark.parametrize(
    ("review", "kept", "remark"),
    [
        ("30 June 2010", datetime.date(2010, 6, 30), None),
        ("30 June 2011", datetime.date(2010, 7, 12), "is reviewed by 12 July 2010: that is taken."),
        (
            "30 June 2009",
            datetime.date(2010, 7, 12),
            "has passed (30 June 2009), so it goes by the level: 12 July 2010.",
        ),
    ],
)
def test_the_next_review_holds_within_what_the_level_allows(take, review, kept, remark):
    proposal = take([*HEADS, "Next review"], ["1", "Fraud", "3", "4", review])
    assert Risk.objects.get().next_review == kept
    assert [remark in text for text in remarks(proposal)] == ([True] if remark else [])


def test_without_a_new_score_the_next_review_stays_and_is_said_once(take):
    take(HEADS, ["1", "Fraud", "3", "4"])
    rows = [[*HEADS, "Next review"], ["1", "Fraud", "3", "4", "30 June 2010"]]
    assert "It is set when a risk is scored" in remarks(take(*rows))[0]
    assert remarks(take(*rows)) == []
    assert Risk.objects.get().next_review == datetime.date(2010, 7, 12)


# --- Controls, actions, links -----------------------------------------------------------------------------------------


def test_controls_and_actions_are_added_once_and_those_here_stay(authority, take):
    risk = RiskFactory(authority=authority, reference="1", title="Fraud")
    ControlFactory(risk=risk, title="Two signatures", type="preventive")
    ActionFactory(risk=risk, title="Train staff")
    rows = [
        ["Ref", "Risk", "Controls", "Actions", "Due"],
        ["1", "Fraud", "two signatures\nDetective: audit", "Buy a safe", "June 2010"],
    ]
    proposal = take(*rows)
    assert proposal.changed[0].shown_parts == [
        ("New control", ["audit (Detective, no owner)"]),
        ("New action", ["Buy a safe (no owner, June 2010)"]),
    ]
    assert [str(one) for one in risk.controls.all()] == ["Two signatures", "audit"]
    assert [(str(one), one.due.due) for one in risk.actions.all()] == [
        ("Train staff", None),
        ("Buy a safe", datetime.date(2010, 6, 30)),
    ]
    assert take(*rows).same


def test_a_control_that_somebody_renamed_does_not_come_back(take):
    rows = [["Ref", "Risk", "Controls"], ["1", "Fraud", "Audit"]]
    take(*rows)
    control = Risk.objects.get().controls.get()
    control.title = "Yearly audit"
    control.save()
    assert take(*rows).same
    assert Risk.objects.get().controls.count() == 1


def test_links_are_found_by_reference_and_title_and_none_is_taken_away(authority, take):
    plan = PlanFactory(authority=authority)
    ambition = AmbitionFactory(plan=plan, title="Safe streets, day and night")
    one, two = (DeliverableFactory(plan=plan, reference=name) for name in ("1.1", "1.2"))
    risk = RiskFactory(authority=authority, reference="1", title="Fraud")
    risk.deliverables.add(one)
    proposal = take(
        ["Ref", "Risk", "Ambitions it hangs on", "Deliverables"],
        ["1", "Fraud", "SAFE Streets, day and night", "1.2; Z9"],
    )
    assert (set(risk.deliverables.all()), set(risk.ambitions.all())) == ({one, two}, {ambition})
    assert left(proposal) == [
        "1 Fraud: “Z9” is neither the reference nor the title of a deliverable here, and is left out."
    ]


def test_a_link_that_was_not_known_is_made_once_it_is(authority, take):
    rows = [["Ref", "Risk", "Deliverables"], ["1", "Fraud", "9.9"]]
    take(*rows)
    later = DeliverableFactory(plan=PlanFactory(authority=authority), reference="9.9")
    take(*rows)
    assert list(Risk.objects.get().deliverables.all()) == [later]


def test_a_reference_of_several_plans_is_no_link_unless_the_risk_has_it(authority, propose):
    mine, _ = (DeliverableFactory(plan=PlanFactory(authority=authority), reference="1.1") for _ in range(2))
    risk = RiskFactory(authority=authority, reference="1", title="Fraud")
    rows = [["Ref", "Risk", "Deliverables"], ["1", "Fraud", "1.1"]]
    assert left(propose(*rows)) == [
        "1 Fraud: “1.1” is the reference of a deliverable in several plans here, and is left out."
    ]
    risk.deliverables.add(mine)
    assert (left(propose(*rows)), propose(*rows).same[0].record) == ([], risk)


def test_what_stands_in_a_closed_plan_is_no_link(authority, propose):
    DeliverableFactory(plan=PlanFactory(authority=authority, state=Plan.State.CLOSED), reference="1.1")
    assert len(left(propose(["Ref", "Risk", "Deliverables"], ["1", "Fraud", "1.1"]))) == 1


# --- All of it or nothing ---------------------------------------------------------------------------------------------


def test_a_refusal_names_its_row_and_nothing_is_changed(authority, editor, take, monkeypatch):
    def refuse(*args, **kwargs):
        raise Refused("Not today.")

    monkeypatch.setattr("kpa_tracker.interfaces.exchange.actions.register.taking.assess_risk", refuse)
    with pytest.raises(Refused, match="Register, row 2, “1 Fraud”: Not today"):
        take(HEADS, ["1", "Fraud", "3", "3"])
    assert (Risk.objects.count(), Event.objects.count()) == (0, 0)


def test_every_change_came_through_the_import(take):
    take([*HEADS, "Controls"], ["1", "Fraud", "3", "3", "Audit"])
    assert set(Event.objects.values_list("door", flat=True)) == {"import"}
    made = Event.objects.get(verb="register imported")
    assert made.changes == {"made": [None, 1], "changed": [None, 0], "unchanged": [None, 0]}


def test_looking_costs_the_same_for_one_risk_and_for_many(authority, django_assert_num_queries):
    rows = [[*HEADS, "Owner", "Controls"], *([str(n), f"Risk {n}", "3", "3", "Clerk", "Audit"] for n in range(30))]
    for risk in range(30):
        AssessmentFactory(risk__authority=authority, risk__reference=str(risk))
    read = reading(*rows)
    with django_assert_num_queries(15):
        assert len(propose_register(authority, read).changed) == 30
