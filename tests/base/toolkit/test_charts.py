"""Charts: their arithmetic, and the drawing with its table."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ElementTree

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.charts import FILLS, GAP, WIDTH, Cell, Row, plain_bars, shortened, stacked_bars
from kpa_tracker.base.toolkit.ratings import RATINGS

ROWS = [
    Row("Neighbourhoods", {"red": 3, "amber": 5, "green": 11, "": 1}, {"red": "/red/", "all": "/all/"}),
    Row("People", {"amber": 4, "green": 6}),
    Row("Empty", {}),
]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    return Template("{% load components %}{% chart chart %}").render(Context({"chart": chart}))


def drawing(chart):
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>", drawn(chart), re.DOTALL).group())


def test_the_longest_bar_has_the_whole_width():
    chart = stacked_bars("Ratings", ROWS)
    last = chart.bars[0].segments[-1]
    assert last.x + last.width + GAP == pytest.approx(WIDTH, abs=0.2)


def test_bars_compare_by_length():
    chart = stacked_bars("Ratings", ROWS)
    assert [round(sum(part.width + GAP for part in bar.segments)) for bar in chart.bars] == [WIDTH, WIDTH // 2, 0]


def test_red_comes_first_and_what_nobody_rated_last():
    chart = stacked_bars("Ratings", ROWS)
    assert [part.word for part in chart.bars[0].segments] == ["Red", "Amber", "Green", "Not rated"]
    assert [point.word for point in chart.legend] == ["Red", "Amber", "Green", "Not rated"]


def test_the_five_points_appear_only_where_one_of_them_is_used():
    three = stacked_bars("Ratings", [Row("A", {"red": 1})])
    five = stacked_bars("Ratings", [Row("A", {"amber_red": 1})])
    assert three.columns == ["Part", "Red", "Amber", "Green", "All"]
    assert five.columns == ["Part", "Red", "Amber/Red", "Amber", "Amber/Green", "Green", "All"]


def test_a_rating_between_two_colours_is_drawn_in_both():
    (part,) = stacked_bars("Ratings", [Row("A", {"amber_green": 1})]).bars[0].segments
    assert [fill.colour for fill in part.fills] == list(FILLS["amber_green"])
    assert part.fills[0].y + part.fills[0].height == part.fills[1].y


@given(st.lists(st.dictionaries(st.sampled_from(sorted(RATINGS)), st.integers(0, 400)), max_size=8))
def test_the_table_adds_up_along_rows_and_columns(counts):
    chart = stacked_bars("Ratings", [Row(str(number), one) for number, one in enumerate(counts)])
    numbers = [[cell.value for cell in cells] for _, cells in chart.rows]
    totals = [cell.value for cell in chart.totals]
    assert all(sum(row[:-1]) == row[-1] for row in numbers)
    assert [sum(column) for column in zip(*numbers, strict=True)] == (totals if numbers else [])
    assert totals[-1] == sum(sum(one.values()) for one in counts)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(RATINGS)), st.integers(0, 400)), max_size=8))
def test_nothing_is_drawn_outside_the_picture_or_over_something_else(counts):
    for bar in stacked_bars("Ratings", [Row("A", one) for one in counts]).bars:
        assert all(one.x + one.width <= next.x + 0.2 for one, next in itertools.pairwise(bar.segments))
        assert all(part.x >= 0 for part in bar.segments)


def test_a_number_too_wide_for_its_part_is_left_to_the_table():
    chart = stacked_bars("Ratings", [Row("A", {"red": 1, "green": 99})])
    assert [part.has_room for part in chart.bars[0].segments] == [False, True]
    assert chart.rows[0][1] == [Cell(1), Cell(0), Cell(99), Cell(100)]


def test_the_description_says_in_words_what_the_drawing_shows():
    assert stacked_bars("Ratings", ROWS).description == (
        "Neighbourhoods: 3 red, 5 amber, 11 green, 1 not rated. People: 4 amber, 6 green. Empty: none."
    )


def test_plain_bars_compare_numbers():
    chart = plain_bars(
        "Overdue", [("Finance", 4, "/finance/"), ("Estates", 1, ""), ("None", 0, "")], columns=("Committee", "Overdue")
    )
    assert [[part.width for part in bar.segments] for bar in chart.bars] == [[WIDTH], [WIDTH / 4], []]
    assert chart.rows[0] == ("Finance", [Cell(4, "/finance/")])


def test_no_numbers_at_all_are_drawn_without_a_fault():
    assert plain_bars("Overdue", []).bars == []
    assert stacked_bars("Ratings", []).totals[-1] == Cell(0)


def test_a_long_label_is_cut_in_the_drawing_and_whole_in_the_table():
    long = "Value for money, including everything that the finance committee oversees"
    chart = stacked_bars("Ratings", [Row(long, {"red": 1})])
    assert chart.bars[0].label == shortened(long)
    assert chart.bars[0].label.endswith("…")
    assert chart.rows[0][0] == long


def test_the_drawing_has_a_name_a_description_and_no_fixed_width():
    svg = drawing(stacked_bars("Ratings by ambition", ROWS))
    names = svg.get("aria-labelledby").split()
    assert [part.get("id") for part in svg if part.tag in (f"{SVG}title", f"{SVG}desc")] == names
    assert svg.find(f"{SVG}title").text == "Ratings by ambition"
    assert svg.get("role") == "img"
    assert svg.get("viewBox") == f"0 0 {WIDTH} {3 * 54}"
    assert svg.get("width") is None


def test_the_drawing_has_no_style_and_no_script():
    html = drawn(stacked_bars("Ratings", ROWS))
    assert "style" not in html
    assert "<script" not in html


def test_the_table_stands_beside_the_drawing_and_leads_to_the_lists():
    html = drawn(stacked_bars("Ratings", ROWS, total_urls={"red": "/every-red/"}))
    assert '<a class="govuk-link" href="/red/">3</a>' in html
    assert '<a class="govuk-link" href="/all/">20</a>' in html
    assert '<a class="govuk-link" href="/every-red/">3</a>' in html
    assert html.count('scope="row"') == len(ROWS) + 1


def test_a_zero_leads_nowhere():
    html = drawn(stacked_bars("Ratings", [Row("A", {"green": 1}, {"red": "/red/"})]))
    assert "/red/" not in html


def test_labels_are_text_and_never_markup():
    assert "<b>" not in drawn(stacked_bars("<b>", [Row("<b>", {"red": 1})], first_column="<b>"))
