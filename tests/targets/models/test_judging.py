"""What a result of each kind is held against, and the words that are printed beside its status."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from targets.models.judging import figure_of, shown, tolerance_on, wanted_of, yardstick
from tests.factories.targets import (
    FIRST_QUARTER,
    YEAR,
    BaselineFactory,
    ExpectedValueFactory,
    GradeScaleFactory,
    MeasureFactory,
    ResultFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db


def series_of(kind, direction="up", **values):
    return SeriesFactory(measure=MeasureFactory(kind=kind, direction=direction, **values))


def held(target, tolerance=None, period=YEAR):
    return yardstick(target.series, target, tolerance, **period)


def D(text):
    return None if text is None else Decimal(text)


ABSOLUTES = [
    # kind, direction, unit, form, wanted, second, (value, second) and its status, the rule in words
    ("percentage", "up", "", "absolute", "52", None, ("52", None, "green"), "52% or more is green; anything else red"),
    ("percentage", "up", "", "absolute", "52", None, ("51.9999", None, "red"), "52% or more is green"),
    ("percentage", "up", "", "floor", "32", None, ("32", None, "green"), "32% or more is green"),
    ("count", "down", "crimes", "ceiling", "19000", None, ("19001", None, "red"), "19,000 crimes or less is green"),
    ("rate", "down", "per 1,000 population", "absolute", "0.49", None, ("0.48", None, "green"),
     "0.49 per 1,000 population or less is green"),
    ("ratio", "down", "%", "absolute", "15", "4", ("15.4", "3.6", "red"), "15% : 4% or less is green"),
    ("money", "up", "£m", "absolute", "1500000", None, ("1499999.99", None, "red"), "£1.5m or more is green"),
    ("hours", "down", "hours per person", "absolute", "35.5", None, ("35.4", None, "green"),
     "35.5 hours per person or less is green"),
    ("rank", "down", "nationally, of the most similar group", "rank", "10", "2", ("9", "3", "red"),
     "10th nationally or better, and 2nd of the most similar group or better is green"),
    ("level", "up", "", "level", "3", None, ("3", None, "green"), "Level 3 or higher is green"),
    ("percentage", "none", "", "absolute", "52", None, ("1", None, ""), "for information, without a status"),
    ("qualitative", "up", "", "words", None, None, (None, None, ""),
     "the target is in words and is judged on evidence"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "direction", "unit", "form", "wanted", "second", "case", "words"), ABSOLUTES)
def test_each_kind_is_judged_in_its_own_terms(kind, direction, unit, form, wanted, second, case, words):
    series = series_of(kind, direction, unit=unit, decimals=2 if kind == "rate" else 0)
    target = TargetFactory(series=series, form=form, value=D(wanted), second=D(second))
    value, other, status = case
    result = ResultFactory(series=series, **YEAR, value=D(value), second=D(other), words="" if value else "Done.")
    assert held(target).status(result) == status
    assert words in held(target).words


def test_a_grade_is_judged_by_its_place_and_printed_by_its_word():
    scale = GradeScaleFactory()
    series = series_of("grade", scale=scale)
    target = TargetFactory(series=series, form="grade", value=Decimal(3))
    results = [
        ResultFactory(series=series, starts=YEAR["starts"], ends=f"2010-0{m}-01", value=Decimal(m)) for m in (2, 3, 4)
    ]
    assert [held(target).status(one) for one in results] == ["red", "green", "green"]
    assert held(target).words == "Good or better is green; anything else red"
    assert shown(results[0]) == "Fair"


def test_a_relative_target_counts_from_its_baseline_and_its_twin_mirrors_it():
    down, up = series_of("count", "down"), series_of("count", "up")
    lower = TargetFactory(
        series=down, form="relative", value=None, change_percent=Decimal(-10),
        baseline=BaselineFactory(series=down, value=Decimal(21609)),
    )  # fmt: skip
    higher = TargetFactory(
        series=up, form="relative", value=None, change_percent=Decimal(10),
        baseline=BaselineFactory(series=up, value=Decimal(21609)),
    )  # fmt: skip
    assert (wanted_of(lower), wanted_of(higher)) == (Decimal("19448.1"), Decimal("23769.9"))
    assert held(lower).words == "19,448.1 or less is green; anything else red"
    for distance, status in ((0, "green"), (1, "red")):
        fewer = ResultFactory(
            series=down, **YEAR, number=distance + 1, is_current=not distance, value=Decimal(19448 + distance)
        )
        more = ResultFactory(
            series=up, **YEAR, number=distance + 1, is_current=not distance, value=Decimal(23770 - distance)
        )
        assert (held(lower).status(fewer), held(higher).status(more)) == (status, status)


def test_what_is_shown_rounded_is_judged_exactly():
    series = series_of("percentage", decimals=0)
    result = ResultFactory(series=series, value=Decimal("51.96"))
    assert shown(result) == "52%"
    assert held(TargetFactory(series=series)).status(result) == "red"


def test_a_part_of_a_year_that_adds_up_is_held_against_its_share():
    series = series_of("count", "down", gathering="sum")
    target = TargetFactory(series=series, value=Decimal(400))
    tolerance = ToleranceFactory(target=target, amber_within=Decimal(20))
    by_share = held(target, tolerance, FIRST_QUARTER)
    assert by_share.words == (
        "100 or less is green; within 5 amber; set by Performance Committee, June 2009; "
        "3 of the 12 months of a target of 400"
    )
    assert [by_share.status(ResultFactory.build(series=series, value=Decimal(n))) for n in (100, 105, 106)] == [
        "green", "amber", "red",
    ]  # fmt: skip


def test_the_years_profile_comes_before_the_share():
    series = series_of("count", "down", gathering="sum")
    target = TargetFactory(series=series, value=Decimal(400))
    ExpectedValueFactory(target=target, value=Decimal(90))
    assert held(target, None, FIRST_QUARTER).words == "90 or less is green; anything else red; as the profile expects"


def test_a_percentage_is_held_against_the_profile_and_at_the_years_end_against_the_target():
    series = series_of("percentage")
    target = TargetFactory(series=series)
    ExpectedValueFactory(target=target)
    last = {"starts": datetime.date(2010, 1, 1), "ends": YEAR["ends"]}
    ExpectedValueFactory(target=target, **last, value=Decimal(51))
    assert held(target, None, FIRST_QUARTER).words.startswith("48% or more is green")
    assert held(target, None, last).words.startswith("52% or more is green")
    between = {"starts": datetime.date(2009, 7, 1), "ends": datetime.date(2009, 9, 30)}
    assert held(target, None, between).words == "nothing is expected of this period by the year's profile"


def test_a_missing_value_is_not_judged_and_never_zero():
    series = series_of("percentage", "down")
    withheld = ResultFactory(series=series, value=None, withheld_reason="Under review")
    assert held(TargetFactory(series=series)).status(withheld) == ""
    assert (shown(withheld), shown(None), figure_of(withheld).is_missing) == ("withheld", "no data", True)


def test_without_a_target_the_rule_says_so():
    series = series_of("percentage")
    assert yardstick(series, None, None, **YEAR).words == "there is no target"
    assert yardstick(series_of("percentage", "none"), None, None, **YEAR).words == ""


def test_the_tolerance_in_force_is_the_last_that_applies():
    target = TargetFactory()
    first = ToleranceFactory(target=target)
    later = ToleranceFactory(target=target, applies_from=datetime.date(2009, 7, 1))
    days = [datetime.date(2009, 3, 31), datetime.date(2009, 6, 30), datetime.date(2009, 7, 1)]
    assert [tolerance_on(target, day) for day in days] == [None, first, later]
    assert tolerance_on(None, days[0]) is None


def test_a_tolerance_says_who_set_it():
    target = TargetFactory(series=series_of("percentage"))
    assert held(target, ToleranceFactory(target=target)).words == (
        "52% or more is green; within 2 points amber; set by Performance Committee, June 2009"
    )
