"""Line charts: where each value lies, where the line is broken, and what is said of it in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.lines import BOTTOM, LEFT, TOP, WIDTH, Reading, line_chart, ticks_of

SVG = "{http://www.w3.org/2000/svg}"


def chart(*values, is_rank=False, **of_all):
    readings = [
        Reading(f"Period {place}", None if value is None else Decimal(value), **of_all)
        for place, value in enumerate(values, 1)
    ]
    return line_chart("Satisfied", readings, write=str, is_rank=is_rank)


def html(drawn):
    return Template("{% load components %}{% line_chart chart %}").render(Context({"chart": drawn}))


def test_without_any_value_there_is_no_drawing():
    assert chart(None, None) is None


def test_values_lie_in_order_and_higher_is_further_up():
    (run,) = chart("10", "20", "30").runs
    assert [spot.x for spot in run] == [110, 210, 310]
    assert run[0].y > run[1].y > run[2].y


def test_the_first_place_of_a_ranking_is_at_the_top():
    (run,) = chart("1", "20", is_rank=True).runs
    assert run[0].y < run[1].y


def test_a_gap_breaks_the_line_and_is_a_column_without_data_never_a_zero():
    drawn = chart("10", None, "20", "15")
    assert [len(run) for run in drawn.runs] == [1, 2]
    assert [(gap.x, gap.width, gap.y, gap.height) for gap in drawn.gaps] == [(135, 75, TOP, BOTTOM - TOP)]
    assert min(float(tick.label) for tick in drawn.ticks) > 0
    assert ("gap", "No data") in drawn.key


def test_a_new_definition_breaks_the_line():
    readings = [Reading(str(n), Decimal(n), counted_as=n > 2) for n in range(1, 5)]
    drawn = line_chart("Crimes", readings, write=str)
    assert [len(run) for run in drawn.runs] == [2, 2]
    assert drawn.breaks == [210]
    assert "The definition changed; the line is broken there." in drawn.description


def test_target_and_tolerance_are_drawn_over_the_periods_that_they_hold_for():
    readings = [Reading("1", Decimal(10)), *[Reading(str(n), Decimal(n), Decimal(12), Decimal(9)) for n in (2, 3)]]
    drawn = line_chart("Crimes", readings, write=str)
    assert [(target.x1, target.x2) for target in drawn.targets] == [(160, 360)]
    (band,) = drawn.bands
    assert (band.x, band.width, band.y) == (160, 200, drawn.targets[0].y)


def test_the_drawing_is_told_in_words():
    assert chart("10", None, "20", wanted=Decimal(15)).description == (
        "Period 1: 10; Period 3: 20. Target 15. No data for 1 of 3 periods."
    )
    assert chart("10").description == "Period 1: 10."


def test_of_many_values_only_the_last_and_the_lonely_are_marked():
    assert len(chart(*range(120)).marks) == 1
    assert len(chart(*range(60), None, 5, None, *range(60)).marks) == 2
    assert len(chart(*range(12)).marks) == 12


def test_the_drawing_has_a_text_alternative_and_no_style_of_its_own():
    text = html(chart("10", None, "20", wanted=Decimal(15), tolerated=Decimal(12)))
    drawing = ElementTree.fromstring(re.search(r"<svg.*?</svg>", text, re.DOTALL).group())
    assert drawing.get("viewBox") == "0 0 360 210"
    assert drawing.get("width") is None
    assert drawing.find(f"{SVG}title").text == "Satisfied"
    assert "No data for 1 of 3" in drawing.find(f"{SVG}desc").text
    assert "style" not in text


@pytest.mark.parametrize(
    ("values", "levels"), [(("46.4", "52"), "46 48 50 52"), (("5",), "5 5.2"), (("0", "0"), "0 0.25")]
)
def test_the_axis_has_round_levels(values, levels):
    found = ticks_of([Decimal(value) for value in values])
    assert (
        " ".join(f"{level.normalize():f}" for level in (found if len(values) > 1 and values[0] != "0" else found[:2]))
        == levels
    )


@given(st.lists(st.decimals(-10_000, 10_000, places=2), min_size=1, max_size=40))
def test_every_value_lies_within_the_drawing(values):
    drawn = chart(*map(str, values))
    for run in drawn.runs:
        for spot in run:
            assert TOP <= spot.y <= BOTTOM
            assert LEFT <= spot.x <= WIDTH
