"""A result's fraction, and how others stood: taken with the figure they belong to."""

from decimal import Decimal

import pytest

from kpa_tracker.interfaces.exchange.actions.measures import propose_results, take_over_results
from kpa_tracker.interfaces.exchange.reading.measures.results import read_results
from targets.models import Comparator, Result
from tests.factories.exchange import document_of

HEADS = ["Ref", "Indicator", "Period", "Numerator", "Denominator", "Result", "MSG average", "National rank"]
ROW = ["1", "Percentage satisfied", "2008/09", "80", "100", "80%", "78%", "12th of 43"]


def reading(*rows):
    return read_results(document_of(rows))


@pytest.fixture
def take(authority, editor):
    return lambda *rows: take_over_results(authority, reading(*rows), by=editor, name="a.csv")


def told(proposal):
    return [text for _, text in proposal.remarks]


def test_a_result_comes_with_its_fraction_and_how_others_stood(take):
    proposal = take(HEADS, ROW)
    result = Result.objects.get()
    assert (result.value, result.numerator, result.denominator) == (80, 80, 100)
    assert list(Comparator.objects.values_list("sort", "value", "of", "starts", "ends")) == [
        ("group", 78, None, result.starts, result.ends),
        ("rank", 12, 43, result.starts, result.ends),
    ]
    assert proposal.steps[0].beside_words == [
        "80 of 100",
        "Most similar group, average: 78",
        "Rank in England and Wales: 12 of 43",
    ]


def test_the_same_table_again_changes_nothing(take):
    take(HEADS, ROW)
    assert len(take(HEADS, ROW).same) == 1
    assert (Result.objects.count(), Comparator.objects.count()) == (1, 2)


def test_columns_of_several_periods_go_with_the_result_of_their_own(take):
    heads = ["Indicator", "2007/08", "2008/09", "Numerator 2008/09", "Denominator 2008/09", "National average 2007/08"]
    take(heads, ["Percentage satisfied", "70%", "80%", "8", "10", "71"])
    assert list(Result.objects.order_by("ends").values_list("value", "numerator")) == [(70, None), (80, 8)]
    assert [(one.value, one.ends.year) for one in Comparator.objects.all()] == [(71, 2008)]


def test_a_column_without_a_period_beside_several_is_not_used_and_said(take):
    proposal = take(["Indicator", "2007/08", "2008/09", "National average"], ["Thefts", "7", "8", "9"])
    assert "“National average” does not say which of the periods it is of, and is not used." in proposal.read.notes[-1]
    assert not Comparator.objects.exists()


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        ("80", "", "Give both parts of the fraction, or neither."),
        ("80", "120", "80 of 120 gives 66.6667, not 80. Leave the figure empty, and it is worked out."),
        ("80", "0", "The number below the line is more than zero."),
    ],
)
def test_a_fraction_that_does_not_give_the_figure_is_left_and_the_figure_taken(take, numerator, denominator, said):
    row = [*ROW[:3], numerator, denominator, *ROW[5:]]
    assert told(take(HEADS, row))[0] == f"The fraction in the file is not taken: {said}"
    assert (Result.objects.get().value, Result.objects.get().numerator) == (80, None)


def test_a_fraction_that_comes_later_is_one_more_version_of_the_same_figure(take):
    take(HEADS, [*ROW[:3], "", "", *ROW[5:]])
    assert len(take(HEADS, ROW).changed) == 1
    assert list(Result.objects.order_by("number").values_list("value", "numerator")) == [(80, None), (80, 80)]
    assert len(take(HEADS, ROW).same) == 1


def test_another_average_than_the_one_here_is_said_and_not_overwritten(take):
    take(HEADS, ROW)
    proposal = take(HEADS, [*ROW[:6], "79%", "12th of 43"])
    assert told(proposal) == [
        "Most similar group, average is 78 here and 79 in the file. It stays: correct it on the page of its measure."
    ]
    assert Comparator.objects.get(sort="group").value == Decimal(78)


def test_what_is_not_understood_is_shown_and_the_result_taken(take):
    proposal = take(HEADS, [*ROW[:3], "80%", "100", "80%", "about the same", "top ten"])
    assert [one.text for one in proposal.read.problems] == [
        "What stands under “Numerator” is not understood: “80%”. The result itself is taken.",
        "What stands under “MSG average” is not understood: “about the same”. The result itself is taken.",
        "What stands under “National rank” is not understood: “top ten”. The result itself is taken.",
    ]
    assert Result.objects.get().value == 80


def test_an_average_of_another_kind_than_the_result_is_none_of_its(take):
    proposal = take(HEADS, [*ROW[:6], "£5", ""])
    assert [one.text for one in proposal.read.problems] == [
        "What stands under “MSG average” is not understood: “£5”. The result itself is taken."
    ]
    assert not Comparator.objects.exists()


def test_beside_a_cell_of_several_figures_nothing_is_said_of_one(take):
    proposal = take(["Indicator", "2008/09", "National average"], ["Thefts", "KCC area 5 Medway 6", "7"])
    assert [one.text for one in proposal.read.problems] == [
        "The cell holds several figures, so what stands under “National average” is of none of them: “7”."
    ]
    assert Result.objects.count() == 2


def test_without_comparators_nothing_is_asked_of_the_database(authority, django_assert_num_queries):
    read = reading(["Indicator", "2008/09"], ["Thefts", "5"])
    with django_assert_num_queries(2):
        propose_results(authority, read)
