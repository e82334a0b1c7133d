"""The page of a measure: figures, rule, forecast and travel in words, chart beside its table, what rests on it."""

from __future__ import annotations

import csv
import datetime
import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from kpa_tracker.base.people.roles import Role
from kpa_tracker.base.toolkit.dates import months_later
from targets.actions.results import correct_result, judge_otherwise, place_of, record_result
from targets.models import Measure, Result, Series
from tests.factories.deliverables import DeliverableFactory
from tests.factories.people import PersonFactory, PostFactory, person_with
from tests.factories.plans import PlanFactory
from tests.factories.targets import (
    BaselineFactory,
    ComparatorFactory,
    DefinitionFactory,
    FootnoteFactory,
    MeasureFactory,
    ResultFactory,
    SeriesFactory,
    SourceFactory,
    TargetFactory,
    ToleranceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(authority):
    return PostFactory(authority=authority, title="Head of Contact")


@pytest.fixture
def measure(authority, post):
    return MeasureFactory(
        authority=authority, title="Satisfied", owner=post, source=SourceFactory(name="Caller survey")
    )


@pytest.fixture
def series(measure):
    return SeriesFactory(measure=measure, name="")


@pytest.fixture
def target(series):
    baseline = BaselineFactory(series=series)
    return TargetFactory(series=series, baseline=baseline, plan=PlanFactory(authority=series.measure.authority))


def quarter(place, year=2009):
    starts = months_later(datetime.date(year, 4, 1), 3 * place)
    return {"starts": starts, "ends": months_later(starts, 3) - datetime.timedelta(days=1)}


def enter(series, by, *values):
    return [
        record_result(series, **quarter(place), content={"value": Decimal(value)}, by=by)
        for place, value in enumerate(values)
        if value
    ]


def page(client, measure, name="measure", query=""):
    return client.get(reverse(name, args=[measure.pk]) + query)


def text(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_head_says_who_owns_it_what_it_is_and_where_it_comes_from(measure, series, officer, as_person):
    DefinitionFactory(measure=measure, text="Of all who answered.", applies_from=datetime.date(2009, 4, 1))
    html = text(page(as_person(officer), measure))
    for words in (
        "Head of Contact", "No committee", "Percentage. Higher is better. Every quarter.", "Caller survey",
        "From 1 April 2009: Of all who answered.", "no data", "No target",
    ):  # fmt: skip
        assert words in html, words


def test_the_head_says_that_a_first_definition_is_a_change(measure, series, officer, as_person):
    client, words = as_person(officer), "Earlier results were counted in another way and are not compared."
    first = DefinitionFactory(measure=measure, applies_from=datetime.date(2009, 4, 1))
    assert words not in text(page(client, measure))
    first.is_change = True
    first.save()
    assert words in text(page(client, measure))


def test_the_rule_is_printed_beside_the_number(target, series, editor, officer, as_person):
    ToleranceFactory(target=target)
    enter(series, editor, "47.2", None, "51")
    html = text(page(as_person(officer), series.measure))
    for words in (
        "51.0% October to December 2009, provisional",
        "52% or more is green; within 2 points amber; set by Performance Committee, June 2009",
        "Target Increase to 52% Baseline 46.4%", "82% of the way",
        "Forecast for year end 52.9%", "In a straight line from the results so far: last 51.0% in 2 of 4 periods; the "
        "line through them, from 47.2% to 51.0%, goes on",
        "Not comparable: no earlier data", "July to September 2009 no data",
    ):  # fmt: skip
        assert words in html, words


def test_travel_is_said_in_a_word_with_an_arrow(series, editor, as_person):
    enter(series, editor, "47", "49.5")
    html = page(as_person(editor), series.measure).content.decode()
    assert (
        '<span class="app-movement app-movement--up">Improved</span> <span class="app-muted">by 2.5 points</span>'
        in html
    )


def test_the_owners_judgement_stands_beside_the_rules(target, series, editor, officer, as_person):
    (result,) = enter(series, editor, "50")
    judge_otherwise(result, status="amber", reason="Within the survey's error", seen=place_of(result), by=editor)
    html = text(page(as_person(officer), series.measure))
    assert "By the rule Red" in html
    assert "Judged by its owner Amber Within the survey's error" in html.replace("&#x27;", "'")


def test_a_correction_shows_both_versions(series, editor, officer, as_person):
    (result,) = enter(series, editor, "50")
    correct_result(result, content={"value": Decimal(51)}, reason="Late forms", seen=place_of(result), by=editor)
    html = text(page(as_person(officer), series.measure))
    assert "Version 2: Late forms" in html
    assert f"Version 1: 50.0%, {editor}" in html


def test_what_is_withheld_says_so_and_why(series, editor, officer, as_person):
    record_result(series, **quarter(0), content={"withheld_reason": "Under review"}, by=editor)
    html = text(page(as_person(officer), series.measure))
    assert "Withheld: Under review" in html
    assert "April to June 2009 withheld" in html


def test_the_chart_has_a_text_alternative_and_the_table_beside_it(target, series, editor, as_person):
    enter(series, editor, "47.2", None, "51")
    html = page(as_person(editor), series.measure).content.decode()
    assert "<title" in html
    assert "April to June 2009: 47.2%; October to December 2009: 51.0%. Target 52%. No data for 1 of 3 periods." in html
    assert "<caption>Results</caption>" in html


def test_several_series_are_small_multiples_of_their_own(measure, editor, as_person):
    for name in ("White", "BME"):
        enter(SeriesFactory(measure=measure, name=name), editor, "50")
    response = page(as_person(editor), measure)
    assert [sheet.series.name for sheet in response.context["sheets"]] == ["White", "BME"]
    assert response.content.decode().count("<svg") == 2
    assert "The series side by side" in text(response)


def test_a_measure_in_words_has_no_chart_and_is_a_measure_like_any_other(measure, editor, as_person):
    measure.kind = "qualitative"
    measure.save()
    words = SeriesFactory(measure=measure, name="")
    record_result(words, **quarter(0), content={"words": "All in place.", "judged_status": "green"}, by=editor)
    response = page(as_person(editor), measure)
    assert "<svg" not in response.content.decode()
    assert "All in place." in text(response)
    assert "Judged by its owner Green" in text(response)


def test_footnotes_are_numbered_as_the_page_refers_to_them(measure, series, target, editor, authority, as_person):
    one, two = (FootnoteFactory(authority=authority, text=words) for words in ("Projected.", "Sampled."))
    starred = FootnoteFactory(authority=authority, text="Crime in the year.", mark="*")
    target.baseline.footnotes.add(one)
    target.footnotes.add(starred)
    record_result(series, **quarter(0), content={"value": Decimal(50), "footnotes": [two]}, by=editor)
    (sheet,) = page(as_person(editor), measure).context["sheets"]
    assert (sheet.target_marks, sheet.baseline_marks, sheet.lines[-1].marks) == (["*"], ["1"], ["2"])
    assert sheet.notes == [("1", "Projected."), ("2", "Sampled."), ("*", "Crime in the year.")]


def test_comparators_and_deliverables_stand_beside_it(series, authority, editor, as_person):
    ComparatorFactory(series=series)
    ComparatorFactory(series=series, sort="rank", value=Decimal(22), of=43)
    deliverable = DeliverableFactory(plan=PlanFactory(authority=authority), title="Answer calls")
    deliverable.measures.add(series.measure)
    html = text(page(as_person(editor), series.measure))
    for words in (
        "Most similar group, average, to June 2009 50.1%",
        "Rank in England and Wales, to June 2009 22 of 43",
    ):
        assert words in html, words
    assert "Answer calls" in html


def test_only_those_who_may_are_offered_to_enter_and_edit(series, post, editor, officer, as_person):
    def offered(person):
        return [label for label, *_ in page(as_person(person), series.measure).context["page_actions"]]

    assert offered(editor) == ["Enter results", "Edit"]
    assert offered(person_with(Role.OFFICER, post=post)) == ["Enter results"]
    assert offered(officer) == []


def test_another_authority_sees_no_such_measure(series, stranger, officer, as_person):
    for name in ("measure", "measure-history"):
        assert page(as_person(stranger), series.measure, name).status_code == 404
        assert page(as_person(officer), series.measure, name).status_code == 200


def test_the_history_tells_what_happened_to_the_results(series, editor, as_person):
    (result,) = enter(series, editor, "50")
    correct_result(result, content={"value": Decimal(51)}, reason="Late forms", seen=place_of(result), by=editor)
    html = text(page(as_person(editor), series.measure, "measure-history"))
    for words in ("recorded the result", "corrected the result", "period April to June 2009", "value 51 instead of 50"):
        assert words in html, words
    assert "Reason: Late forms." in html


def test_older_periods_are_one_click_away(series, as_person, officer):
    person = PersonFactory()
    for year in range(2002, 2010):
        for place in range(4):
            if quarter(place, year)["ends"] < datetime.date(2010, 1, 1):
                ResultFactory(series=series, **quarter(place, year), entered_by=person)
    client = as_person(officer)
    assert "Show 7 earlier periods" in text(page(client, series.measure))
    assert len(page(client, series.measure, query="?all=1").context["sheets"][0].lines) == 31


def ten_years(measure, names):
    """Give a measure monthly results of ten years for each name, with a target, a profile and a correction in each."""
    person = PersonFactory()
    for name in names:
        series = SeriesFactory(measure=measure, name=name)
        target = TargetFactory(series=series, baseline=BaselineFactory(series=series))
        tolerance = ToleranceFactory(target=target)
        rows = []
        for month in range(120):
            starts = months_later(datetime.date(2000, 4, 1), month)
            days = {"starts": starts, "ends": months_later(starts, 1) - datetime.timedelta(days=1)}
            rows.append(Result(series=series, **days, value=Decimal(month), entered_by=person, number=2, target=target))
            rows.append(Result(series=series, **days, value=Decimal(1), entered_by=person, is_current=False))
        rows[-2].tolerance = tolerance
        Result.objects.bulk_create(rows)
        newest = Result.objects.filter(series=series, is_current=True).order_by("-ends").first()
        Series.objects.filter(pk=series.pk).update(latest=newest)


def test_ten_years_of_three_series_cost_as_many_queries_as_one_result(
    authority, officer, as_person, django_assert_num_queries
):
    small = MeasureFactory(authority=authority, frequency="month")
    target = TargetFactory(series=SeriesFactory(measure=small), baseline=BaselineFactory())
    ToleranceFactory(target=target)
    ResultFactory(series=target.series)
    large = MeasureFactory(authority=authority, frequency="month")
    ten_years(large, ("White", "BME", "All"))
    client = as_person(officer)
    page(client, small)
    for measure, asked in ((small, 21), (large, 22)):  # the large one has results that were corrected
        with django_assert_num_queries(asked):
            assert page(client, measure).status_code == 200


def rows_of(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_results_are_taken_away_with_both_judgements_and_every_gap(target, series, editor, as_person):
    first, last = enter(series, editor, "47.25", None, "51")
    judge_otherwise(first, status="amber", reason="Within the error", seen=place_of(first), by=editor)
    heading, *rows = rows_of(page(as_person(editor), series.measure, query="?export=csv"))
    found = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [(row["First day"], row["Result"], row["Figure"], row["Wanted"]) for row in found[-3:]] == [
        ("1 October 2009", "51.0%", "51", "52.0%"), ("1 July 2009", "no data", "", "52.0%"),
        ("1 April 2009", "47.3%", "47.25", "52.0%"),
    ]  # fmt: skip
    assert {name: found[-1][name] for name in ("Status by the rule", "Owner's judgement", "Owner's reason")} == {
        "Status by the rule": "Red", "Owner's judgement": "Amber", "Owner's reason": "Within the error",
    }  # fmt: skip
    assert last.value == 51


def test_a_measure_of_another_authority_is_not_taken_away(series, stranger, officer, as_person):
    assert page(as_person(stranger), series.measure, query="?export=csv").status_code == 404
    assert page(as_person(officer), series.measure, query="?export=csv").status_code == 200


def test_a_series_names_its_own_source(measure, officer, as_person):
    SeriesFactory(measure=measure, name="White", source=SourceFactory(authority=measure.authority, name="Own survey"))
    assert "Source: Own survey" in text(page(as_person(officer), measure))


@pytest.mark.parametrize(("source", "said"), [(True, "Source Caller survey White: Own survey"), (False, "White: Own")])
def test_the_sources_of_the_series_stand_with_those_of_the_measure(measure, officer, as_person, source, said):
    if not source:
        Measure.objects.update(source=None)
    SeriesFactory(measure=measure, name="White", source=SourceFactory(authority=measure.authority, name="Own survey"))
    shown = text(page(as_person(officer), measure))
    assert said in shown
    assert "No source is named" not in shown


def test_a_measure_without_source_and_definition_says_what_that_means(measure, series, officer, as_person):
    Measure.objects.update(source=None)
    shown = text(page(as_person(officer), measure))
    assert "No source is named" in shown
    assert "None is entered: it counts what its title says" in shown


def test_points_are_counted_with_the_decimals_of_the_series(measure, editor, as_person):
    fine = SeriesFactory(measure=measure, name="Fine", decimals=2)
    enter(fine, editor, "47.25", "49.5")
    assert "Improved by 2.25 points" in text(page(as_person(editor), measure))


def test_a_step_back_is_said_to_be_one(target, series, editor, as_person):
    enter(series, editor, "45")
    assert "-25% of the way: further from the target than the baseline" in text(page(as_person(editor), series.measure))


def test_an_average_stands_by_its_year_to_date_and_says_how_it_is_made(authority, editor, officer, as_person):
    series = SeriesFactory(measure=MeasureFactory(authority=authority, gathering="average"), name="")
    TargetFactory(series=series)
    enter(series, editor, "50", "51", "54")
    html = text(page(as_person(officer), series.measure))
    for words in (
        "51.7% April to December 2009, the year to date, the plain average of its 3 periods",
        "April to December 2009: 51.7% against 52%; 52% or more is green; anything else red",
        "Its latest period October to December 2009, provisional: 54.0% Green Target",
    ):
        assert words in html, words
    assert html.count("52% or more is green") == 1


def test_of_a_yearly_measure_the_year_before_is_said_once(authority, editor, officer, as_person):
    series = SeriesFactory(measure=MeasureFactory(authority=authority, frequency="year"), name="")
    days = {"starts": datetime.date(2008, 4, 1), "ends": datetime.date(2009, 3, 31)}
    record_result(series, **days, content={"value": Decimal(50)}, by=editor)
    html = text(page(as_person(officer), series.measure))
    assert ("Since the last period" in html, "Since a year before" in html) == (False, True)
