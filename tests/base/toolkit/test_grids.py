import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.grids import (
    Bounds,
    Cell,
    Grid,
    Paragraph,
    Row,
    SourceDocument,
    Tally,
    UnreadableFile,
    clean_text,
)


def test_control_characters_go_and_lines_stay():
    assert clean_text("a\x00b\x07 \u200bc\r\nd\x0be\u00a0 f_x000D_\n\n") == "ab c\nd\ne f"


@given(st.text(alphabet=st.characters(), max_size=100))
def test_clean_text_can_be_stored_anywhere(text):
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert not [letter for letter in cleaned if letter < " " and letter != "\n"]
    assert clean_text(cleaned) == cleaned


def test_a_document_survives_being_stored():
    grid = Grid("Plan", [Row(4, [Cell("Aim\nmore", "FF0000", ""), Cell(merged="up")])])
    document = SourceDocument([Paragraph("Title", 1), grid], ["A note."])
    assert SourceDocument.from_json(document.to_json()) == document


def test_a_cell_has_lines_and_a_row_knows_what_is_filled():
    row = Row(1, [Cell("a\nb"), Cell()])
    assert row.cell(0).lines == ["a", "b"]
    assert row.cell(1).lines == row.cell(9).lines == []
    assert row.filled == [row.cells[0]]


def test_a_place_names_its_sheet_where_it_has_one():
    assert Grid("Plan", []).place(3) == "Plan, row 3"
    assert Grid("", [], "line").place(3) == "line 3"


@pytest.mark.parametrize(
    ("bounds", "cells"),
    [
        (Bounds(rows=1), [Cell("a")]),
        (Bounds(cells=1), [Cell("a"), Cell(fill="FF0000")]),
        (Bounds(characters=3), [Cell("abcd")]),
        (Bounds(cell_characters=3), [Cell("abcd")]),
    ],
)
def test_reading_stops_at_each_bound(bounds, cells):
    tally = Tally(bounds)
    with pytest.raises(UnreadableFile):
        [tally.add_row(cells) for _ in range(2)]
