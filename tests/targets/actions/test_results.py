"""Results are entered, corrected, withheld, judged otherwise and closed; what is closed is never recoloured."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from deliverables.actions.periods import close_period
from kpa_tracker.base.audit.actions import history_of, verify_history
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions.goals import change_target
from targets.actions.judging import rejudge_open_results
from targets.actions.results import (
    close_results,
    correct_result,
    judge_otherwise,
    newest_result,
    place_of,
    record_result,
)
from targets.models import Measure, Result
from targets.models.held import rule_held
from tests.factories.deliverables import ReportingPeriodFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import (
    FIRST_QUARTER,
    BaselineFactory,
    ClosingFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
SECOND_QUARTER = {"starts": datetime.date(2009, 7, 1), "ends": datetime.date(2009, 9, 30)}


@pytest.fixture
def series(authority):
    return SeriesFactory(measure=MeasureFactory(authority=authority, title="Satisfied"), name="")


@pytest.fixture
def target(series):
    return TargetFactory(series=series)


@pytest.fixture
def tolerance(target):
    return ToleranceFactory(target=target)


@pytest.fixture
def enter(series, editor):
    """Return a function that enters a result."""

    def entered(value="51", period=FIRST_QUARTER, *, of=series, by=editor, **content):
        values = {"value": Decimal(value) if value else None, **content}
        return record_result(of, **period, content=values, by=by)

    return entered


def correct(result, by, value="52", reason="Counted again", **content):
    return correct_result(
        result, content={"value": Decimal(value), **content}, reason=reason, seen=place_of(result), by=by
    )


# --- Entering ---------------------------------------------------------------------------------------------------------


def test_a_result_is_judged_and_its_rule_is_kept(series, tolerance, enter):
    result = enter()
    assert (result.status, result.rule, result.target, result.tolerance) == (
        "amber", "52% or more is green; within 2 points amber; set by Performance Committee, June 2009",
        tolerance.target, tolerance,
    )  # fmt: skip
    series.refresh_from_db()
    assert series.latest == result


def test_entering_leaves_one_event_in_the_history_of_the_measure(series, target, enter):
    enter()
    event = history_of(series.measure).get()
    assert (event.verb, event.subject_name) == ("result recorded", "Satisfied, April to June 2009: 51.0%")
    assert event.changes == {
        "period": [None, "April to June 2009"], "value": [None, "51"], "standing": [None, "provisional"],
        "status": [None, "red"], "rule": [None, "52% or more is green; anything else red"],
    }  # fmt: skip


def test_a_figure_of_zero_is_a_figure(authority, enter):
    count = SeriesFactory(measure=MeasureFactory(authority=authority, kind="count", direction="down"))
    TargetFactory(series=count, value=Decimal(5))
    result = enter("0", of=count)
    assert (result.value, result.status, history_of(count.measure).get().changes["value"]) == (0, "green", [None, "0"])


def test_the_figure_follows_from_numerator_and_denominator(enter):
    result = enter(None, numerator=Decimal(521), denominator=Decimal(1130))
    assert result.value == Decimal("46.1062")


def test_a_rate_is_multiplied_by_what_its_unit_says(authority, enter):
    measure = MeasureFactory(authority=authority, kind="rate", unit="per 1,000 population", decimals=2)
    result = enter(None, of=SeriesFactory(measure=measure), numerator=Decimal(49), denominator=Decimal(100000))
    assert result.value == Decimal("0.49")


def test_the_same_sent_twice_is_one_result(enter):
    assert enter() == enter()
    assert Result.objects.count() == 1


def test_footnotes_are_kept_with_the_result(authority, enter):
    note = FootnoteFactory(authority=authority)
    assert list(enter(footnotes=[note]).footnotes.all()) == [note]


def test_a_grade_is_given_by_its_word_and_counts_by_its_place(authority, enter):
    measure = MeasureFactory(authority=authority, kind="grade", scale=GradeScaleFactory(authority=authority))
    graded = SeriesFactory(measure=measure)
    result = enter(None, of=graded, words="good")
    assert (result.words, result.value) == ("Good", Decimal(3))
    with pytest.raises(Refused, match=r"“Superb” is no grade of .* Its grades are: Poor, Fair, Good, Excellent"):
        enter(None, SECOND_QUARTER, of=graded, words="Superb")


def test_words_are_judged_by_the_owner_on_the_evidence_they_give(authority, enter, editor):
    words = SeriesFactory(measure=MeasureFactory(authority=authority, kind="qualitative"))
    result = enter(None, of=words, words="All teams are in place.", judged_status="green")
    assert (result.shown_status, result.judged_reason, result.judged_by) == (
        "green", "All teams are in place.", editor,
    )  # fmt: skip
    with pytest.raises(Refused, match="Say in words"):
        enter("3", SECOND_QUARTER, of=words)


def test_a_judgement_that_is_the_rules_own_is_none(target, enter):
    result = enter("53", judged_status="green", judged_reason="It is.")
    assert (result.status, result.judged_status, result.judged_by) == ("green", "", None)


REFUSED = [
    ({}, "Give the figure, or say why it is withheld"),
    ({"words": "Fine"}, "Give the figure"),
    ({"value": 5, "withheld_reason": "Secret"}, "A withheld result has no figure"),
    ({"numerator": 5}, "Give both parts"),
    ({"numerator": 5, "denominator": 0}, "more than zero"),
    ({"value": 50, "numerator": 521, "denominator": 1130}, "521 of 1,130 gives 46.1062, not 50"),
    ({"value": 50, "judged_status": "red"}, "Say why you judge otherwise"),
]


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_what_does_not_hold_together_is_refused(series, editor, content, why):
    content = {name: Decimal(one) if isinstance(one, int) else one for name, one in content.items()}
    with pytest.raises(Refused, match=why):
        record_result(series, **FIRST_QUARTER, content=content, by=editor)
    assert not Result.objects.exists()


@pytest.mark.parametrize(("kind", "why"), [("rank", "whole number from 1"), ("level", "whole number")])
def test_places_and_levels_are_whole(authority, enter, kind, why):
    of = SeriesFactory(measure=MeasureFactory(authority=authority, kind=kind))
    with pytest.raises(Refused, match=why):
        enter("2.5", of=of)
    assert enter("2", of=of).value == 2


def test_a_period_that_is_not_over_has_no_result_yet(enter):
    with pytest.raises(Refused, match="ends on 30 June 2010") as refused:
        enter(period={"starts": datetime.date(2010, 4, 1), "ends": datetime.date(2010, 6, 30)})
    assert refused.value.field == "ends"
    assert enter(period={"starts": datetime.date(2010, 1, 1), "ends": datetime.date(2010, 3, 31)})


def test_an_archived_measure_takes_no_results(series, enter, editor):
    series.measure.archived_at, series.measure.archived_by = datetime.datetime.now(datetime.timezone.utc), editor
    with pytest.raises(Refused, match="archived"):
        enter()


# --- Two at once ------------------------------------------------------------------------------------------------------


def test_the_second_to_enter_a_period_sees_the_firsts_figure(enter, administrator):
    first = enter("50")
    with pytest.raises(Conflict) as lost:
        enter("51", by=administrator)
    assert (lost.value.current, lost.value.current.value) == (first, 50)


def test_the_second_to_correct_a_result_sees_the_firsts_version(enter, editor, administrator):
    result = enter("50")
    newer = correct(result, editor, "51")
    with pytest.raises(Conflict) as lost:
        correct(result, administrator, "52")
    assert lost.value.current == newer


# --- Correcting and withholding ---------------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_old_one_stays(series, target, enter, editor):
    newer = correct(enter("50"), editor, "52")
    assert list(series.results.order_by("number").values_list("number", "is_current", "value", "status")) == [
        (1, False, 50, "red"), (2, True, 52, "green"),
    ]  # fmt: skip
    series.refresh_from_db()
    assert (newer.corrects_because, series.latest) == ("Counted again", newer)
    event = history_of(series.measure).first()
    assert (event.verb, event.reason, event.changes["value"]) == ("result corrected", "Counted again", ["50", "52"])


def test_another_figure_needs_a_reason_and_the_same_one_audited_needs_none(enter, editor):
    result = enter("50")
    with pytest.raises(Refused, match="Say why you correct it") as refused:
        correct(result, editor, "52", reason=" ")
    assert refused.value.field == "corrects_because"
    audited = correct(result, editor, "50", reason="", standing="audited")
    assert (audited.number, audited.standing) == (2, "audited")


def test_a_correction_that_changes_nothing_is_none(enter, editor, administrator):
    result = enter("50")
    assert correct(result, administrator, "50") == result
    assert Result.objects.count() == 1


def test_an_older_result_that_is_corrected_is_not_the_latest(series, enter, editor):
    older, newest = enter(), enter("49", SECOND_QUARTER)
    correct(older, editor, "52")
    series.refresh_from_db()
    assert series.latest == newest


def test_withholding_keeps_the_older_figure(series, target, enter, editor):
    result = enter()
    withheld = correct_result(
        result, content={"withheld_reason": "Under review"}, reason="Under review", seen=place_of(result), by=editor
    )
    assert (withheld.number, withheld.value, withheld.status, withheld.is_withheld) == (2, None, "", True)
    assert record_result(series, **SECOND_QUARTER, content={"withheld_reason": "Too few"}, by=editor).number == 1


# --- Judging otherwise ------------------------------------------------------------------------------------------------


def test_the_owners_judgement_stands_beside_the_rules(target, enter, editor):
    result = enter("50")
    judged = judge_otherwise(result, status="amber", reason="Within the error", seen=place_of(result), by=editor)
    assert (judged.status, judged.judged_status, judged.shown_status, judged.judged_by) == (
        "red", "amber", "amber", editor,
    )  # fmt: skip
    back = judge_otherwise(judged, status="", reason="", seen=place_of(judged), by=editor)
    assert (back.shown_status, back.judged_reason, back.judged_at) == ("red", "", None)


@pytest.mark.parametrize(
    ("status", "reason", "why"), [("red", "So it is", "says already"), ("amber", "", "Say why you judge otherwise")]
)
def test_a_judgement_differs_and_has_a_reason(target, enter, editor, status, reason, why):
    result = enter("50")
    with pytest.raises(Refused, match=why):
        judge_otherwise(result, status=status, reason=reason, seen=place_of(result), by=editor)


def test_what_is_closed_or_withheld_is_not_judged_otherwise(series, target, enter, editor):
    result = enter("50")
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    with pytest.raises(Refused, match="closed"):
        judge_otherwise(result, status="amber", reason="It is", seen=place_of(result), by=editor)
    withheld = record_result(series, **SECOND_QUARTER, content={"withheld_reason": "Too few"}, by=editor)
    with pytest.raises(Refused, match="withheld"):
        judge_otherwise(withheld, status="amber", reason="It is", seen=place_of(withheld), by=editor)


def test_a_judgement_of_what_changed_since_is_a_conflict(target, enter, editor):
    result = enter("50")
    correct(result, editor, "51")
    with pytest.raises(Conflict):
        judge_otherwise(result, status="amber", reason="It is", seen=place_of(result), by=editor)


def judged(result, by, status="amber", reason="Within the error"):
    return judge_otherwise(result, status=status, reason=reason, seen=place_of(result), by=by)


def test_a_correction_of_how_firm_it_is_keeps_the_judgement_of_whoever_judged(target, enter, editor, administrator):
    newer = correct(judged(enter("50"), editor), administrator, "50", standing="audited", note="Counted by the auditor")
    assert (newer.judged_status, newer.judged_reason, newer.judged_by) == ("amber", "Within the error", editor)
    assert (newer.judged_at is not None, newer.judged_before) == (True, "")


@pytest.mark.parametrize(
    "said", [{"value": "40"}, {"value": "50", "numerator": Decimal(5), "denominator": Decimal(10)}]
)
def test_another_figure_or_fraction_asks_for_the_judgement_again(target, enter, editor, said):
    newer = correct(judged(enter("50"), editor, "green"), editor, **said)
    assert (newer.status, newer.judged_status, newer.judged_by, newer.shown_status) == ("red", "", None, "red")
    assert newer.judged_before == "green"
    again = correct(newer, editor, said["value"], **{k: v for k, v in said.items() if k != "value"}, standing="final")
    assert again.judged_before == "green"


@pytest.mark.parametrize(("status", "reason"), [("green", "Still only just short"), ("", "")])
def test_a_judgement_given_again_counts_and_asks_no_more(target, enter, editor, status, reason):
    newer = correct(judged(enter("50"), editor, "green"), editor, "49.9")
    again = judge_otherwise(newer, status=status, reason=reason, seen=place_of(newer), by=editor)
    assert (again.shown_status, again.judged_before) == (status or "red", "")


def test_what_is_closed_takes_a_judgement_again_after_its_correction_and_no_other(target, enter, editor):
    result = judged(enter("50"), editor, "green")
    close_results(result.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    newer = correct(newest_result(result.series, **FIRST_QUARTER), editor, "49.9")
    assert (newer.takes_a_judgement, newer.shown_status) == (True, "red")
    again = judge_otherwise(newer, status="amber", reason="Short", seen=place_of(newer), by=editor)
    assert (again.shown_status, again.takes_a_judgement) == ("amber", False)
    with pytest.raises(Refused, match="Its status stays"):
        judge_otherwise(again, status="green", reason="Short", seen=place_of(again), by=editor)


@pytest.mark.parametrize("value", ["50", "50.1"])
def test_what_was_closed_without_a_judgement_takes_none_with_a_correction(target, enter, editor, value):
    result = enter("50")
    close_results(result.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    closed = newest_result(result.series, **FIRST_QUARTER)
    with pytest.raises(Refused, match="Its status stays"):
        correct(closed, editor, value, judged_status="green", judged_reason="It is near")
    assert correct(closed, editor, "50.1").shown_status == "red"


def test_a_correction_that_the_rule_judges_alike_has_no_judgement_of_its_own(tolerance, enter, editor):
    newer = correct(judged(enter("49"), editor), editor, "51")
    assert (newer.status, newer.judged_status, newer.judged_by) == ("amber", "", None)


def test_a_correction_can_take_a_judgement_back_and_withholding_does(target, enter, editor, series):
    result = judged(enter("50"), editor)
    assert correct(result, editor, "49", judged_status="").judged_status == ""
    other = judged(enter("50", SECOND_QUARTER), editor)
    withheld = correct_result(
        other, content={"withheld_reason": "Too few"}, reason="Too few", seen=place_of(other), by=editor
    )
    assert (withheld.judged_status, withheld.judged_reason) == ("", "")


@pytest.fixture
def in_words(authority, enter):
    words = SeriesFactory(measure=MeasureFactory(authority=authority, kind="qualitative"))
    return enter(None, of=words, words="Two teams are in place.", judged_status="amber")


def test_newer_words_ask_for_the_judgement_again(in_words, editor):
    said = {"words": "Three teams are in place."}
    newer = correct_result(in_words, content=said, reason="Counted again", seen=place_of(in_words), by=editor)
    assert (newer.shown_status, newer.judged_before) == ("", "amber")


def test_newer_words_may_come_with_their_judgement(in_words, editor):
    said = {"words": "Three teams are in place.", "judged_status": "amber"}
    newer = correct_result(in_words, content=said, reason="Counted again", seen=place_of(in_words), by=editor)
    assert (newer.shown_status, newer.judged_reason, newer.judged_before) == ("amber", said["words"], "")


@pytest.mark.parametrize("status", ["green", ""])
def test_the_correction_of_a_closed_result_does_not_recolour_what_it_does_not_correct(in_words, editor, status):
    close_results(in_words.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    closed = newest_result(in_words.series, **FIRST_QUARTER)
    said = {"words": closed.words, "note": "As counted then", "judged_status": status}
    with pytest.raises(Refused, match="Its status stays"):
        correct_result(closed, content=said, reason="Counted again", seen=place_of(closed), by=editor)
    del said["judged_status"]
    newer = correct_result(closed, content=said, reason="Counted again", seen=place_of(closed), by=editor)
    assert newer.shown_status == "amber"


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_a_new_tolerance_recolours_open_results_and_never_closed_ones(series, tolerance, enter, editor):
    closed, open_ = enter("51"), enter("51", SECOND_QUARTER)
    assert close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor) == 1
    ToleranceFactory(target=tolerance.target, amber_within=Decimal("0.5"))
    assert rejudge_open_results(tolerance.target, by=editor) == 1
    closed.refresh_from_db()
    open_.refresh_from_db()
    assert (closed.status, closed.tolerance, open_.status) == ("amber", tolerance, "red")
    assert "within 2 points" in closed.rule
    assert "within 0.5 points" in open_.rule
    event = history_of(series.measure).first()
    assert event.verb == "result judged again"
    assert event.changes == {"July to September 2009": [f"amber ({closed.rule})", f"red ({open_.rule})"]}


def test_judging_again_without_a_change_writes_nothing(series, tolerance, enter, editor):
    enter()
    assert rejudge_open_results(tolerance.target, by=editor) == 0
    assert history_of(series.measure).count() == 1


def test_the_correction_of_a_closed_result_says_so_and_keeps_its_tolerance(series, tolerance, enter, editor):
    result = enter("50.9")
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    ToleranceFactory(target=tolerance.target, amber_within=Decimal("0.5"))
    newer = correct(newest_result(series, **FIRST_QUARTER), editor, "51")
    assert (newer.status, newer.tolerance, newer.is_closed, result.number) == ("amber", tolerance, True, 1)


def test_closing_a_reporting_period_closes_the_authoritys_results_up_to_its_end(authority, editor, enter, series):
    first, second = enter(), enter("49", SECOND_QUARTER)
    foreign = record_result(SeriesFactory(), **FIRST_QUARTER, content={"value": Decimal(1)}, by=editor)
    period = ReportingPeriodFactory(plan=PlanFactory(authority=authority))
    close_period(period, seen=1, by=editor)
    open_ones = Result.objects.filter(closed_at=None)
    assert set(open_ones) == {second, foreign}
    assert history_of(period).get().changes == {"results closed with it": [None, 1]}
    assert not list(verify_history())
    assert first not in open_ones


def test_what_comes_after_its_period_closed_is_closed_at_once(series, tolerance, enter, editor):
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    late, open_ = enter("51"), enter("51", SECOND_QUARTER)
    assert (late.is_closed, late.is_late, open_.is_closed, open_.is_late) == (True, True, False, False)
    ToleranceFactory(target=tolerance.target, amber_within=Decimal("0.5"))
    assert rejudge_open_results(tolerance.target, by=editor) == 1
    assert (newest_result(series, **FIRST_QUARTER).status, newest_result(series, **SECOND_QUARTER).status) == (
        "amber", "red",
    )  # fmt: skip
    newer = correct(late, editor, "51.5")
    assert (newer.closed_at, newer.is_late) == (late.closed_at, True)


def test_another_authoritys_closing_closes_nothing(authority, enter):
    ClosingFactory(until=SECOND_QUARTER["ends"])
    assert not enter("51").is_closed


CHANGES = {
    "value": {"value": Decimal(30)},
    "strict": {"is_strict": True},
    "range": {"form": "range", "second": Decimal(60), "text": "52% to 60%"},
    "words": {"form": "words", "value": None},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_correction_of_a_closed_result_is_judged_by_the_very_rule_that_was_kept_with_it(
    tolerance, enter, editor, changes
):
    result, target = enter("51"), tolerance.target
    close_results(result.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    change_target(target, seen=target.version, changes=changes, by=editor)
    audited = correct(newest_result(result.series, **FIRST_QUARTER), editor, "51", standing="audited")
    assert (audited.status, audited.rule, audited.held) == ("amber", result.rule, result.held)
    found = [correct(audited, editor, "52"), correct(newest_result(result.series, **FIRST_QUARTER), editor, "49.9")]
    assert [(one.status, one.rule) for one in found] == [("green", result.rule), ("red", result.rule)]


@pytest.mark.parametrize("direction", ["down", "none"])
def test_a_closed_result_keeps_the_direction_that_it_was_judged_in(series, target, enter, editor, direction):
    result = enter("53")
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    Measure.objects.filter(pk=series.measure_id).update(direction=direction)
    series.measure.refresh_from_db()
    newer = correct(newest_result(series, **FIRST_QUARTER), editor, "54")
    assert (newer.status, newer.rule) == ("green", result.rule)


def test_a_wanted_value_of_many_digits_is_kept_to_the_last(series, enter, editor):
    baseline = BaselineFactory(series=series, value=Decimal("46.4321"))
    change = {"form": "relative", "value": None, "change_percent": Decimal("10.0001"), "text": "Increase by 10.0001%"}
    TargetFactory(series=series, baseline=baseline, **change)
    enter("60")
    result = newest_result(series, **FIRST_QUARTER)
    assert rule_held(result).wanted == Decimal("46.4321") * Decimal("1.100001") == Decimal("51.0753564321")


def test_a_result_without_target_was_held_against_nothing(enter, editor, series):
    result = enter("51")
    close_results(series.authority_id, until=FIRST_QUARTER["ends"], by=editor)
    TargetFactory(series=series)
    newer = correct(newest_result(series, **FIRST_QUARTER), editor, "52")
    assert (newer.status, newer.rule, rule_held(result).is_judged) == ("", "there is no target", False)
