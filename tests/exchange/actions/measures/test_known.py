"""A measure is known again by what is the same of it: not by an arrow beside it, nor by where its reference stands."""

import pytest

from kpa_tracker.interfaces.exchange.actions.measures import take_over_results, take_over_targets
from kpa_tracker.interfaces.exchange.actions.measures.known import KnownMeasures
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from kpa_tracker.interfaces.exchange.reading.measures.targets import read_targets
from plans.models import Plan
from targets.models import Measure, Result, Series
from tests.factories.exchange import document_of
from tests.factories.plans import PlanFactory
from tests.factories.targets import MeasureFactory


def take_results(authority, editor, *rows, heads=("Indicator", "2008/09")):
    read = read_results(document_of([list(heads), *rows]))
    return take_over_results(authority, read, by=editor, name="a.csv")


def test_an_arrow_beside_a_title_makes_no_other_measure_when_it_turns(authority, editor):
    take_results(authority, editor, ["Thefts ↓", "100"])
    again = take_results(authority, editor, ["Thefts ↑", "100"])
    assert ([str(one) for one in Measure.objects.all()], len(again.same)) == (["Thefts"], 1)


def test_a_measure_whose_title_has_an_arrow_here_is_found_without_it(authority):
    measure = MeasureFactory(authority=authority, reference="", title="Thefts ↓")
    assert KnownMeasures(authority.pk).find("", "Thefts") == measure


def test_an_arrow_in_the_column_of_series_names_none(authority, editor):
    heads = ("Indicator", "Area", "2008/09")
    take_results(authority, editor, ["Thefts", "↓", "100"], heads=heads)
    again = take_results(authority, editor, ["Thefts", "↑", "100"], heads=heads)
    assert ([one.name for one in Series.objects.all()], len(again.same)) == ([""], 1)


def test_an_arrow_behind_a_figure_says_how_it_moved_and_is_no_unit(authority, editor):
    take_results(authority, editor, ["Thefts", "100 ↓"], ["Trust", "52% ▲"])
    assert sorted(Result.objects.values_list("value", flat=True)) == [52, 100]


@pytest.mark.parametrize("title", ["SPI 1.1 Satisfaction", "SPI 1.1 - Satisfaction", "SPI 1.1: Satisfaction"])
def test_a_reference_in_front_of_the_title_is_the_references_measure(authority, title):
    measure = MeasureFactory(authority=authority, reference="SPI 1.1", title="Satisfaction")
    known = KnownMeasures(authority.pk)
    assert known.find("", title) == measure
    assert known.find("", title.replace("Satisfaction", "Trust")) is None


def test_a_reference_that_stands_in_front_of_the_title_here_is_found_by_its_column(authority):
    measure = MeasureFactory(authority=authority, reference="", title="SPI 1.1 Satisfaction")
    known = KnownMeasures(authority.pk)
    assert known.find("SPI 1.1", "Satisfaction") == measure
    assert known.find("SPI 1.2", "Satisfaction") is None


def test_a_title_under_another_reference_is_another_measure(authority):
    MeasureFactory(authority=authority, reference="SPI 1.1", title="Satisfaction")
    assert KnownMeasures(authority.pk).find("SPI 1.2", "Satisfaction") is None


def test_one_row_alone_finds_what_a_whole_table_made(authority, editor):
    plan = PlanFactory(authority=authority, state=Plan.State.DRAFT)
    heads = ["Indicator", "Target 2009/10", "Baseline"]
    rows = [["SPI 1.1 Satisfaction", "80%", "70%"], ["SPI 1.2 Trust", "60%", "50%"]]
    take_over_targets(plan, read_targets(document_of([heads, *rows])), by=editor)
    again = take_over_targets(plan, read_targets(document_of([heads, rows[0]])), by=editor)
    assert (len(again.same), Measure.objects.count()) == (1, 2)
