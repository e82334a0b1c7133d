"""Tolerances are followed and never changed; a year's profile is set in one piece."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kpa_tracker.base.audit.actions import history_of
from kpa_tracker.base.audit.sentences import tell
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.errors import Conflict, Refused
from targets.actions import keeping
from targets.actions.results import record_result
from targets.actions.yardsticks import Step, last_closed, set_profile, set_tolerance, steps_of
from targets.models import Result, Target, Tolerance
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory
from tests.factories.targets import ClosingFactory, MeasureFactory, ResultFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db
APRIL, JUNE, JULY = datetime.date(2009, 4, 1), datetime.date(2009, 6, 30), datetime.date(2009, 7, 1)
SEPTEMBER = datetime.date(2009, 9, 30)
QUARTERS = [Step(APRIL, JUNE, Decimal(48)), Step(JULY, SEPTEMBER, Decimal(50))]


@pytest.fixture
def target(authority):
    series = SeriesFactory(measure=MeasureFactory(authority=authority))
    return TargetFactory(series=series, plan=PlanFactory(authority=authority))


def decided(target, **values):
    said = {"amber_within": Decimal(2), "applies_from": APRIL, "set_by": "The authority", "set_on": APRIL, **values}
    return Tolerance(target=target, **said)


def closed_result(target, **values):
    ClosingFactory(authority=target.plan.authority, until=values["ends"])
    return ResultFactory(series=target.series, status="amber", rule="as it was", closed_at=clock.now(), **values)


def test_a_tolerance_is_an_event_of_its_target(authority, target, editor):
    committee = CommitteeFactory(authority=authority, name="Performance Committee")
    set_tolerance(decided(target, committee=committee, set_by="", reason="As last year."), seen=1, by=editor)
    said = f"{editor.name} set the tolerance to 2 from 1 April 2009, set by Performance Committee on 1 April 2009"
    assert str(tell(history_of(target).get())) == f"{said}, because as last year."


def test_a_tolerance_is_followed_by_another_and_stays(target, editor):
    set_tolerance(decided(target), seen=1, by=editor)
    set_tolerance(decided(target, amber_within=Decimal(3), applies_from=JULY), seen=2, by=editor)
    assert [one.amber_within for one in target.tolerances.all()] == [2, 3]
    assert history_of(target).first().changes["tolerance"][0].startswith("2 from 1 April 2009")


def test_a_closed_period_is_never_recoloured(target, editor):
    result = closed_result(target, starts=APRIL, ends=JUNE)
    assert last_closed(target) == JUNE
    with pytest.raises(Refused, match="Results up to 30 June 2009 are closed") as refused:
        set_tolerance(decided(target, applies_from=JUNE), seen=1, by=editor)
    assert refused.value.field == "applies_from"
    assert not Tolerance.objects.exists()
    set_tolerance(decided(target, amber_within=Decimal(40), applies_from=JULY), seen=1, by=editor)
    result.refresh_from_db()
    assert (result.status, result.rule) == ("amber", "as it was")


def test_a_tolerance_is_not_dated_back_for_results_that_are_still_to_come(target, editor):
    """No result of this series is closed; the authority's period is."""
    ClosingFactory(authority=target.plan.authority)
    ClosingFactory(until=datetime.date(2010, 3, 31))
    with pytest.raises(Refused, match="Results up to 30 June 2009 are closed"):
        set_tolerance(decided(target, applies_from=JUNE), seen=1, by=editor)
    assert set_tolerance(decided(target, applies_from=JULY), seen=1, by=editor).pk


def test_open_results_are_judged_by_the_new_tolerance(target, editor):
    result = ResultFactory(series=target.series)
    set_tolerance(decided(target, amber_within=Decimal(10)), seen=1, by=editor)
    found = Result.objects.get(pk=result.pk)
    assert (found.status, "within 10 points amber; set by The authority" in found.rule) == ("amber", True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"set_on": datetime.date(2010, 4, 13)}, "set_on"),
        ({"applies_from": datetime.date(2010, 4, 1)}, "applies_from"),
    ],
)
def test_a_decision_of_the_future_or_for_a_year_that_is_over_is_refused(target, editor, values, field):
    with pytest.raises(Refused) as refused:
        set_tolerance(decided(target, **values), seen=1, by=editor)
    assert refused.value.field == field


def test_a_tolerance_says_who_set_it_and_is_not_below_zero(target, editor):
    with pytest.raises(ValidationError, match="Say who set"):
        set_tolerance(decided(target, set_by=""), seen=1, by=editor)
    with pytest.raises(ValidationError, match="zero or more"):
        set_tolerance(decided(target, amber_within=Decimal(-1)), seen=1, by=editor)


def test_another_authoritys_committee_sets_nothing(target, editor):
    with pytest.raises(ValidationError, match="another authority"):
        set_tolerance(decided(target, committee=CommitteeFactory()), seen=1, by=editor)


def test_a_target_in_words_has_neither_tolerance_nor_profile(authority, editor):
    words = TargetFactory(
        series=SeriesFactory(measure__authority=authority),
        plan=PlanFactory(authority=authority),
        form="words",
        value=None,
    )
    with pytest.raises(Refused, match="judged on evidence"):
        set_tolerance(decided(words), seen=1, by=editor)
    with pytest.raises(Refused, match="no profile"):
        set_profile(words, steps=QUARTERS, seen=1, by=editor)


def test_what_is_archived_or_closed_gets_no_tolerance_and_no_profile(target, editor):
    def refusals(message):
        for refused in (
            lambda: set_tolerance(decided(target), seen=target.version, by=editor),
            lambda: set_profile(target, steps=QUARTERS, seen=target.version, by=editor),
        ):
            with pytest.raises(Refused, match=message):
                refused()

    keeping.archive(target, seen=1, reason="Old.", by=editor)
    refusals("Restore it first")
    keeping.restore(target, seen=2, by=editor)
    type(target.plan).objects.filter(pk=target.plan_id).update(state="closed")
    refusals("This plan is closed")


def test_whoever_comes_second_sets_neither(target, editor):
    set_profile(Target.objects.get(pk=target.pk), steps=QUARTERS, seen=1, by=editor)
    with pytest.raises(Conflict):
        set_tolerance(decided(target), seen=1, by=editor)
    with pytest.raises(Conflict):
        set_profile(Target.objects.get(pk=target.pk), steps=[], seen=1, by=editor)
    assert (Tolerance.objects.count(), target.expected_values.count()) == (0, 2)


def test_a_profile_is_one_event_and_is_replaced_whole(target, editor):
    set_profile(target, steps=QUARTERS, seen=1, by=editor)
    set_profile(target, steps=[QUARTERS[0], Step(JULY, SEPTEMBER, Decimal("50.5"))], seen=2, by=editor)
    assert [one.value for one in target.expected_values.all()] == [48, Decimal("50.5")]
    assert str(tell(history_of(target).first())) == (
        f"{editor.name} added 50.5 by 30 September 2009 to the profile and "
        "took 50 by 30 September 2009 out of the profile."
    )


def test_a_profile_that_is_the_same_leaves_no_event(target, editor):
    set_profile(target, steps=QUARTERS, seen=1, by=editor)
    set_profile(Target.objects.get(pk=target.pk), steps=QUARTERS, seen=2, by=editor)
    assert history_of(target).count() == 1


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([Step(datetime.date(2009, 3, 1), JUNE, Decimal(1))], "outside"),
        ([Step(APRIL, datetime.date(2010, 4, 30), Decimal(1))], "outside"),
        ([Step(JUNE, APRIL, Decimal(1))], "outside"),
        ([Step(APRIL, JULY, Decimal(1)), Step(JULY, SEPTEMBER, Decimal(2))], "overlap"),
    ],
)
def test_steps_that_make_no_year_are_refused(target, editor, steps, why):
    with pytest.raises(Refused, match=why):
        set_profile(target, steps=steps, seen=1, by=editor)


def test_an_empty_box_expects_nothing_and_zero_is_a_figure():
    values = {(JULY, SEPTEMBER): Decimal(0), (APRIL, JUNE): None}
    assert steps_of(values) == [Step(JULY, SEPTEMBER, Decimal(0))]


# --- A profile of what adds up ----------------------------------------------------------------------------------------


@pytest.fixture
def adding(authority):
    measure = MeasureFactory(authority=authority, kind="count", gathering="sum", direction="down", decimals=0)
    return TargetFactory(series=SeriesFactory(measure=measure), value=Decimal(100), text="Reduce to 100")


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [(500, 500, r"adds up to 1,000, and the target is 100: 900 too much"), (50, "48.5", r"98.5, .* 1.5 too little")],
)
def test_a_profile_of_what_adds_up_comes_to_its_target(adding, editor, first, second, why):
    steps = [Step(APRIL, JUNE, Decimal(first)), Step(JULY, adding.ends, Decimal(second))]
    with pytest.raises(Refused, match=why):
        set_profile(adding, steps=steps, seen=1, by=editor)
    steps[1] = Step(JULY, adding.ends, 100 - Decimal(first))
    if first <= 100:
        assert set_profile(adding, steps=steps, seen=1, by=editor).expected_values.count() == 2


def test_a_profile_in_whole_numbers_may_come_to_a_target_that_is_none(adding, editor):
    Target.objects.update(value=Decimal("100.9"))
    target = Target.objects.get()
    assert set_profile(target, steps=[Step(APRIL, JUNE, Decimal(100))], seen=1, by=editor).expected_values.count() == 1


def test_a_range_takes_any_profile_within_it(adding, editor):
    Target.objects.update(form="range", value=80, second=120, text="80 to 120")
    target = Target.objects.get()
    for sum_, taken in ((79, False), (121, False), (100, True)):
        steps = [Step(APRIL, JUNE, Decimal(sum_))]
        if taken:
            assert set_profile(target, steps=steps, seen=1, by=editor)
        else:
            with pytest.raises(Refused, match="too"):
                set_profile(target, steps=steps, seen=1, by=editor)


def test_an_empty_box_expects_nothing(adding, editor):
    """The third quarter is left empty: 25 is a quarter's share of the year, and does not judge it."""
    set_profile(adding, steps=[Step(APRIL, JUNE, Decimal(60)), Step(JULY, SEPTEMBER, Decimal(40))], seen=1, by=editor)
    ends = datetime.date(2009, 12, 31)
    days = {"starts": datetime.date(2009, 10, 1), "ends": ends}
    series = Target.objects.select_related("series__measure").get().series
    result = record_result(series, **days, content={"value": Decimal(3)}, by=editor)
    assert (result.status, result.rule) == ("", "nothing is expected of this period by the year's profile")
    first = record_result(series, starts=APRIL, ends=JUNE, content={"value": Decimal(60)}, by=editor)
    assert (first.status, "60 or less is green" in first.rule) == ("green", True)


@pytest.mark.parametrize(("days", "status"), [((JULY, datetime.date(2009, 9, 30)), ""), ((JULY, None), "red")])
def test_of_what_does_not_add_up_an_empty_box_expects_nothing_before_the_year_ends(target, editor, days, status):
    set_profile(target, steps=[Step(APRIL, JUNE, Decimal(48))], seen=1, by=editor)
    starts, ends = days[0], days[1] or target.ends
    series = Target.objects.select_related("series__measure").get().series
    result = record_result(series, starts=starts, ends=ends, content={"value": Decimal(47)}, by=editor)
    assert result.status == status
