"""Colours by rule, as Excel's conditional formatting gives them."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from kpa_tracker.base.toolkit.workbooks.conditional import conditions_in
from kpa_tracker.base.toolkit.workbooks.reading import read_workbook
from tests.exchange.files import saved

RED, GREEN = (PatternFill("solid", bgColor=colour) for colour in ("FF0000", "00B050"))


def fills(rules, rows=(("Late", 2, "x"), ("Done", 1, None)), static=None):
    """Return the fills of a sheet's cells under rules, each for a range."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for place, colour in (static or {}).items():
        sheet[place].fill = PatternFill("solid", fgColor=colour)
    for where, rule in rules:
        sheet.conditional_formatting.add(where, rule)
    return [[cell.fill for cell in row.cells] for row in read_workbook(saved(book)).grids[0].rows]


def text_rule(kind, text):
    return Rule(type=kind, operator=kind, text=text, formula=["TRUE"], dxf=DifferentialStyle(fill=RED))


@pytest.mark.parametrize(
    ("where", "rule", "first_row"),
    [
        ("A1:A2", CellIsRule(operator="equal", formula=['"late"'], fill=RED), ["FF0000", "", ""]),
        ("B1:B2", CellIsRule(operator="equal", formula=["2.0"], fill=RED), ["", "FF0000", ""]),
        ("A1:C2", text_rule("containsText", "AT"), ["FF0000", "", ""]),
        ("A1:C2", text_rule("beginsWith", "la"), ["FF0000", "", ""]),
        ("A1:C2", text_rule("endsWith", "te"), ["FF0000", "", ""]),
        ("A1:C2", FormulaRule(formula=['$A1="Late"'], fill=RED), ["FF0000"] * 3),
        ("A1:C2", FormulaRule(formula=["=$B1=2"], fill=RED), ["FF0000"] * 3),
        ("A1:B2", FormulaRule(formula=["B1=2"], fill=RED), ["FF0000", "", ""]),
        ("A1:A2 C1:C2", CellIsRule(operator="equal", formula=['"x"'], fill=RED), ["", "", "FF0000"]),
    ],
)
def test_a_simple_rule_colours_the_cells_it_is_true_of(where, rule, first_row):
    first, second = fills([(where, rule)])
    assert (first, second) == (first_row, ["", "", ""])


@pytest.mark.parametrize(
    "rule",
    [
        CellIsRule(operator="greaterThan", formula=["1"], fill=RED),
        CellIsRule(operator="equal", formula=["$B$1"], fill=RED),
        CellIsRule(operator="equal", formula=["2"], font=Font(bold=True)),
        FormulaRule(formula=["LEN($A1)>2"], fill=RED),
        FormulaRule(formula=['$A2="Done"'], fill=RED),
        FormulaRule(formula=['$Z1="Late"'], fill=RED),
        Rule(type="aboveAverage", dxf=DifferentialStyle(fill=RED)),
        ColorScaleRule(start_type="min", start_color="FF0000", end_type="max", end_color="00B050"),
    ],
    ids=["greater", "another cell", "no colour", "a function", "another row", "beyond", "an average", "a scale"],
)
def test_what_needs_more_than_looking_colours_nothing(rule):
    assert fills([("A1:C2", rule)]) == [["", "", ""]] * 2


def test_the_first_rule_in_order_holds_and_lies_over_the_cells_own_fill():
    rules = [
        ("A1:A2", CellIsRule(operator="equal", formula=['"Late"'], fill=RED)),
        ("A1:A2", text_rule("beginsWith", "L")),
        ("A1:A2", CellIsRule(operator="equal", formula=['"Done"'], fill=GREEN)),
    ]
    coloured = fills(rules, static={"A1": "FFFF00", "B2": "FFFF00"})
    assert coloured == [["FF0000", "", ""], ["00B050", "FFFF00", ""]]


def test_quotation_marks_within_a_text_are_doubled():
    rule = CellIsRule(operator="equal", formula=['"say ""late"""'], fill=RED)
    assert fills([("A1", rule)], rows=[('say "late"',)]) == [["FF0000"]]


def test_a_pattern_that_is_not_solid_is_no_colour():
    hatched = PatternFill("lightGrid", bgColor="FF0000")
    assert fills([("A1", CellIsRule(operator="equal", formula=['"x"'], fill=hatched))], rows=[("x",)]) == [[""]]


def test_whole_columns_and_rows_are_ranges():
    xml = '<x xmlns="m" sqref="{}"><cfRule type="cellIs" operator="equal" dxfId="0"><formula>1</formula></cfRule></x>'
    (column,), (row,) = (conditions_in(ElementTree.fromstring(xml.format(where))) for where in ("B:C", "2:2"))
    assert (column.covers(99, 2), column.covers(99, 4)) == (True, False)
    assert (row.covers(2, 99), row.covers(3, 99)) == (True, False)


def test_a_rule_without_a_place_is_none():
    xml = '<x xmlns="m"><cfRule type="cellIs" operator="equal" dxfId="0"><formula>1</formula></cfRule></x>'
    assert conditions_in(ElementTree.fromstring(xml)) == []
