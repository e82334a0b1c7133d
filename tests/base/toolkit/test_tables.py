"""Columns draw what a row says, say gaps in words, and escape what people typed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
import pytest
from django.template import Context, Template

from deliverables.progress import Flag, Kind
from kpa_tracker.base.toolkit.tables import (
    DayColumn,
    FileColumn,
    FlagsColumn,
    GapColumn,
    LinkColumn,
    RatingColumn,
    StageColumn,
    TickColumn,
)

LATE = Flag("overdue", "Overdue", "Due by 31 March 2010: 12 days ago.", Kind.TIME, 12)


@dataclass
class Row:
    """A row of a made-up list."""

    pk: int = 7
    title: Any = "Estates"
    owner: Any = None
    rating: str = ""
    stage: str = ""
    flags: tuple[Flag, ...] = ()
    day: datetime.date | None = None

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"/rows/{self.pk}/"


class RowTable(tables.Table):
    """Every shared column."""

    row = TickColumn(accessor="pk")
    title = LinkColumn(attrs={"td": {"class": "app-table__main"}})
    owner = GapColumn(gap="No <owner>")
    rating = RatingColumn()
    stage = StageColumn()
    flags = FlagsColumn()
    day = DayColumn(gap="None yet")


def drawn(**values):
    cells = RowTable([Row(**values)]).rows[0]
    return {name: str(cells.get_cell(name)).strip() for name in RowTable.base_columns}


def exported(**values):
    return list(RowTable([Row(**values)]).as_values())[1]


def body(**values):
    table = RowTable([Row(**values)])
    return Template("{% load compact %}{% table_body table %}").render(Context({"table": table}))


def test_a_full_row_is_drawn_and_exported():
    full = {
        "owner": "Treasurer",
        "rating": "red",
        "stage": "complete",
        "flags": (LATE,),
        "day": datetime.date(2010, 3, 31),
    }
    cells = drawn(**full)
    assert cells["title"] == '<a class="govuk-link" href="/rows/7/">Estates</a>'
    assert cells["owner"] == "Treasurer"
    assert cells["rating"] == '<span class="app-rating app-rating--red">Red</span>'
    assert cells["stage"] == '<span class="app-stage app-stage--complete">Complete</span>'
    assert "Overdue" in cells["flags"]
    assert "12 days ago" in cells["flags"]
    assert cells["day"] == "31 March 2010"
    assert exported(**full) == ["Estates", "Treasurer", "Red", "Complete", "Overdue", "2010-03-31"]


def test_gaps_are_words_on_the_page_and_empty_in_a_file():
    cells = drawn()
    assert "No &lt;owner&gt;" in cells["owner"]
    assert "None yet" in cells["day"]
    assert "Nothing" in cells["flags"]
    assert "Not rated" in cells["rating"]
    assert "Not started" in cells["stage"]
    assert exported() == ["Estates", "", "Not rated", "Not started", "", ""]


def test_a_moment_is_of_the_day_that_it_was_in_the_office():
    first_hour = datetime.datetime(2010, 4, 12, 23, 30, tzinfo=datetime.timezone.utc)  # half past midnight in summer
    assert drawn(day=first_hour)["day"] == "13 April 2010"
    assert exported(day=first_hour)[-1] == "2010-04-13"


def test_the_box_of_a_row_is_named_and_never_exported():
    box = drawn(title="A & B")["row"]
    assert 'name="row" value="7"' in box
    assert "Choose A &amp; B" in box
    assert len(exported()) == len(RowTable.base_columns) - 1


def test_a_column_of_files_is_drawn_on_no_page_and_keeps_numbers_and_days(today):
    class Filed(RowTable):
        count = FileColumn("Count", accessor="pk")
        on = FileColumn("On", accessor="day")

    table = Filed([Row(pk=-3, day=today)])
    assert list(table.as_values())[1][-2:] == [-3, today]
    page = Template("{% load compact %}{% table_body table %}").render(Context({"table": table}))
    assert 'data-label="Count"' not in page


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", '"><b>', "&"])
def test_what_somebody_typed_is_text(typed):
    html = body(title=typed, owner=typed)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("&lt;" if "<" in typed else "&amp;") >= 2


def test_cells_carry_their_columns_class_and_heading():
    html = body()
    assert '<td role="cell" class="app-table__main" data-label="Title">' in html
    assert '<td role="cell" data-label="Choose">' in html
    assert html.count("<td") == html.count("</td>") == len(RowTable.base_columns)
