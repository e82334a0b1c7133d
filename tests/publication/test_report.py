"""What the performance report says: which measures, how they stand, totals that add up, exceptions first."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.publication.content import Chapter, Line, PerformanceReport, Sheet
from kpa_tracker.interfaces.publication.content.lines import Judged, Outlook
from kpa_tracker.interfaces.publication.content.performance import OUTCOMES
from kpa_tracker.interfaces.publication.working import performance_report
from plans.models import Plan
from targets.actions.results import record_result
from tests.factories.deliverables import DeliverableFactory
from tests.factories.plans import PlanFactory, PriorityFactory
from tests.factories.targets import (
    ComparatorFactory,
    DefinitionFactory,
    FootnoteFactory,
    MeasureFactory,
    MeasureSetFactory,
    ObjectiveFactory,
    ResultFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
)
from tests.publication.sample import wanted

DAY = datetime.date(2010, 4, 12)
QUARTERS = [
    (datetime.date(2009, 4, 1), datetime.date(2009, 6, 30)),
    (datetime.date(2009, 7, 1), datetime.date(2009, 9, 30)),
    (datetime.date(2009, 10, 1), datetime.date(2009, 12, 31)),
    (datetime.date(2010, 1, 1), datetime.date(2010, 3, 31)),
]
QUERIES = 15


@pytest.fixture
def plan(authority):
    return PlanFactory(authority=authority, title="Policing plan")


@pytest.fixture
def reach(editor):
    """Return a function that records the results of a target's series, quarter by quarter; None leaves a gap."""

    def reached(target, *values, **content):
        target.expected_values.all().delete()
        for (starts, ends), value in zip(QUARTERS, values, strict=False):
            if value is not None:
                said = {"value": Decimal(value), **content}
                record_result(target.series, starts=starts, ends=ends, content=said, by=editor)
        return target

    return reached


def reported(plan):
    return performance_report(Plan.objects.for_page().get(pk=plan.pk))


def only_line(plan):
    (line,) = reported(plan).lines
    return line


# --- Totals and exceptions --------------------------------------------------------------------------------------------


def report_of(*lines):
    sheets = tuple(Sheet(f"m{number}", line.measure, lines=(line,)) for number, line in enumerate(lines))
    head = {"authority": "A", "plan": "P", "title": "P", "period": "", "state": "", "marking": "", "made_on": DAY}
    return PerformanceReport(**head, chapters=(Chapter("c", "C", (("c-1", "S", sheets),)),))


OUTCOME_LINES = st.lists(st.sampled_from(OUTCOMES).map(lambda outcome: Line("a", "M", outcome=outcome)), max_size=12)


@given(OUTCOME_LINES)
def test_the_ways_to_stand_add_up_to_all_lines(lines):
    report = report_of(*lines)
    assert sum(report.totals.outcomes) == report.totals.total == len(lines)
    assert [sum(column) for column in zip(*(one.outcomes for one in report.tallies), strict=True)] == list(
        report.totals.outcomes
    )


def test_exceptions_are_listed_in_the_order_of_their_weight_and_may_overlap():
    red = Line("a", "Red", outcome="red", status="red", owner="Chief", outlook=Outlook("The year", "1", "red"))
    late = Line("b", "Late", overdue="It was due.", lacks_target=True)
    kept = Line("c", "Kept", outcome="withheld", owner="Chief", why_withheld="Too few")
    good = Line("d", "Good", outcome="green", status="green", owner="Chief")
    exceptions = report_of(good, late, kept, red).exceptions
    assert [(one.heading, [line.measure for line in one.lines]) for one in exceptions.lists] == [
        ("Red: 1", ["Red"]),
        ("Amber: none", []),
        ("Overdue for data: 1", ["Late"]),
        ("Withheld: 1", ["Kept"]),
        ("Without owner: 1", ["Late"]),
        ("Without target: 1", ["Late"]),
        ("Year missed, or forecast to miss: 1", ["Red"]),
    ]
    assert exceptions.number == 3


def test_the_owners_judgement_is_the_status_counted():
    line = Line("a", "M", outcome="green", status="red", judged=Judged("green", "Because", "Somebody"))
    assert line.status_shown == "green"
    assert report_of(line).totals.outcomes[OUTCOMES.index("green")] == 1


def test_the_picture_leaves_out_groups_without_any_status():
    report = report_of(Line("a", "M", outcome="no_status"))
    assert report.picture.bars == []


# --- Which measures ---------------------------------------------------------------------------------------------------


def titles(plan):
    return [
        (chapter.title, [(title, [sheet.title for sheet in sheets]) for _, title, sheets in chapter.sections])
        for chapter in reported(plan).chapters
    ]


def test_measures_stand_under_their_priorities_and_objectives(plan):
    later, sooner = (PriorityFactory(plan=plan, title=title, position=place) for title, place in (("B", 2), ("A", 1)))
    for priority in (later, sooner):
        objective = ObjectiveFactory(plan=plan, priority=priority, title=f"Objective {priority}")
        wanted(plan, objective=objective, measure=MeasureFactory(authority=plan.authority, title=f"Of {priority}"))
    wanted(plan, measure=MeasureFactory(authority=plan.authority, title="Loose"))
    assert titles(plan) == [
        ("A", [("Objective A", ["Of A"])]),
        ("B", [("Objective B", ["Of B"])]),
        ("Under no priority", [("Under no objective", ["Loose"])]),
    ]


def test_what_deliverables_rest_on_and_what_has_no_target_follow(plan):
    body = plan.authority
    target = wanted(plan)
    resting = SeriesFactory(measure=MeasureFactory(authority=body, title="Resting")).measure
    DeliverableFactory(plan=plan).measures.add(resting)
    own_set = MeasureSetFactory(authority=body, title="Indicators")
    SeriesFactory(measure=MeasureFactory(authority=body, title="Indicator", set=own_set, direction="none"))
    SeriesFactory(measure=MeasureFactory(authority=body, title="Loose"))
    assert titles(plan)[1:] == [
        ("What deliverables rest on", [("", ["Resting"])]),
        ("Measures without a target", [("Indicators", ["Indicator"]), ("In no set", ["Loose"])]),
    ]
    assert titles(plan)[0] == ("Under no priority", [("Under no objective", [target.series.measure.title])])


def test_measures_of_other_plans_and_authorities_and_archived_ones_stay_out(plan, administrator):
    target = wanted(plan)
    wanted(PlanFactory(authority=plan.authority))
    wanted(PlanFactory())
    gone = {"archived_at": datetime.datetime(2010, 1, 1, tzinfo=datetime.timezone.utc), "archived_by": administrator}
    SeriesFactory(measure=MeasureFactory(authority=plan.authority, **gone))
    SeriesFactory(measure=target.series.measure, **gone)
    assert [line.name for line in reported(plan).lines] == [str(target.series)]


def test_the_targets_of_the_plan_above_count_in_the_plans_own_years(plan):
    above = PlanFactory(authority=plan.authority, ends_on=datetime.date(2012, 3, 31))
    Plan.objects.filter(pk=plan.pk).update(under=above)
    wanted(above, text="This year")
    wanted(above, text="Next year", starts=datetime.date(2010, 4, 1), ends=datetime.date(2011, 3, 31))
    assert [line.target for line in reported(plan).lines] == ["This year"]


def test_every_series_of_a_measure_stands_with_it(plan):
    target = wanted(plan, series="White")
    SeriesFactory(measure=target.series.measure, name="BME")
    (chapter,) = reported(plan).chapters
    (sheet,) = chapter.sheets
    assert [(line.series, line.target) for line in sheet.lines] == [("White", "Increase to 52%"), ("BME", "")]


def test_a_plan_without_measures_says_so(plan):
    SeriesFactory(measure__authority=plan.authority)
    report = reported(plan)
    assert report.lines == []
    assert [part.kind for part in report.parts] == ["no_measures", "contact"]


# --- What is said of a line -------------------------------------------------------------------------------------------


def test_a_line_has_its_figure_rule_forecast_and_direction_of_travel(plan, reach):
    reach(wanted(plan), "47", "49.5")
    line = only_line(plan)
    assert (line.figure, line.period, line.standing) == ("49.5%", "July to September 2009", "provisional")
    assert (line.outcome, line.status) == ("red", "red")
    assert line.rule.startswith("52% or more is green; within 2 points amber; set by ")
    assert [(way.since, way.word, way.arrow, way.by) for way in line.ways] == [
        ("the last period", "improved", "up", "2.5 points"),
        ("the same period a year before", "not comparable", "", ""),
    ]
    assert (line.outlook.figure, line.outlook.status) == ("54.5%", "green")
    assert line.outlook.made.startswith("In a straight line from the results so far: last 49.5% in 2 of 4 periods")
    assert [(fact.heading, fact.text, fact.aside) for fact in line.facts] == [
        ("Target 2009/10", "Increase to 52%", ""),
        ("Baseline", "46.4%", "January to December 2008"),
        ("From baseline to target", "55% of the way", ""),
    ]


def test_the_table_beside_the_chart_has_the_same_periods_the_latest_first(plan, reach):
    reach(wanted(plan), "47", None, "51")
    line = only_line(plan)
    assert [(row.period, row.figure, row.wanted, row.status) for row in line.rows] == [
        ("October to December 2009", "51.0%", "52%", "amber"),
        ("July to September 2009", "no data", "52%", ""),
        ("April to June 2009", "47.0%", "52%", "red"),
    ]
    assert len(line.chart.gaps) == 1
    assert "No data for 1 of 3 periods." in line.chart.title, "the alternative text says what the drawing shows"


def test_one_result_is_no_line_to_draw(plan, reach):
    reach(wanted(plan), "47")
    assert only_line(plan).chart is None


def test_only_the_latest_thirteen_periods_are_shown(plan):
    target = wanted(plan)
    for year in range(2000, 2010):
        for month in (1, 4, 7, 10):
            starts = datetime.date(year, month, 1)
            ends = (starts + datetime.timedelta(days=100)).replace(day=1) - datetime.timedelta(days=1)
            ResultFactory(series=target.series, starts=starts, ends=ends)
    line = only_line(plan)
    assert (len(line.rows), line.left_out) == (13, 40 - 13)
    assert line.chart.first == line.rows[-1].period


def test_a_line_without_results_says_no_data_and_what_is_overdue(plan):
    wanted(plan)
    line = only_line(plan)
    assert (line.figure, line.outcome, line.period) == ("no data", "missing", "")
    assert line.overdue == "The result of Quarter 3, October to December 2009 was due by 21 January 2010."
    assert line.outlook.made == "None: there is no result yet"


def test_a_withheld_result_says_why_and_counts_apart(plan):
    target = wanted(plan)
    starts, ends = QUARTERS[3]
    ResultFactory(series=target.series, starts=starts, ends=ends, value=None, withheld_reason="Too few were asked")
    line = only_line(plan)
    assert (line.figure, line.outcome, line.why_withheld) == ("withheld", "withheld", "Too few were asked")
    assert "Withheld: Too few were asked" in [note.text for note in reported(plan).chapters[0].sheets[0].notes]


def test_the_owners_judgement_stands_beside_the_rules(plan, officer):
    target = wanted(plan)
    ResultFactory(
        series=target.series, target=target, status="red", judged_status="amber", judged_reason="The new team started.",
        judged_by=officer, judged_at=datetime.datetime(2010, 1, 20, 9, tzinfo=datetime.timezone.utc),
    )  # fmt: skip
    line = only_line(plan)
    assert (line.status, line.status_shown, line.outcome) == ("red", "amber", "amber")
    assert (line.judged.reason, line.judged.by) == ("The new team started.", f"{officer}, 20 January 2010")


def test_a_measure_in_words_has_its_evidence_and_no_forecast(plan):
    measure = MeasureFactory(authority=plan.authority, kind="qualitative")
    target = wanted(plan, measure=measure, form="words", value=None, baseline=None, text="People feel heard")
    ResultFactory(series=target.series, target=target, value=None, words="Four panels said so.", judged_status="green",
                  judged_reason="Seen by the committee", judged_by=None)  # fmt: skip
    line = only_line(plan)
    assert (line.is_in_words, line.figure, line.outcome) == (True, "Four panels said so.", "green")
    assert (line.outlook, line.chart, line.has_wanted) == (None, None, False)


def test_units_stand_once_over_the_table_unless_they_say_how_a_number_is_written(plan, reach):
    body = plan.authority
    for number, (kind, unit, decimals) in enumerate(
        [("rate", "per 1,000 population", 1), ("money", "£m", 2), ("count", "million calls", 1)]
    ):
        measure = MeasureFactory(authority=body, kind=kind, unit=unit, decimals=decimals, position=number)
        reach(wanted(plan, measure=measure, value=Decimal(2000000), baseline=None), "1500000")
    assert [(line.unit, line.rows[-1].figure, line.rows[-1].wanted) for line in reported(plan).lines] == [
        ("per 1,000 population", "1,500,000.0", "2,000,000"),
        ("", "£1.50m", "£2.00m"),
        ("", "1.5 million calls", "2 million calls"),
    ]


def test_footnotes_are_numbered_anew_for_each_measure(plan, reach):
    for title in ("First", "Second"):
        target = wanted(plan, measure=MeasureFactory(authority=plan.authority, title=title), baseline=None)
        reach(target, "47")
        target.series.results.get().footnotes.add(FootnoteFactory(authority=plan.authority, text=f"On {title}."))
    sheets = reported(plan).chapters[0].sheets
    assert [[note.mark for note in sheet.notes] for sheet in sheets] == [["1", "2", "3"]] * 2
    assert [sheet.notes[2].text for sheet in sheets] == ["On First.", "On Second."]
    assert len({note.anchor for sheet in sheets for note in sheet.notes}) == 6


def test_a_definition_is_told_with_what_it_breaks(plan):
    measure = wanted(plan).series.measure
    DefinitionFactory(measure=measure, text="Old", applies_from=datetime.date(2005, 4, 1))
    DefinitionFactory(measure=measure, text="All who called.", applies_from=datetime.date(2009, 4, 1))
    assert reported(plan).chapters[0].sheets[0].definition == (
        "All who called. (From 1 April 2009.) Earlier results were counted otherwise and are not compared."
    )


def test_a_relative_target_says_what_it_comes_to(plan):
    wanted(plan, form="relative", value=None, change_percent=Decimal(-10), text="Reduce by 10%")
    assert only_line(plan).facts[0].aside == "41.76%"


def test_how_others_stand_is_told(plan):
    ComparatorFactory(series=wanted(plan).series)
    assert [(fact.text, fact.aside) for fact in only_line(plan).facts if fact.heading.startswith("Most similar")] == [
        ("50.1%", "April to June 2009")
    ]


def test_the_target_of_the_plan_stands_beside_the_one_that_the_figure_was_judged_by(plan, reach):
    target = reach(wanted(plan), "47")
    TargetFactory(series=target.series, plan=plan, starts=datetime.date(2010, 4, 1), ends=datetime.date(2011, 3, 31),
                  text="Increase to 55%")  # fmt: skip
    assert [fact.heading for fact in only_line(plan).facts[:2]] == ["Target 2009/10", "Target 2010/11"]
    assert only_line(plan).target == "Increase to 55%"


def test_a_yearly_measure_is_compared_once_and_its_year_is_not_forecast(plan):
    target = wanted(plan, measure=MeasureFactory(authority=plan.authority, frequency="year"))
    ResultFactory(series=target.series, starts=datetime.date(2009, 4, 1), ends=datetime.date(2010, 3, 31))
    line = only_line(plan)
    assert [way.since for way in line.ways] == ["the same period a year before"]
    assert line.outlook is None


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_measures(plan, count, django_assert_num_queries):
    for number in range(count):
        target = wanted(plan, objective=ObjectiveFactory(plan=plan, priority=PriorityFactory(plan=plan)))
        SeriesFactory(measure=target.series.measure)
        DefinitionFactory(measure=target.series.measure)
        ComparatorFactory(series=target.series)
        for starts, ends in QUARTERS[: number + 2]:
            result = ResultFactory(series=target.series, target=target, starts=starts, ends=ends)
            result.footnotes.add(FootnoteFactory())
        DeliverableFactory(plan=plan).measures.add(SeriesFactory(measure__authority=plan.authority).measure)
    loaded = Plan.objects.for_page().get(pk=plan.pk)
    with django_assert_num_queries(QUERIES):
        performance_report(loaded)


def adding_up(plan, **values):
    measure = MeasureFactory(authority=plan.authority, kind="count", gathering="sum", direction="down", decimals=0)
    return wanted(plan, measure=measure, value=Decimal(400), baseline=None, **values)


def test_what_adds_up_stands_by_its_year_to_date_with_the_latest_period_beside_it(plan, reach):
    reach(adding_up(plan), "90", "80", "110")
    line = only_line(plan)
    assert (line.figure, line.period, line.standing) == ("280", "April to December 2009", "the year to date")
    assert line.rule.startswith("April to December 2009: 280 of 300; ")
    fact = line.facts[0]
    assert (fact.heading, fact.text, fact.aside) == (
        "Its latest period",
        "October to December 2009: 110",
        "provisional",
    )
    assert line.rows[0].figure == "110"


def test_a_sum_with_a_gap_says_which_period_is_missing(plan, reach):
    reach(adding_up(plan), "90", None, "110")
    line = only_line(plan)
    assert (line.figure, line.facts[0].heading) == ("110", "The year to date")
    assert line.facts[0].text == "not known: July to September 2009 is missing. This is October to December 2009 alone"


def test_a_year_that_is_over_has_an_outcome_and_may_have_missed_it(plan, reach):
    reach(adding_up(plan), "90", "80", "110", "130")
    line = only_line(plan)
    assert (line.standing, line.outlook.name, line.outlook.figure) == ("the whole year", "The year", "410")
    assert line.misses_the_year


def test_series_of_one_unit_are_drawn_with_the_same_axis(plan, reach):
    low = reach(wanted(plan, series="White"), "10", "12")
    reach(wanted(plan, series="BME", measure=low.series.measure), "80", "90")
    charts = [line.chart for line in reported(plan).lines]
    assert [tick.label for tick in charts[0].ticks] == [tick.label for tick in charts[1].ticks]


def test_a_judgement_that_a_correction_took_away_waits_to_be_given_again(plan, officer):
    target = wanted(plan)
    ResultFactory(series=target.series, target=target, status="red", judged_before="green")
    assert only_line(plan).facts[0].text == "to be judged again. It was judged green before the correction"


def test_a_result_that_came_late_says_so(plan):
    ResultFactory(series=wanted(plan).series, closed_at=datetime.datetime(2010, 1, 20, tzinfo=datetime.timezone.utc),
                  is_late=True)  # fmt: skip
    assert only_line(plan).standing == "provisional, closed, came after the period closed"


@pytest.mark.parametrize(
    ("of_measure", "of_series", "about", "facts"),
    [
        ("Survey A", "", "Source: Survey A", []),
        ("", "Survey B", "", ["Survey B"]),
        ("Survey A", "Survey B", "Source: Survey A", ["Survey B"]),
        ("", "", "No source is named", []),
    ],
)
def test_a_series_own_source_stands_with_it(plan, of_measure, of_series, about, facts):
    sources = [SourceFactory(authority=plan.authority, name=name) if name else None for name in (of_measure, of_series)]
    series = wanted(plan, measure=MeasureFactory(authority=plan.authority, source=sources[0])).series
    series.source = sources[1]
    series.save()
    (sheet,) = reported(plan).chapters[0].sheets
    assert "".join(said for said in sheet.about if "ource" in said) == about
    assert [fact.text for fact in sheet.lines[0].facts if fact.heading == "Source"] == facts


def test_the_table_shows_the_digits_that_decide_as_the_headline_does(plan, reach):
    measure = MeasureFactory(
        authority=plan.authority, kind="rate", unit="per 1,000 residents", decimals=1, direction="down"
    )
    reach(wanted(plan, measure=measure, value=Decimal(68), baseline=None, text="68 or less"), "67.96", "68.04")
    line = only_line(plan)
    assert (line.figure, line.status) == ("68.04 per 1,000 residents", "amber")
    told = [(row.figure, row.wanted, row.status) for row in line.rows if row.status]
    assert told == [("68.04", "68", "amber"), ("68.0", "68", "green")]


@pytest.mark.parametrize("said", [{"value": Decimal(47)}, {"value": None, "withheld_reason": "Too few were asked"}])
def test_what_is_made_up_says_so_withheld_or_not(plan, said):
    starts, ends = QUARTERS[0]
    ResultFactory(series=wanted(plan).series, starts=starts, ends=ends, is_invented=True, standing="final", **said)
    assert only_line(plan).standing == "made up for the demonstration"
