"""What the documents of a register say: the whole of it for the authority, what is approved for the public."""

from __future__ import annotations

import datetime

import pytest

from kpa_tracker.interfaces.publication.content.register import LEVELS
from kpa_tracker.interfaces.publication.content.risks import Entry, Published, Score, in_order
from kpa_tracker.interfaces.publication.public import public_register
from kpa_tracker.interfaces.publication.working import internal_register
from plans.models import Plan
from risks.models import Action, Control, Risk
from risks.scoring import Level, Stance
from tests.factories.people import AuthorityFactory, CommitteeFactory, PersonFactory
from tests.factories.plans import AmbitionFactory, PlanFactory
from tests.factories.publication import approve_all
from tests.factories.risks import AssessmentFactory, CategoryFactory, ControlFactory, RiskFactory
from tests.publication.registers import registered, scored, treated

pytestmark = pytest.mark.django_db
GONE = {"archived_at": datetime.datetime(2010, 1, 5, tzinfo=datetime.timezone.utc)}
QUERIES = 12


@pytest.fixture
def committee(authority):
    return registered(authority)


def entries(authority, committee=None):
    return {one.reference: one for one in internal_register(authority, committee).entries}


# --- Which risks ------------------------------------------------------------------------------------------------------


def test_every_risk_that_has_not_ended_is_in_it_by_category(authority, committee):
    found = internal_register(authority)
    assert [(section.title, [one.reference for one in section.entries]) for section in found.sections] == [
        ("Money", ["KPA 01", "KPA 02", "KPA 05"]),
        ("No category", ["KPA 09", "KPA 10"]),
    ]
    assert found.sections[0].appetite == "Borne without a decision up to medium. Little is borne."


def test_categories_of_one_name_and_place_stand_once_each(authority):
    first, second = (CategoryFactory(authority=authority, name=name) for name in ("A", "B"))
    for reference, category in (("1", first), ("2", second), ("3", first), ("4", second)):
        RiskFactory(authority=authority, reference=reference, category=category)
    assert [len(section.entries) for section in internal_register(authority).sections] == [2, 2]


@pytest.mark.parametrize("select", [internal_register, public_register])
@pytest.mark.parametrize("gone", ["archived", "closed", "terminated"])
def test_what_is_archived_or_has_ended_is_in_no_document(authority, select, gone):
    values = {**GONE, "archived_by": PersonFactory()} if gone == "archived" else {"status": gone, "status_reason": "So"}
    RiskFactory(authority=authority, reference="GONE", public_wording="Said once.", **values)
    RiskFactory(authority=authority, reference="HERE", public_wording="Said.")
    document = select(authority)
    found = document.risks if select is public_register else document.entries
    assert [one.reference for one in found] == ["HERE"]


@pytest.mark.parametrize("select", [internal_register, public_register])
def test_another_authoritys_risks_are_in_no_document(authority, select):
    RiskFactory()
    assert select(authority).parts[0].kind == "no_risks"


def test_a_committee_has_its_own_document(authority, committee):
    found = internal_register(authority, committee)
    assert [one.reference for one in found.entries] == ["KPA 01", "KPA 02", "KPA 05"]
    assert (found.state, found.kind) == (
        "The risks of the Audit Committee",
        "the internal register of the Audit Committee",
    )
    assert [heading for heading, _ in found.tallies] == ["Category"]
    assert [one.reference for one in public_register(authority, committee).risks] == ["KPA 01", "KPA 02", "KPA 05"]


def test_references_stand_in_the_order_in_which_people_count(authority):
    for number in (100, 10, 9, 1):
        RiskFactory(authority=authority, reference=f"KPA {number}")
    assert [one.reference for one in internal_register(authority).entries] == ["KPA 1", "KPA 9", "KPA 10", "KPA 100"]


@pytest.mark.parametrize("reference", ["", "7", "A", "KPA 05", "5/2010-a", "٣ three"])
def test_any_two_references_have_an_order(reference):
    assert sorted(["KPA 1", reference], key=in_order)


# --- Sums -------------------------------------------------------------------------------------------------------------


def test_the_levels_of_every_table_add_up_to_all(authority, committee):
    found = internal_register(authority)
    for _, rows in found.tallies:
        assert [sum(column) for column in zip(*(row.outcomes for row in rows), strict=True)] == list(
            found.totals.outcomes
        )
        assert sum(row.total for row in rows) == found.totals.total == len(found.entries) == 5
        assert all(sum(row.outcomes) == row.total for row in rows)
    assert found.totals.outcomes == (2, 1, 0, 1, 1)
    assert [level.word for level in found.levels] == ["Very high", "High", "Medium", "Low", "Not scored"]


def test_how_the_risks_stand_against_appetite_adds_up_to_all(authority, committee):
    found = internal_register(authority)
    assert dict(found.stances) == {
        Stance.NOT_SCORED.word: 1,
        Stance.NO_APPETITE.word: 1,
        Stance.TREATED.word: 1,
        Stance.ACCEPTED.word: 1,
        Stance.BEYOND.word: 1,
    }
    assert sum(number for _, number in found.stances) == found.totals.total


def test_the_gaps_are_counted_as_the_list_counts_them(authority, committee):
    found = internal_register(authority)
    asked = ("needing_decision", "review_overdue", "treated_by_nothing", "without_owner")
    assert found.totals.gaps == tuple(getattr(Risk.objects.all(), name)().count() for name in asked) == (1, 1, 4, 2)


def test_a_control_that_fails_treats_nothing_here_as_in_the_list(authority):
    risk = RiskFactory(authority=authority, reference="A")
    failing = {"effectiveness": "ineffective", "tested_on": datetime.date(2010, 2, 1)}
    ControlFactory(risk=risk, **failing)
    assert entries(authority)["A"].is_untreated
    ControlFactory(risk=risk)
    assert not entries(authority)["A"].is_untreated


def test_the_maps_count_each_scored_risk_once_and_name_the_others(authority, committee):
    maps = {one.basis: one for one in internal_register(authority).matrices}
    assert list(maps) == ["current", "inherent", "target"]
    assert [(one.counted, len(one.unscored)) for one in maps.values()] == [(4, 1), (1, 4), (1, 4)]
    cells = {
        (likelihood, impact): (level.word, references)
        for likelihood, _, row in maps["current"].rows
        for impact, (level, references) in enumerate(row, start=1)
    }
    assert len(cells) == 25
    assert cells[4, 4] == ("Very high", ("KPA 01",))
    assert cells[1, 1] == ("Low", ("KPA 09",))


def test_the_maps_have_the_authoritys_own_matrix(authority, committee):
    authority.risk_scheme.cells.filter(likelihood=1, impact=1).update(level=Level.MEDIUM)
    level, _ = internal_register(authority).matrices[0].rows[-1][2][0]
    assert level.word == "Medium"


def test_the_gravest_come_first(authority, committee):
    assert [one.reference for one in internal_register(authority).top] == ["KPA 05", "KPA 01", "KPA 02", "KPA 09"]


def test_there_are_ten_top_risks_at_most(authority):
    for number in range(12):
        scored(authority, f"R {number}")
    assert len(internal_register(authority).top) == 10


def test_what_waits_for_a_decision_comes_first_of_what_lies_beyond_appetite(authority, committee):
    assert [one.reference for one in internal_register(authority).beyond] == ["KPA 05", "KPA 01", "KPA 02"]


# --- One risk ---------------------------------------------------------------------------------------------------------


def test_a_risk_is_told_whole(authority, committee):
    found = entries(authority)["KPA 01"]
    assert found.told == (
        ("Because of", "Pay lags."),
        ("This may happen", "People leave."),
        ("And lead to", "Work stays undone."),
        ("Background", "Since 2008."),
    )
    assert (found.owner, found.committee, found.category) == ("Treasurer", "Audit Committee", "Money")
    assert [(one.level, one.points) for one in (found.inherent, found.current, found.target)] == [
        (4, 25),
        (4, 16),
        (2, 8),
    ]
    assert [(one.word, one.since) for one in found.moves] == [
        ("Risen", "since the last review"),
        ("Risen", "since 30 June 2009, when it scored 8"),
    ]


def test_a_risk_says_what_treats_it_and_how_that_stands(authority, committee):
    found = entries(authority)["KPA 01"]
    assert [(one.title, one.owner, one.state) for one in found.controls] == [
        ("Leavers are asked why", "Treasurer", "Preventive, works in part, tested 1 February 2010")
    ]
    assert [(one.title, one.state, one.is_late) for one in found.actions] == [
        ("Pay what others pay", "Planned, due January 2010", True)
    ]
    assert [(one.title.partition(" ")[2], one.rating) for one in found.deliverables] == [
        ("Keep the experienced", "red")
    ]
    assert found.works_counted == "1 control, 1 action, 1 deliverable"
    assert found.ambitions[0].startswith("2 People stay (")


def test_what_was_taken_away_treats_nothing(authority, committee):
    gone = {**GONE, "archived_by": PersonFactory()}
    Control.objects.update(**gone)
    Action.objects.update(**gone)
    risk = Risk.objects.get(reference="KPA 01")
    risk.deliverables.update(**gone)
    risk.ambitions.update(**gone)
    found = entries(authority)["KPA 01"]
    assert (found.works, found.ambitions, found.is_untreated) == ([], (), True)


def test_an_accepted_risk_says_by_whom_until_when_and_why(authority, committee):
    assert entries(authority)["KPA 02"].acceptance == (
        "Accepted by Chair of Audit on 20 January 2010, until 30 September 2010: "
        "Treating it would cost more than it could do."
    )


def test_a_risk_without_anything_has_nothing_invented(authority, committee):
    found = entries(authority)["KPA 10"]
    assert (found.owner, found.committee, found.category, found.acceptance, found.soon) == ("", "", "", "", "")
    assert (found.current.level, found.moves, found.works, found.next_review) == (None, (), [], None)
    assert entries(authority)["KPA 09"].soon == "Within a year"


def test_a_risk_scored_once_has_not_moved(authority, committee):
    assert [one.word for one in entries(authority)["KPA 05"].moves] == ["Scored once"]


@pytest.mark.parametrize(
    ("said", "is_long"),
    [
        ({}, False),
        ({"told": (("Because of", "x" * 701),)}, True),
        ({"acceptance": "x" * 701}, True),
        ({"status_reason": "x" * 300}, False),
    ],
)
def test_a_long_row_may_run_over_the_end_of_a_page(said, is_long):
    scores = dict.fromkeys(("inherent", "current", "target"), Score())
    assert Entry(reference="A", title="B", stance=Stance.BEYOND, **scores, **said).is_long is is_long


def test_the_register_carries_the_highest_marking_of_the_plans_that_it_speaks_of(authority, committee):
    PlanFactory(authority=authority, marking="PROTECT")
    PlanFactory(authority=authority, marking="SECRET", **GONE, archived_by=PersonFactory())
    PlanFactory(authority=AuthorityFactory(), marking="ELSEWHERE")
    assert internal_register(authority).marking == "PROTECT"


# --- The public summary -----------------------------------------------------------------------------------------------


@pytest.fixture
def worded(authority, committee):
    Risk.objects.filter(reference="KPA 01").update(public_wording="People may leave faster than we find others.")
    Risk.objects.filter(reference="KPA 09").update(public_wording="A small thing may go wrong.")
    return {one.reference: one for one in public_register(approve_all(authority)).risks}


def test_a_risk_with_an_approved_wording_has_its_level_movement_category_and_ambitions(worded):
    found = worded["KPA 01"]
    assert (found.wording, found.category, found.level) == (
        "People may leave faster than we find others.", "Money", Level.VERY_HIGH,
    )  # fmt: skip
    assert (found.move.word, found.ambitions) == ("Risen", ("2 People stay",))


@pytest.mark.parametrize("wording", ["", "  \n "])
def test_without_one_it_is_its_reference_alone(authority, worded, wording):
    Risk.objects.filter(reference="KPA 01").update(public_wording=wording)
    found = next(one for one in public_register(approve_all(authority)).risks if one.reference == "KPA 01")
    assert found == Published(reference="KPA 01")


def test_the_public_sums_add_up(authority, worded):
    document = public_register(approve_all(authority))
    assert [number for _, number in document.counts] == [1, 0, 0, 1, 0]
    assert len(document.counts) == len(LEVELS)
    assert sum(number for _, number in document.counts) + len(document.named) == len(document.risks) == 5
    assert [one.reference for one in document.described] == ["KPA 01", "KPA 09"]


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"marking": "RESTRICTED"}, {**GONE}])
def test_an_ambition_of_a_plan_that_the_public_may_not_read_is_not_named(authority, worded, hidden):
    if "archived_at" in hidden:
        hidden = {**hidden, "archived_by": PersonFactory()}
    Plan.objects.update(**hidden)
    assert [one.ambitions for one in public_register(approve_all(authority)).described] == [(), ()]


def test_an_archived_ambition_is_not_named(authority, worded):
    Risk.objects.get(reference="KPA 01").ambitions.update(**GONE, archived_by=PersonFactory())
    assert public_register(approve_all(authority)).described[0].ambitions == ()


def test_a_worded_risk_that_nobody_has_scored_says_so(authority):
    RiskFactory(authority=authority, public_wording="Said.")
    (found,) = public_register(approve_all(authority)).described
    assert (found.shown.word, found.move) == ("Not scored", None)


def test_scores_of_other_bases_move_nothing_in_public(authority):
    risk = scored(authority, "A", 3, 4, before=3, public_wording="Said.")
    AssessmentFactory(risk=risk, basis="target", likelihood=1, impact=1)
    assert public_register(approve_all(authority)).described[0].move.word == "Unchanged"


# --- What it costs ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("select", "queries"), [(internal_register, QUERIES), (public_register, 8)])
def test_queries_do_not_grow_with_the_register(authority, count, select, queries, django_assert_num_queries):
    for number in range(count):
        category = CategoryFactory(authority=authority)
        values = {"category": category, "committee": CommitteeFactory(authority=authority), "public_wording": "Said."}
        risk = treated(scored(authority, f"R {number}", before=2, **values))
        risk.ambitions.add(AmbitionFactory(plan=PlanFactory(authority=authority)))
    approve_all(authority)
    with django_assert_num_queries(queries):
        assert select(authority).parts
