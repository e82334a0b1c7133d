"""What a result says has to hold together."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpa_tracker.base.toolkit.errors import Refused
from targets.actions.answers import checked
from targets.actions.results import record_result
from tests.factories.targets import FIRST_QUARTER, MeasureFactory, SeriesFactory, TargetFactory

pytestmark = pytest.mark.django_db


def series_of(authority, **values):
    return SeriesFactory(measure=MeasureFactory(authority=authority, **values), name="")


def D(text):
    return None if text is None else Decimal(text)


WORKED_OUT = [
    # kind, unit, numerator, denominator, the figure
    ("rate", "per 100 million vehicle kilometres", "762", "16200000000", "4.7037"),
    ("rate", "per 10,000 population", "12", "4000", "30"),
    ("rate", "per thousand households", "49", "100000", "0.49"),
    ("rate", "per officer", "3", "4", "0.75"),
    ("hours", "working hours lost per member of staff", "1350", "100", "13.5"),
    ("hours", "hours", "1350", "100", "13.5"),
    ("percentage", "", "8991", "10000", "89.91"),
]


@pytest.mark.parametrize(("kind", "unit", "numerator", "denominator", "figure"), WORKED_OUT)
def test_a_figure_is_worked_out_by_what_its_unit_says(authority, kind, unit, numerator, denominator, figure):
    of = series_of(authority, kind=kind, unit=unit)
    content = {"numerator": D(numerator), "denominator": D(denominator)}
    assert checked(of, content)["value"] == D(figure)


def test_a_unit_that_cannot_be_read_works_nothing_out(authority):
    of = series_of(authority, kind="rate", unit="per 100m vehicle kilometres")
    with pytest.raises(Refused, match="Give the figure"):
        checked(of, {"numerator": Decimal(762), "denominator": Decimal(16200)})


TYPED = [
    # typed, numerator, denominator, whether it is taken
    ("89.91", "8991", "10000", True),
    ("89.9", "8991", "10000", True),
    ("90", "8991", "10000", True),
    ("90.0", "8991", "10000", False),
    ("90.05", "8996", "10000", False),
    ("89.96", "8996", "10000", True),
    ("90.0", "8995", "10000", True),
    ("89.9", "8995", "10000", False),
    ("66.67", "2", "3", True),
    ("66.66", "2", "3", False),
]


@pytest.mark.parametrize(("typed", "numerator", "denominator", "is_taken"), TYPED)
def test_a_typed_figure_is_its_fraction_rounded_to_the_digits_typed(authority, typed, numerator, denominator, is_taken):
    of = series_of(authority)
    content = {"value": D(typed), "numerator": D(numerator), "denominator": D(denominator)}
    if is_taken:
        assert checked(of, content)["value"] == D(typed)
    else:
        with pytest.raises(Refused, match=f"gives .*, not {typed.removesuffix('.0')}"):
            checked(of, content)


def test_hours_are_compared_with_their_fraction(authority):
    of = series_of(authority, kind="hours", unit="hours per member of staff")
    with pytest.raises(Refused, match=r"1,350 of 100 gives 13\.5, not 99"):
        checked(of, {"value": Decimal(99), "numerator": Decimal(1350), "denominator": Decimal(100)})


@pytest.mark.parametrize(("typed", "status"), [("90", "red"), (None, "red"), ("89.91", "red")])
def test_the_exact_fraction_judges_whatever_is_typed(authority, editor, typed, status):
    of = series_of(authority)
    TargetFactory(series=of, value=Decimal(90), text="Increase to 90%")
    content = {"value": D(typed), "numerator": Decimal(8991), "denominator": Decimal(10000)}
    assert record_result(of, **FIRST_QUARTER, content=content, by=editor).status == status


def test_a_fraction_without_end_does_not_reach_what_it_does_not_reach(authority, editor):
    of = series_of(authority)
    TargetFactory(series=of, value=Decimal("66.6667"), text="Increase to 66.6667%")
    result = record_result(of, **FIRST_QUARTER, content={"numerator": Decimal(2), "denominator": Decimal(3)}, by=editor)
    assert (result.value, result.status) == (Decimal("66.6667"), "red")


SECONDS = [
    ("ratio", "9.0", None, "A ratio has two figures"),
    ("ratio", "9.0", "0", "second figure of a ratio is not zero"),
    ("rank", "9", "1.5", "whole number from 1"),
    ("rank", "9", "0", "whole number from 1"),
    ("ratio", "9.0", "3.6", ""),
    ("rank", "9", "2", ""),
    ("rank", "9", None, ""),
]


@pytest.mark.parametrize(("kind", "value", "second", "why"), SECONDS)
def test_the_second_figure_of_a_ratio_or_a_rank_fits(authority, kind, value, second, why):
    of, content = series_of(authority, kind=kind), {"value": D(value), "second": D(second)}
    if why:
        with pytest.raises(Refused, match=why):
            checked(of, content)
    else:
        assert checked(of, content)["second"] == D(second)
