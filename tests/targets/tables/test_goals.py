"""A plan's table of targets, as the plan prints it."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from targets.models import Target
from targets.tables.goals import goals_of, period_of
from tests.factories.people import CommitteeFactory
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    BaselineFactory,
    FootnoteFactory,
    GradeScaleFactory,
    MeasureFactory,
    ObjectiveFactory,
    SeriesFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db
CALENDAR = {"starts": datetime.date(2008, 1, 1), "ends": datetime.date(2008, 12, 31)}


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority)


def table_of(plan):
    return goals_of(Target.objects.filter(plan=plan).for_table().in_plan_order())


def measured(authority, title="Satisfied", **values):
    return MeasureFactory(authority=authority, title=title, **values)


def objective(plan, title, place, priority=None):
    return ObjectiveFactory(plan=plan, title=title, position=place, priority=priority)


def test_cells_span_the_targets_that_share_them(authority, plan):
    first, second = (PriorityFactory(plan=plan, title=f"Priority {place}", position=place) for place in (1, 2))
    goals = [
        objective(plan, "Confidence", 1, first),
        objective(plan, "Visibility", 2, first),
        objective(plan, "Crime", 1, second),
    ]
    measure = measured(authority)
    for place, (under, series) in enumerate(
        [
            (goals[2], SeriesFactory(measure=measured(authority, "Crimes"), name="")),
            (goals[0], SeriesFactory(measure=measure, name="White")),
            (goals[0], SeriesFactory(measure=measure, name="BME")),
            (goals[1], SeriesFactory(measure=measured(authority, "Calls"), name="")),
        ]
    ):
        TargetFactory(plan=plan, series=series, objective=under, position=place)
    rows = table_of(plan).rows
    spans = [[cell and (cell.text, cell.span) for cell in (row.priority, row.objective, row.measure)] for row in rows]
    assert spans == [
        [("Priority 1", 3), ("Confidence", 2), ("Satisfied", 2)],
        [None, None, None],
        [None, ("Visibility", 1), ("Calls", 1)],
        [("Priority 2", 1), ("Crime", 1), ("Crimes", 1)],
    ]
    assert [row.series.text for row in rows] == ["White", "BME", "", ""]
    assert [(row.is_first, row.is_last) for row in rows] == [(True, False), (False, True), (True, True), (True, True)]


def test_footnotes_are_numbered_as_a_reader_comes_upon_them(authority, plan):
    years, march, services = (FootnoteFactory(authority=authority, text=text) for text in ("Year.", "March.", "Ten."))
    for place, (of_measure, of_baseline) in enumerate([((), march), ((services,), years), ((), march)]):
        measure = measured(authority, f"Measure {place}")
        measure.footnotes.set(of_measure)
        series = SeriesFactory(measure=measure, name="")
        baseline = BaselineFactory(series=series)
        baseline.footnotes.add(of_baseline)
        TargetFactory(plan=plan, series=series, baseline=baseline, position=place)
    table = table_of(plan)
    assert [row.baseline.marks for row in table.rows] == [("1",), ("3",), ("1",)]
    assert [row.measure.marks for row in table.rows] == [(), ("2",), ()]
    assert table.notes == [("1", "March."), ("2", "Ten."), ("3", "Year.")]


def test_a_baseline_stands_with_its_period(authority, plan):
    series = SeriesFactory(measure=measured(authority), name="")
    TargetFactory(plan=plan, series=series, baseline=BaselineFactory(series=series, is_projected=True, **CALENDAR))
    cell = table_of(plan).rows[0].baseline
    assert (cell.text, cell.note) == ("46.4%", "January to December 2008, a projection")


def test_a_ratio_without_words_has_both_its_numbers(authority, plan):
    series = SeriesFactory(measure=measured(authority, kind="ratio", unit="%", decimals=1), name="")
    baseline = BaselineFactory(series=series, value=Decimal("15.4"), second=Decimal("3.65"), text="")
    TargetFactory(series=series, plan=plan, baseline=baseline)
    assert [row.baseline.text for row in table_of(plan).rows] == ["15.40% : 3.65%"]


def test_a_baseline_without_words_is_shown_in_its_unit(authority, plan):
    series = SeriesFactory(measure=measured(authority), name="")
    TargetFactory(plan=plan, series=series, baseline=BaselineFactory(series=series, text=""))
    TargetFactory(plan=plan, series=SeriesFactory(measure=measured(authority)), baseline=None)
    assert [row.baseline.text for row in table_of(plan).rows] == ["46.4%", "No baseline"]


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (None, None, ""),
        (None, datetime.date(2009, 3, 31), "at 31 March 2009"),
        (datetime.date(2008, 4, 1), datetime.date(2009, 3, 31), "April 2008 to March 2009"),
        (datetime.date(2008, 4, 6), datetime.date(2009, 4, 5), "6 April 2008 to 5 April 2009"),
    ],
)
def test_a_period_is_said_as_people_say_it(starts, ends, words):
    assert period_of(starts, ends) == words


def test_a_tolerance_stands_with_who_set_it(authority, plan):
    series = SeriesFactory(measure=measured(authority), name="")
    target = TargetFactory(plan=plan, series=series)
    committee = CommitteeFactory(authority=authority, name="Performance Committee")
    ToleranceFactory(target=target, committee=committee, set_by="")
    words = "52% or more is green; within 2 points amber; set by Performance Committee, June 2009"
    assert table_of(plan).rows[0].tolerance.text == words


def test_a_target_without_a_tolerance_says_so(authority, plan):
    TargetFactory(plan=plan, series=SeriesFactory(measure=measured(authority), name=""))
    cell = table_of(plan).rows[0].tolerance
    assert (cell.text, cell.note) == ("52% or more is green; anything else red", "no tolerance set")


@pytest.mark.parametrize(
    ("kind", "unit", "text", "values", "rule"),
    [
        ("money", "£m", "£1.5m", {"value": 1500000}, "£1.5m or more is green; anything else red"),
        (
            "level",
            "",
            "Achieve Level 3",
            {"form": "level", "value": 3},
            "Level 3 or higher is green; anything else red",
        ),
        ("grade", "", "Achieve Good", {"form": "grade", "value": 3}, "Good or better is green; anything else red"),
        (
            "rank",
            "nationally, of the most similar group",
            "Top ten, top two",
            {"form": "rank", "value": 10, "second": 2},
            "10th nationally or better, and 2nd of the most similar group or better is green; anything else red",
        ),
        ("qualitative", "", "Members feel informed", {"form": "words", "value": None}, "Judged on evidence"),
    ],
)
def test_every_kind_of_target_has_its_rule(authority, plan, kind, unit, text, values, rule):
    scale = GradeScaleFactory(authority=authority) if kind == "grade" else None
    measure = measured(authority, kind=kind, unit=unit, scale=scale, decimals=1 if kind == "money" else 0)
    figures = {name: Decimal(value) if isinstance(value, int) else value for name, value in values.items()}
    TargetFactory(plan=plan, series=SeriesFactory(measure=measure, name=""), text=text, **figures)
    row = table_of(plan).rows[0]
    assert (row.wanted.text, row.tolerance.text) == (text, rule)


def test_a_plan_in_words_has_a_table_of_its_own(authority, plan):
    for text in ("Members feel informed", "Victims are heard"):
        series = SeriesFactory(measure=measured(authority, f"On {text}", kind="qualitative"), name="")
        TargetFactory(plan=plan, series=series, form="words", value=None, text=text)
    table = table_of(plan)
    assert table.headings == ["Measure", "Target 2009/10", "How it is judged"]
    assert list(table.as_values())[1] == ["On Members feel informed", "Members feel informed", "Judged on evidence"]


def test_targets_of_several_years_each_say_theirs(authority):
    longer = PlanFactory(authority=authority, ends_on=datetime.date(2011, 3, 31))
    series = SeriesFactory(measure=measured(authority), name="")
    TargetFactory(plan=longer, series=series)
    TargetFactory(plan=longer, series=series, starts=datetime.date(2010, 4, 1), ends=datetime.date(2011, 3, 31))
    table = table_of(longer)
    assert (table.target_heading, [row.wanted.note for row in table.rows]) == ("Target", ["2009/10", "2010/11"])


def test_a_file_has_every_cell_and_the_footnotes_last(authority, plan):
    goal = objective(plan, "Confidence", 1, PriorityFactory(plan=plan, title="Trust"))
    note = FootnoteFactory(authority=authority, text="Calendar year.")
    measure = measured(authority)
    for name in ("White", "BME"):
        series = SeriesFactory(measure=measure, name=name)
        baseline = BaselineFactory(series=series, **CALENDAR)
        baseline.footnotes.add(note)
        TargetFactory(plan=plan, series=series, objective=goal, baseline=baseline)
    rule = "52% or more is green; anything else red (no tolerance set)"
    row = ["Increase to 52%", "46.4% [1] (January to December 2008)", rule]
    assert list(table_of(plan).as_values()) == [
        ["Priority", "Objective", "Measure", "Series", "Target 2009/10", "Baseline", "Tolerance"],
        ["Trust", "Confidence", "Satisfied", "White", *row],
        ["Trust", "Confidence", "Satisfied", "BME", *row],
        ["[1] Calendar year."],
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_the_table_costs_the_same_for_one_target_and_three(authority, plan, number, django_assert_num_queries):
    scale = GradeScaleFactory(authority=authority)
    for place in range(number):
        measure = measured(authority, f"Measure {place}", kind="grade", scale=scale)
        series = SeriesFactory(measure=measure)
        target = TargetFactory(
            plan=plan, series=series, form="grade", value=Decimal(3), baseline=BaselineFactory(series=series)
        )
        ToleranceFactory(target=target, committee=CommitteeFactory(authority=authority))
    with django_assert_num_queries(8):
        list(table_of(plan).as_values())
