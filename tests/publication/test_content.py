from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliverables.progress import Flag, Kind
from kpa_tracker.interfaces.publication.content import (
    Ambition,
    Figures,
    Group,
    Narrative,
    PlanDocument,
    Point,
    Progress,
    Row,
    cut,
    figures_of,
    plural,
    span,
)

DAY = datetime.date(2010, 4, 12)
SCALE = (Point("red", "Red", ""), Point("amber", "Amber", ""), Point("green", "Green", ""))
OVERDUE = Flag("overdue", "Overdue", "Due by then.", Kind.TIME)


def document(**values):
    head = {
        "is_public": False, "authority": "Weald", "title": "Plan", "period": "2009", "state": "Adopted", "marking": "",
        "made_on": DAY, "ambition_word": "Ambition", "descriptor_word": "Descriptor", "deliverable_word": "Deliverable",
    }  # fmt: skip
    return PlanDocument(**{**head, **values})


def rated(rating):
    return Progress(stage="in_progress", rating=rating, word="", as_at=DAY)


def rows(count):
    return tuple(Row(str(number), f"Row {number}") for number in range(count))


def test_a_document_without_anything_still_says_how_it_stands_and_where_to_write():
    assert [part.title for part in document().parts] == ["The plan at a glance", "Where to write"]


def test_the_parts_stand_in_the_order_of_the_printed_plan():
    full = document(
        foreword="F", vision="V", priorities=("P",), scale=SCALE, glossary=(("T", "M"),),
        before=(Narrative("Before", "b"),), after=(Narrative("After", "a"),),
        ambitions=(Ambition(1, "A", "First"), Ambition(2, "", "Second")),
    )  # fmt: skip
    assert [(part.anchor, part.title) for part in full.parts] == [
        ("foreword", "Foreword"),
        ("vision", "Vision and values"),
        ("priorities", "The priorities that this plan serves"),
        ("before-1", "Before"),
        ("glance", "The plan at a glance"),
        ("ambition-1", "Ambition A: First"),
        ("ambition-2", "Second"),
        ("after-1", "After"),
        ("ratings", "What the ratings mean"),
        ("glossary", "Glossary"),
        ("contact", "Where to write"),
    ]


def test_the_contents_lead_to_every_titled_group_of_an_ambition():
    groups = (Group("First", rows(1)), Group("", rows(1)), Group("Third", rows(1)))
    part = next(part for part in document(ambitions=(Ambition(2, "", "A", groups=groups),)).parts if part.content)
    assert part.entries == [("ambition-2-1", "First"), ("ambition-2-3", "Third")]
    assert [group.number for table in part.content.tables for group in table] == [1, 2, 3]


@pytest.mark.parametrize(("groups", "shared"), [(1, True), (20, False), (60, True)])
def test_contents_that_leave_half_a_page_empty_or_run_over_it_share_it_with_what_follows(groups, shared):
    ambition = Ambition(1, "", "A", groups=tuple(Group(f"Group {number}", rows(1)) for number in range(groups)))
    assert document(ambitions=(ambition,)).contents_share_a_page is shared


def test_a_public_document_without_progress_says_nothing_of_ratings():
    silent = document(is_public=True, scale=SCALE, ambitions=(Ambition(1, "", "A", groups=(Group("", rows(1)),)),))
    assert not silent.shows_ratings
    assert silent.columns == 4
    assert "ratings" not in [part.anchor for part in silent.parts]


def test_a_public_document_with_progress_explains_its_ratings():
    one = Row("1", "A", progress=rated("red"))
    told = document(is_public=True, scale=SCALE, ambitions=(Ambition(1, "", "A", groups=(Group("", (one,)),)),))
    assert told.columns == 5
    assert "ratings" in [part.anchor for part in told.parts]


def test_figures_count_ratings_and_gaps():
    some = [
        Row("1", "A", lead="Chief", deadline="June", measurements=("m",), progress=rated("red"), flags=(OVERDUE,)),
        Row("2", "B", lead="Chief", progress=rated("green")),
        Row("3", "C", progress=rated("")),
        Row("4", "D", deadline="ongoing"),
    ]
    assert figures_of(some, SCALE) == Figures(4, (1, 0, 1), 2, 1, 2, 2, 3)


@given(st.lists(st.sampled_from(["", "red", "amber", "green", "amber_red"])))
def test_ratings_always_add_up_to_the_total(codes):
    figures = figures_of([Row("", "", progress=rated(code)) for code in codes], SCALE)
    assert sum(figures.by_rating) + figures.unrated == figures.total == len(codes)


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(1, 12))
def test_cutting_keeps_every_row_in_order_and_no_table_too_long(sizes, size):
    groups = [Group(str(number), rows(count)) for number, count in enumerate(sizes)]
    tables = cut(groups, size)
    assert all(0 < sum(len(group.rows) for group in table) <= size for table in tables)
    laid = [(group.title, row) for table in tables for group in table for row in group.rows]
    assert laid == [(group.title, row) for group in groups for row in group.rows]


def test_a_group_that_goes_on_in_the_next_table_says_so():
    tables = cut([Group("A", rows(3)), Group("B", rows(5))], 4)
    assert [[(group.title, len(group.rows), group.continued) for group in table] for table in tables] == [
        [("A", 3, False), ("B", 1, False)],
        [("B", 4, True)],
    ]


def test_a_long_table_is_cut_at_a_hundred_rows():
    ambition = Ambition(1, "", "A", groups=(Group("G", rows(250)),))
    assert [sum(len(group.rows) for group in table) for table in ambition.tables] == [100, 100, 50]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Deliverable", "Deliverables"),
        ("Contributory activity", "Contributory activities"),
        ("Key way", "Key ways"),
        ("Process", "Processes"),
    ],
)
def test_levels_are_named_in_the_plural(word, expected):
    assert plural(word) == expected


def test_a_period_is_said_as_people_say_it():
    assert span(datetime.date(2009, 4, 1), datetime.date(2010, 3, 31)) == "1 April 2009 to 31 March 2010"


@pytest.mark.parametrize(
    ("row", "long"),
    [
        (Row("1", "Short"), False),
        (Row("1", "T", description="x" * 800), True),
        (Row("1", "T", measurements=("x" * 400, "y" * 400)), True),
        (Row("1", "T", sub_items=(("x" * 800, ""),)), True),
        (Row("1", "T", progress=Progress("", "", "", DAY, said=(("Done", "x" * 800),))), True),
    ],
)
def test_only_a_long_row_may_run_over_the_end_of_a_page(row, long):
    assert row.is_long is long
