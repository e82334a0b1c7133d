"""A box for a figure takes what people type, and no other."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from targets.forms.figures import FigureField
from targets.performance import Kind


@pytest.mark.parametrize(
    ("typed", "kind", "figure"),
    [
        ("52", Kind.PERCENTAGE, "52"),
        ("52%", Kind.PERCENTAGE, "52"),
        ("46.40", Kind.PERCENTAGE, "46.4"),
        ("-10", Kind.PERCENTAGE, "-10"),
        ("21,609", Kind.COUNT, "21609"),
        ("£1.5m", Kind.MONEY, "1500000"),
        ("1886.86", Kind.MONEY, "1886.86"),
        ("2", None, "2"),
        ("0", Kind.COUNT, "0"),
    ],
)
def test_a_figure_is_kept_exactly(typed, kind, figure):
    assert FigureField(kind=kind).clean(typed) == Decimal(figure)


@pytest.mark.parametrize("typed", ["about 50", "lots", "15.4 : 3.6", "£5", "5 days", "1.23456", "100000000000"])
def test_what_is_not_one_figure_is_refused(typed):
    with pytest.raises(ValidationError):
        FigureField(kind=Kind.PERCENTAGE).clean(typed)


def test_an_empty_box_is_no_figure_and_a_needed_one_says_so():
    assert FigureField().clean("") is None
    with pytest.raises(ValidationError):
        FigureField(required=True).clean("")


def test_a_kept_figure_is_shown_without_idle_zeros():
    assert FigureField().prepare_value(Decimal("21609.5000")) == "21,609.5"
