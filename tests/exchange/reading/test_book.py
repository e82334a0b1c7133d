import pytest

from kpa_tracker.base.toolkit.grids import Cell, Grid, Row, SourceDocument
from kpa_tracker.interfaces.exchange.reading.book import OTHER_VERSION, WHAT, fault_of, is_book, may_be_book, said
from kpa_tracker.interfaces.exchange.reading.child import read
from tests.exchange.files import workbook

OWN = [["What this is", WHAT], ["Version", "1"], ["Plan", "  spaced  out "]]


def document(rows, name="Read me"):
    return SourceDocument([Grid(name, [Row(n, [Cell(text) for text in row]) for n, row in enumerate(rows, start=1)])])


def test_a_plans_workbook_is_known_by_its_first_sheet():
    assert is_book(document(OWN))
    assert is_book(document(OWN, name=" read ME "))
    assert not is_book(document(OWN, name="Plan"))
    assert not is_book(document([["What this is", "a budget"]]))
    assert not is_book(SourceDocument())


def test_its_version_is_looked_at():
    assert [fault_of(document([OWN[0], ["Version", version]])) for version in ("1", "2")] == ["", ""]
    assert fault_of(document([OWN[0], ["Version", "3"]])) == OTHER_VERSION
    assert fault_of(document(OWN[:1])) == OTHER_VERSION


def test_what_it_says_of_itself_is_found_by_its_words():
    assert (said(document(OWN), "Plan"), said(document(OWN), "Nothing")) == ("spaced  out", "")


@pytest.mark.parametrize(("title", "text"), [("Read me", "  spaced  out "), ("Notes", "spaced out")])
def test_only_a_plans_workbook_is_read_with_its_spaces(title, text):
    content = workbook(OWN, title=title)
    assert may_be_book(content)
    assert read("plan.xlsx", content).grids[0].rows[2].cell(1).text == text


def test_any_other_workbook_does_not_cost_a_second_reading():
    assert not may_be_book(workbook([["Aim", "Action"], ["Safe", "Patrol"]]))
