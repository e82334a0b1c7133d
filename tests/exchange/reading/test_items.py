import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.exchange.reading.items import MARKERS, measurements_in, split_numbered, split_sub_items
from kpa_tracker.interfaces.exchange.reading.plan import SubItem

MEASUREMENTS = [
    ("i. Sessions delivered ii. Found useful", ["Sessions delivered", "Found useful"]),
    ("1. One 2. Two 3. Three", ["One", "Two", "Three"]),
    ("a) first thing b) second thing", ["first thing", "second thing"]),
    ("Survey\nMinutes", ["Survey", "Minutes"]),
    ("Agendas, notes\nand feedback", ["Agendas, notes and feedback"]),
    ("• Grants\n• Reviews", ["Grants", "Reviews"]),
    ("Attendance at 80% of meetings", ["Attendance at 80% of meetings"]),
    ("5", ["5"]),
    (" ".join(f"{sign}. item" for sign in MARKERS["roman"]), ["item"] * 12),
    ("", []),
    ("-", []),
    ("TBC", []),
]


@pytest.mark.parametrize(("text", "found"), MEASUREMENTS)
def test_each_item_of_a_cell_is_a_measurement(text, found):
    assert measurements_in(text) == (found, False)


@pytest.mark.parametrize("text", ["i.", "1.", "a)", " ii ", "• i."])
def test_a_lone_marker_is_no_measurement_but_is_told_apart_from_an_empty_cell(text):
    assert measurements_in(text) == ([], True)


@pytest.mark.parametrize("text", ["ii. Second without a first", "Meet on 1. May", "See section 2."])
def test_numbers_that_do_not_begin_at_the_first_are_ordinary_words(text):
    assert len([piece for piece in split_numbered(text) if piece]) <= 2
    assert measurements_in("ii. Second without a first")[0] == ["ii. Second without a first"]


def test_bullets_are_parts_with_the_committee_in_their_brackets():
    text = "Strategies: • Young people (Full PA) • Estates (A&F) • Focus ?? • People (HR Committee) • Later (if time)"
    assert split_sub_items(text) == (
        "Strategies:",
        [
            SubItem("Young people", "Full PA"),
            SubItem("Estates", "A&F"),
            SubItem("Focus ??"),
            SubItem("People", "HR Committee"),
            SubItem("Later (if time)"),
        ],
    )


def test_numbered_parts_are_parts_and_one_number_is_not():
    assert split_sub_items("Improve i. Manuals ii. Intranet") == ("Improve", [SubItem("Manuals"), SubItem("Intranet")])
    assert split_sub_items("Improve by 1. May") == ("Improve by 1. May", [])


def test_a_cell_of_bullets_alone_keeps_its_text():
    assert split_sub_items("• One • Two") == ("• One • Two", [])


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text):
    found, lone = measurements_in(text)
    assert all(found)
    assert not (found and lone)
    split_sub_items(text)
