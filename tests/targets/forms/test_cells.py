"""What is typed as a figure is read whole or refused, and a result is typed back with every digit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from targets.forms.cells import CellField, read_cell, typed
from tests.factories.targets import MeasureFactory, ResultFactory, SeriesFactory


def series(kind="percentage", unit=""):
    return SeriesFactory.build(measure=MeasureFactory.build(kind=kind, unit=unit, authority=None))


def result(kind, value, second=None, *, unit="", words="", **more):
    second = second and Decimal(second)
    value = None if value is None else Decimal(value)
    values = {"value": value, "second": second, "words": words, "entered_by": None, **more}
    return ResultFactory.build(series=series(kind, unit), **values)


REFUSED = [
    ("percentage", "", "about 47", "is not understood"),
    ("percentage", "", "47 48", "is not understood"),
    ("percentage", "", "£47", "is not understood"),
    ("count", "", "46.4%", "is not understood"),
    ("count", "", "U/A", "Leave it empty where there is no data"),
    ("count", "", "Data currently unavailable", "Leave it empty"),
    ("count", "", "1.23456", "four decimal places"),
    ("rate", "per 1,000 population", "4 per 10,000 population", "This is per 10,000; the measure is per 1,000"),
    ("money", "£m", "1.5", "Write whether this is in m or in ones"),
]


@pytest.mark.parametrize(("kind", "unit", "text", "why"), REFUSED)
def test_what_is_not_one_figure_of_the_measures_kind_is_refused(kind, unit, text, why):
    with pytest.raises(ValidationError, match=why):
        read_cell(series(kind, unit), text)


TYPED = [
    ("percentage", "", "46.4", None, "46.4"),
    ("percentage", "", "46.1062", None, "46.1062"),
    ("count", "", "21609", None, "21,609"),
    ("count", "", "0", None, "0"),
    ("money", "£m", "1886.86", None, "£1,886.86"),
    ("ratio", "%", "15.4", "3.65", "15.40% : 3.65%"),
    ("ratio", "in", "1", "4", "1 in 4"),
    ("rank", "nationally, of the most similar group", "22", "7", "22nd nationally, 7th of the most similar group"),
    ("level", "", "3", None, "3"),
    ("hours", "hours per person", "35.5", None, "35.5"),
]


@pytest.mark.parametrize(("kind", "unit", "value", "second", "text"), TYPED)
def test_a_result_is_typed_back_exactly_and_read_again(kind, unit, value, second, text):
    found = result(kind, value, second, unit=unit)
    assert typed(found) == text
    read = read_cell(found.series, text)
    assert (read["value"], read["second"]) == (found.value, found.second)


def test_words_are_kept_as_they_are_and_nothing_is_typed_for_what_is_not_there():
    assert typed(result("qualitative", None, words="All in place.")) == "All in place."
    assert read_cell(series("qualitative"), " All in place. ") == {"words": "All in place."}
    assert typed(None) == ""
    assert typed(result("count", None, withheld_reason="Under review")) == ""


def test_an_empty_box_says_nothing():
    field = CellField()
    field.series = series()
    assert (field.clean(""), field.clean("46.4")["value"]) == ({}, Decimal("46.4"))
