"""Text copied out of a PDF: columns stand apart by spaces, cells wrap, and pages have heads and feet."""

import textwrap
from itertools import zip_longest

import pytest

from kpa_tracker.base.toolkit.grids import Bounds, UnreadableFile
from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.delimited import read_delimited
from kpa_tracker.interfaces.exchange.reading.interpret import interpret
from kpa_tracker.interfaces.exchange.reading.spaced import is_spaced, read_spaced, repeated_lines
from tests.exchange.files import SOURCES

HEADINGS = "Aim              Action                      Lead               By when"
PAGES = f"""Business plan 2009/10                                     Page 1

{HEADINGS}
Safe streets     Patrol the park every       Clerk              June 2010
                 night of the week           and Chair
                 Light the lanes             Chief Executive    Dec 2009
Good value       Share the fleet             Sam Brown
The authority                                     1
\fBusiness plan 2009/10                                     Page 2

{HEADINGS}
Fair             Train                       Analyst            ongoing
                 the staff
The authority                                     2
"""
TABLE = [
    ["Aim", "Action", "Lead", "By when"],
    ["Safe streets", "Patrol the park every night of the week", "Clerk and Chair", "June 2010"],
    ["", "Light the lanes", "Chief Executive", "Dec 2009"],
    ["Good value", "Share the fleet", "Sam Brown", ""],
    ["Fair", "Train the staff", "Analyst", "ongoing"],
]


def table_of(text):
    (grid,) = read_spaced(text).grids
    return [[cell.text for cell in row.cells] for row in grid.rows]


def said_of(*lines):
    return " ".join(read_spaced("\n".join([HEADINGS, *lines])).notes)


@pytest.mark.parametrize("text", [PAGES, PAGES.replace("\f", "")], ids=["with marked pages", "as pasted"])
def test_a_table_over_two_pages_is_one_without_their_heads_and_feet(text):
    assert table_of(text) == TABLE
    notes = " ".join(read_spaced(text).notes)
    assert "“Business plan 2009/10 Page 1”; “The authority 1”" in notes
    assert interpret(read_spaced(text)).counts.deliverables == 4


def test_an_empty_line_begins_a_row_whatever_it_begins_with():
    rows = table_of("\n".join([HEADINGS, "Safe             Patrol                      Clerk", "", " " * 17 + "visit"]))
    assert rows[1:] == [["Safe", "Patrol", "Clerk", ""], ["", "visit", "", ""]]


def test_where_empty_lines_part_the_rows_a_first_column_may_wrap_as_well():
    lines = [
        "Safe and quiet   Patrol                      Clerk",
        "streets          the park",
        "",
        "Fair             Train",
    ]
    assert table_of("\n".join([HEADINGS, *lines]))[1:] == [
        ["Safe and quiet streets", "Patrol the park", "Clerk", ""],
        ["Fair", "Train", "", ""],
    ]
    assert "its rows by empty lines" in said_of(*lines)


def test_a_stray_empty_line_parts_no_other_rows():
    line = "Safe             Patrol                      Clerk"
    assert len(table_of("\n".join([HEADINGS, *[line] * 8, "", *[line] * 8]))) == 17


def test_what_may_go_on_or_begin_a_row_is_named():
    above = "Safe             Patrol the                  Clerk"
    assert "may begin a row of its own: line 3" in said_of(above, "                 park                        Chair")
    assert "may begin" not in said_of(above, "                 park                        and chair")


def test_words_that_fit_no_column_are_left_out_and_named():
    line = "Safe             Patrol the park and much else beyond  Clerk  June 2010"
    assert "it cannot be told which columns the words stand in: line 2." in said_of(line)
    assert "line 2, line 3, line 4, line 5, line 6, line 7, line 8, line 9 and 2 more" in said_of(*[line] * 10)
    assert table_of("\n".join([HEADINGS, line, "Safe             Visit                       Clerk"])) == [
        TABLE[0],
        ["Safe", "Visit", "Clerk", ""],
    ]


def test_what_stands_around_the_table_stays_beside_it():
    document = read_spaced(f"Our plan\n\n{HEADINGS}\nSafe             Patrol                      Clerk")
    assert [block.text for block in document.blocks if not hasattr(block, "rows")] == ["Our plan"]


def test_headings_of_another_table_end_the_one_before():
    first = [HEADINGS, "Safe             Patrol                      Clerk"]
    other = ["Aim              Action          Lead", "Fair             Train           Chair"]
    text = "\n".join([*first, *other])
    assert [len(grid.rows) for grid in read_spaced(text).grids] == [2, 2]


def test_text_with_tabs_or_without_such_headings_is_read_as_ever():
    assert not is_spaced("Some words    and others    and more\nand again    and again    and again")
    assert not is_spaced(HEADINGS)
    assert read_delimited(PAGES.replace("\f", "").encode()).grids[0].unit == "line"
    assert read_delimited(b"Aim\tAction\tLead\nSafe\tPatrol  the\tClerk\n").notes == []


def test_a_line_that_stands_once_is_no_head_of_a_page():
    assert repeated_lines("One\n\fTwo\n") == set()
    assert repeated_lines("Page 1\n\fPage 2\n") == {"Page 0"}


def test_it_keeps_to_the_bounds():
    with pytest.raises(UnreadableFile, match="more than 2 rows"):
        read_spaced(PAGES, Bounds(rows=2))
    with pytest.raises(UnreadableFile, match="far more text"):
        read_spaced(PAGES, Bounds(characters=5))


# --- A real plan, laid out as a page of a PDF is ----------------------------------------------------------------------

WIDTHS = [26, 26, 34, 34, 24, 14, 24]


def laid_out(row):
    """Return a row's lines: each cell in its column, wrapped."""
    cells = [textwrap.wrap(cell.text, width - 3) for cell, width in zip(row.cells, WIDTHS, strict=True)]
    lines = zip_longest(*cells, fillvalue="")
    return ["".join(part.ljust(width) for part, width in zip(line, WIDTHS, strict=True)) for line in lines]


@pytest.mark.skipif(not SOURCES.exists(), reason="the sources are not here")
def test_a_real_plan_laid_out_on_pages_comes_in_whole():
    name = "kpa-business-plan-2009-10.xlsx"
    whole = read(name, (SOURCES / name).read_bytes())
    (grid,) = [one for one in whole.grids if any(len(row.filled) > 4 for row in one.rows)][:1]
    head = next(number for number, row in enumerate(grid.rows) if len(row.filled) > 4)
    rows = [row for row in grid.rows[head + 1 :] if row.filled]
    heading = "".join(
        cell.text.split("\n")[0][: width - 3].ljust(width)
        for cell, width in zip(grid.rows[head].cells, WIDTHS, strict=True)
    )
    pages = []
    for number, start in enumerate(range(0, len(rows), 8), start=1):
        body = [line for row in rows[start : start + 8] for line in [*laid_out(row), ""]]
        pages.append("\n".join([f"Business Plan 2009/10, page {number}", "", heading, *body, "Kent Police Authority"]))
    document = read("Pasted text.txt", "\n\f".join(pages).encode())
    (found,) = document.grids
    texts = [[" ".join(cell.text.split()) for cell in row.cells] for row in rows]
    assert [[cell.text for cell in row.cells] for row in found.rows[1:]] == texts
    assert interpret(document).counts.deliverables == interpret(whole).counts.deliverables
