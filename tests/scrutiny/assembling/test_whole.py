"""A pack is what the records say at this moment: items, coverage, what changed, what is open; and its sums agree."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliverables.models import Deliverable, ProgressUpdate
from kpa_tracker.base.people.models import Committee
from kpa_tracker.base.toolkit import clock
from kpa_tracker.interfaces.scrutiny.assembling import assemble, whole
from kpa_tracker.interfaces.scrutiny.assembling.earlier import earlier_of, meeting_before
from kpa_tracker.interfaces.scrutiny.models import Pack
from plans.models import Ambition
from risks.actions import archive_risk, change_risk, change_status, make_scheme, set_matrix
from risks.models import Assessment, Risk, Scheme
from risks.scoring import Level
from targets.models import Recommendation
from tests.factories.deliverables import DeliverableFactory, SubItemFactory
from tests.factories.packs import loaded, oversight
from tests.factories.people import CommitteeFactory, MeetingFactory
from tests.factories.progress import rated
from tests.factories.risks import AssessmentFactory, RiskFactory
from tests.factories.scrutiny import HELD_ON, CommitteeRatingFactory, MinutedActionFactory, QuestionFactory
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
IN_APRIL = datetime.datetime(2010, 4, 1, 12, 0, tzinfo=datetime.timezone.utc)
IN_MAY = datetime.datetime(2010, 5, 3, 12, 0, tzinfo=datetime.timezone.utc)
IN_MARCH = datetime.datetime(2010, 3, 16, 12, 0, tzinfo=datetime.timezone.utc)


@pytest.fixture
def over(authority):
    """A committee with something of every kind to look at."""
    return oversight(authority)


@pytest.fixture
def pack(over, editor):
    return over.pack(by=editor)


def test_a_committees_pack_has_what_it_oversees(pack):
    found = assemble(pack)
    assert [one.reference for one in found.items] == ["1.1", "1.2", "2.1"]
    assert [one.name for one in found.measures] == ["Cost per head"]
    assert [one.text for one in found.recommendations] == ["Count again"]
    assert [one.reference for one in found.risks] == ["KPA 05"]


def test_a_pack_of_the_whole_plan_has_everything(over, authority, editor):
    RiskFactory(authority=authority, reference="KPA 09")
    found = assemble(over.pack(by=editor, scope="plan"))
    assert [one.reference for one in found.items] == ["1.1", "1.2", "2.1", "2.2"]
    assert [one.reference for one in found.risks] == ["KPA 05", "KPA 09"]
    assert found.head.scope == "The whole plan"


def test_the_head_says_whose_pack_it_is_for_when_and_how_it_is_marked(pack, over):
    head = assemble(pack).head
    assert (head.authority, head.committee) == (over.plan.authority.name, "Audit Committee")
    assert (head.meeting, head.made_on, head.marking) == ("18 May 2010", "12 April 2010", "OFFICIAL")
    assert (head.plan_period, head.deliverable_words) == ("1 April 2009 to 31 March 2010", "Deliverables")


def test_an_item_has_the_words_of_its_update_and_what_is_worked_out(pack):
    red = assemble(pack).items[0]
    assert (red.rating, red.word, red.lead, red.deadline) == ("red", "Red", "Treasurer", "March 2010")
    assert (red.cause, red.recovery, red.green_on) == ("Nobody counted.", "Somebody counts.", "30 June 2010")
    assert (red.measurements, red.said_of) == (("The auditor signs the accounts",), "Quarter 4")
    assert [flag.word for flag in red.flags][:1] == ["Overdue"]


def test_the_plans_own_words_stand_for_its_ratings(pack, over):
    over.plan.scale.points.filter(code="red").update(word="Not yet achieved")
    found = assemble(loaded(pack))
    assert found.items[0].word == "Not yet achieved"
    assert found.scale[0].word == "Not yet achieved"
    assert found.faults == []


@pytest.mark.parametrize(("rating", "word"), [("amber_red", "Amber/red"), ("amber_green", "Amber/green")])
def test_a_scale_of_five_points_is_counted_by_its_points(over, editor, rating, word):
    over.plan.scale.points.create(code=rating, word=word, definition="Between.")
    ProgressUpdate.objects.filter(deliverable=over.red).update(rating=rating)
    found = assemble(over.pack(by=editor))
    assert found.table("rating").total.numbers[1 + [point.word for point in found.scale].index(word)] == 1
    assert found.faults == []


# --- The committee's own rating ---------------------------------------------------------------------------------------


def test_a_committees_own_rating_stands_beside_the_owners_until_it_is_answered(over, pack, editor):
    held = over.made["action"].meeting
    made = CommitteeRatingFactory(deliverable=over.green, meeting=held, minute="10/3")
    CommitteeRatingFactory(deliverable=over.red, meeting=held, rating="red", owner_rating="red")
    over.plan.scale.points.filter(code="red").update(word="Not yet achieved")
    said = {one.reference: [str(said) for said in one.beside] for one in assemble(pack).items}
    assert said == {"1.1": [], "1.2": ["Audit Committee: Not yet achieved (16 March 2010, minute 10/3)"], "2.1": []}
    type(made).objects.filter(pk=made.pk).update(answer="We agree.", answered_at=IN_APRIL, answered_by=editor)
    assert [one.beside for one in assemble(pack).items] == [(), (), ()]


# --- What is open -----------------------------------------------------------------------------------------------------


def test_minuted_actions_lead_and_open_questions_follow(pack, over):
    found = assemble(pack).outstanding
    assert [(one.kind, one.text) for one in found] == [
        ("minuted action", "Look again"),
        ("question", "What does it cost?"),
    ]
    assert (found[0].reference, found[0].asked) == ("10/1", "Meeting of 16 March 2010")


def test_what_was_closed_answered_or_is_another_committees_stays_away(pack, over, authority):
    other = CommitteeFactory(authority=authority)
    MinutedActionFactory(meeting__committee=other)
    QuestionFactory(committee=other)
    over.made["question"].answer = "Little."
    closed = over.made["action"]
    type(closed).objects.filter(pk=closed.pk).update(withdrawn_at=IN_MARCH, withdrawn_by=closed_by(over))
    assert [one.kind for one in assemble(pack).outstanding] == ["question"]


def closed_by(over):
    return ProgressUpdate.objects.filter(deliverable=over.red).first().written_by


def test_an_action_says_what_it_is_about_and_whether_it_is_late(pack, over):
    action = over.made["action"]
    type(action).objects.filter(pk=action.pk).update(due_on=datetime.date(2010, 4, 1), deliverable=over.red)
    found = assemble(pack).outstanding[0]
    assert (found.due, found.is_overdue, found.about) == ("1 April 2010", True, "1.1 Count the cost")


# --- Measures, recommendations, risks ---------------------------------------------------------------------------------


def test_a_measure_has_its_latest_figure_its_target_and_how_it_stands(pack, over):
    series = over.made["series"]
    TargetFactory(series=series)
    found = assemble(pack).measures[0]
    assert found.target == series.targets.get().text


def test_a_measure_without_a_target_says_so_unless_it_only_informs(pack, over, authority):
    SeriesFactory(measure=MeasureFactory(authority=authority, committee=over.committee, direction="none"))
    assert sorted(one.target for one in assemble(pack).measures) == ["For information", "No target"]


def test_a_series_with_a_name_is_named_with_it(pack, over):
    SeriesFactory(measure=over.made["series"].measure, name="Women")
    ResultFactory(series=over.made["series"])
    assert assemble(pack).measures[-1].name == f"{over.made['series'].measure}: Women"


def test_recommendations_that_are_done_stay_away(pack, over):
    Recommendation.objects.update(state="rejected", rejected_reason="Not ours.")
    assert assemble(pack).recommendations == ()


def test_a_risk_has_its_level_score_and_movement(pack, over):
    AssessmentFactory(risk=over.risk, likelihood=5, impact=5, assessed_on=datetime.date(2010, 4, 1))
    found = assemble(pack).risks[0]
    assert (found.level, found.points, found.score, found.moved, found.arrow) == (4, 25, "5 × 5", "Risen", "up")


def test_a_risk_that_was_never_scored_says_nothing_of_a_level(pack, over, authority):
    RiskFactory(authority=authority, committee=over.committee, reference="KPA 01")
    found = assemble(pack).risks[-1]
    assert (found.reference, found.level, found.points, found.moved) == ("KPA 01", None, 0, "")


# --- The meeting before -----------------------------------------------------------------------------------------------


def test_it_is_compared_with_what_was_recorded_by_the_meeting_before(pack):
    found = assemble(pack)
    recorded = "what was recorded by the end of the meeting of 16 March 2010"
    assert found.earlier == f"{recorded}, for which no such pack was frozen"
    assert found.table("movement") is not None


def test_it_is_compared_with_the_pack_of_the_meeting_before_where_there_was_one(over, pack, editor):
    held = over.made["action"].meeting
    with clock.at(IN_MARCH):
        over.frozen(by=editor, meeting=held)
    ProgressUpdate.objects.filter(deliverable=over.green).update(rating="red")
    DeliverableFactory(
        plan=over.plan, committee=over.committee, ambition=over.red.ambition, reference="1.9", title="New"
    )
    AssessmentFactory(risk=over.risk, likelihood=5, impact=5, assessed_on=datetime.date(2010, 4, 1))
    found = assemble(pack)
    assert found.earlier == "the pack of the meeting of 16 March 2010"
    assert [(one.what, one.name, one.before, one.after) for one in found.changes] == [
        ("New", "1.9 New", "", "Added since"),
        ("Rating", "1.2 Keep the books", "Green", "Red"),
        ("Level", f"KPA 05 {over.risk.title}", "High, 12", "Very high, 25"),
    ]
    assert found.faults == []


def test_the_last_edition_of_that_pack_counts_and_one_of_another_scope_does_not(over, pack, editor):
    held = over.made["action"].meeting
    with clock.at(IN_MARCH):
        over.frozen(by=editor, meeting=held, scope="plan")
        over.frozen(by=editor, meeting=held)
        ProgressUpdate.objects.filter(deliverable=over.green).update(rating="amber")
        over.frozen(by=editor, meeting=held, why="A rating was wrong.")
    assert [item.rating for item in earlier_of(pack).items] == ["red", "amber", ""]


@pytest.mark.parametrize(
    "held_on", [datetime.date(2009, 3, 31), datetime.date(2010, 4, 12), datetime.date(2010, 5, 17)]
)
def test_a_meeting_before_the_plan_of_today_or_later_is_nothing_to_compare_with(over, pack, held_on):
    type(pack.meeting).objects.filter(pk=over.made["action"].meeting_id).update(held_on=held_on)
    assert meeting_before(pack) is None


def test_without_a_meeting_before_nothing_is_compared(over, editor, authority):
    committee = CommitteeFactory(authority=authority)
    found = assemble(
        over.pack(by=editor, meeting=MeetingFactory(committee=committee, held_on=datetime.date(2010, 5, 1)))
    )
    assert (found.earlier, found.changes, found.table("movement")) == ("", (), None)


@pytest.fixture
def long_scored(authority, editor):
    """An authority whose way of scoring was entered before the meeting before."""
    with clock.at(IN_MARCH - datetime.timedelta(days=31)):
        return make_scheme(authority, by=editor)


@pytest.fixture
def registered(long_scored, over):
    """The register as it was before the meeting before: one risk, scored by the matrix of then."""
    earlier = IN_MARCH - datetime.timedelta(days=30)
    for kind in (Risk, Committee):
        kind.objects.update(created_at=earlier)
    Assessment.objects.update(assessed_at=earlier, assessed_on=earlier.date())
    return Risk.objects.get(pk=over.risk.pk)


def test_risks_of_a_meeting_without_a_pack_are_those_that_were_there_with_their_scores_of_the_day(
    registered, over, pack, authority
):
    RiskFactory(authority=authority, committee=over.committee, reference="KPA 11")
    AssessmentFactory(risk=over.risk, likelihood=1, impact=1, assessed_at=IN_APRIL, assessed_on=IN_APRIL.date())
    then = earlier_of(pack).risks
    assert [(one.reference, one.level, one.points) for one in then] == [("KPA 05", 3, 12)]


def test_they_are_those_of_the_matrix_the_title_and_the_committee_of_then(registered, over, pack, editor, authority):
    with clock.at(IN_APRIL):
        scheme = Scheme.objects.get()
        set_matrix(scheme, matrix={**scheme.matrix, (3, 4): Level.MEDIUM}, seen=scheme.version, by=editor)
        registered.title, registered.committee = "Another", CommitteeFactory(authority=authority)
        change_risk(registered, seen=registered.version, ambitions=[], deliverables=[], by=editor)
    (then,) = earlier_of(pack).risks
    assert (then.title, then.level) == (over.risk.title, 3)
    assert [(one.what, one.name) for one in assemble(pack).changes if one.of == "risk"] == [
        ("Gone", f"KPA 05 {over.risk.title}")
    ]


def test_a_risk_that_left_the_register_since_is_told(registered, over, pack, editor):
    with clock.at(IN_APRIL):
        archive_risk(registered, reason="It is another's.", seen=registered.version, by=editor)
    gone = [one.name for one in assemble(pack).changes if (one.of, one.what) == ("risk", "Gone")]
    assert gone == [f"KPA 05 {over.risk.title}"]


@pytest.mark.parametrize(("closed_on", "there"), [(IN_MARCH - datetime.timedelta(days=9), []), (IN_APRIL, ["KPA 05"])])
def test_a_risk_that_had_ended_by_then_is_left_out(over, pack, editor, closed_on, there):
    Risk.objects.update(created_at=IN_MARCH - datetime.timedelta(days=30))
    with clock.at(closed_on):
        change_status(over.risk, status="closed", reason="It is over.", seen=over.risk.version, by=editor)
    assert [one.reference for one in earlier_of(pack).risks] == there
    gone = [one.name for one in assemble(pack).changes if (one.of, one.what) == ("risk", "Gone")]
    assert gone == [f"KPA 05 {over.risk.title}" for _ in there]


def test_a_risk_that_ended_on_an_unknown_day_is_left_out(over, pack):
    Risk.objects.update(created_at=IN_MARCH, status="closed", status_reason="It is over.")
    assert earlier_of(pack).risks == []


def test_a_risk_that_was_opened_again_since_is_new(over, pack, editor):
    Risk.objects.update(created_at=IN_MARCH - datetime.timedelta(days=30))
    for at, status in ((IN_MARCH - datetime.timedelta(days=9), "closed"), (IN_APRIL, "open")):
        risk = Risk.objects.get(pk=over.risk.pk)
        with clock.at(at):
            change_status(risk, status=status, reason="So it is.", seen=risk.version, by=editor)
    assert earlier_of(pack).risks == []
    assert ("risk", "New") in [(one.of, one.what) for one in assemble(pack).changes]


# --- Sums -------------------------------------------------------------------------------------------------------------


def test_every_sum_agrees(over, editor):
    for of in ("committee", "plan"):
        found = assemble(over.pack(by=editor, scope=of))
        assert len(found.sums) > 30
        assert found.faults == []


def test_an_item_that_got_lost_on_the_way_is_found_by_the_second_count(pack, monkeypatch):
    """The planted fault: what is shown has lost an item that the database has."""
    monkeypatch.setattr(whole, "items", lambda pack: items_but_the_last(pack))
    faults = assemble(pack).faults
    assert "Who leads, total, All: the table “Who leads” shows 2, and counting again finds 3." in faults


def items_but_the_last(pack):
    from kpa_tracker.interfaces.scrutiny.assembling.items import items

    return items(pack)[:-1]


def test_two_ambitions_of_one_name_are_one_line(over, pack):
    Ambition.objects.filter(plan=over.plan).update(reference="", title="A safer county")
    found = assemble(pack)
    assert [row.label for row in found.table("rating").rows] == ["A safer county"]
    assert found.faults == []


def test_what_is_archived_is_neither_shown_nor_counted(pack, over, editor):
    Deliverable.objects.filter(pk=over.green.pk).update(archived_at=IN_MARCH, archived_by=editor, archived_reason="No.")
    found = assemble(pack)
    assert [one.reference for one in found.items] == ["1.1", "2.1"]
    assert found.faults == []


def test_two_leads_of_one_title_are_one_line(pack, over, authority):
    assert [row.label for row in assemble(pack).table("lead").rows] == ["Treasurer", "No lead post"]


def test_a_pack_takes_as_many_queries_for_three_of_everything_as_for_one(over, pack):
    more(over, 1)
    one = queries_of(pack)
    more(over, 2)
    assert queries_of(pack) == one <= MOST_QUERIES


MOST_QUERIES = 84


def more(over, number):
    for _ in range(number):
        judged = rated(over.plan, "red", committee=over.committee)
        CommitteeRatingFactory(deliverable=judged, meeting=over.made["action"].meeting, rating="amber")
        AssessmentFactory(risk__authority=over.plan.authority, risk__committee=over.committee)
        MinutedActionFactory(meeting=over.made["action"].meeting)
        QuestionFactory(committee=over.committee)
        SubItemFactory(deliverable=over.other, committee=over.committee)
        SeriesFactory(measure__authority=over.plan.authority, measure__committee=over.committee)


def queries_of(pack):
    with CaptureQueriesContext(connection) as queries:
        assemble(loaded(pack))
    return len(queries)


def test_a_pack_is_assembled_of_the_day_that_it_is(pack):
    with clock.at(IN_MARCH):
        assert assemble(Pack.objects.for_page().get(pk=pack.pk)).head.made_on == "16 March 2010"


def test_held_on_is_the_day_of_the_meeting_before(pack):
    assert meeting_before(pack).held_on == HELD_ON
