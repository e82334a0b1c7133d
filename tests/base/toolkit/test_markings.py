"""Protective markings: their order, and those of before 2014."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.markings import OPEN, closed, highest, is_open, level_of, lowers, read


@pytest.mark.parametrize(
    ("marking", "level"),
    [
        ("", "OPEN"),
        ("OFFICIAL", "OPEN"),
        ("Official", "OPEN"),
        ("NOT PROTECTIVELY MARKED", "OPEN"),
        ("UNCLASSIFIED", "OPEN"),
        ("OFFICIAL (DRAFT)", "OPEN"),
        ("OFFICIAL-SENSITIVE", "SENSITIVE"),
        ("OFFICIAL-SENSITIVE: PERSONAL", "SENSITIVE"),
        ("PROTECT", "SENSITIVE"),
        ("PROTECT - STAFF", "SENSITIVE"),
        ("RESTRICTED", "SENSITIVE"),
        ("FOR THE CHIEF ONLY", "SENSITIVE"),
        ("NOT FOR OFFICIAL USE", "SENSITIVE"),
        ("CONFIDENTIAL", "SECRET"),
        ("SECRET", "SECRET"),
        ("TOP SECRET", "TOP_SECRET"),
    ],
)
def test_every_marking_asks_for_a_level_and_what_nobody_knows_is_kept_in(marking, level):
    assert level_of(marking).name == level


@pytest.mark.parametrize(
    ("markings", "together"),
    [
        ([], ""),
        (["", ""], ""),
        (["", "OFFICIAL"], "OFFICIAL"),
        (["NOT PROTECTIVELY MARKED", "OFFICIAL"], "NOT PROTECTIVELY MARKED"),
        (["OFFICIAL", "RESTRICTED", "OFFICIAL-SENSITIVE"], "RESTRICTED"),
        (["RESTRICTED", "SECRET", "OFFICIAL"], "SECRET"),
    ],
)
def test_several_things_are_marked_as_the_highest_of_them(markings, together):
    assert highest(markings) == together


def test_what_is_kept_from_nobody_has_no_closed_marking():
    assert (closed(["OFFICIAL", ""]), closed(["OFFICIAL", "PROTECT"])) == ("", "PROTECT")


@pytest.mark.parametrize(
    ("before", "after", "is_lower"),
    [
        ("OFFICIAL-SENSITIVE", "OFFICIAL", True),
        ("OFFICIAL-SENSITIVE", "", True),
        ("SECRET", "OFFICIAL-SENSITIVE", True),
        ("RESTRICTED", "OFFICIAL-SENSITIVE", False),
        ("NOT PROTECTIVELY MARKED", "OFFICIAL", False),
        ("OFFICIAL", "NOT PROTECTIVELY MARKED", False),
        ("OFFICIAL", "SECRET", False),
    ],
)
def test_other_words_for_the_same_level_lower_nothing(before, after, is_lower):
    assert lowers(before, after) is is_lower


def test_what_a_database_takes_for_open_is_open():
    assert [marking for marking in OPEN if not is_open(marking)] == []


@pytest.mark.parametrize(
    ("line", "marking"),
    [
        ("Not Protectively Marked", "NOT PROTECTIVELY MARKED"),
        (" [OFFICIAL] ", "OFFICIAL"),
        ("Official – Sensitive", "OFFICIAL-SENSITIVE"),
        ("OFFICIAL SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("Protective marking: RESTRICTED", "RESTRICTED"),
        ("Security classification - Official", "OFFICIAL"),
        ("PROTECT – STAFF", "PROTECT-STAFF"),
        ("Marking: as agreed with the chair", ""),
        ("Protective marking: as agreed with the chair", "AS AGREED WITH THE CHAIR"),
        ("Government Security Classification: Official", "OFFICIAL"),
        ("RESTRICTED - POLICY", "RESTRICTED-POLICY"),
        ("Restricted (when complete)", "RESTRICTED (WHEN COMPLETE)"),
        ("OFFICIAL-SENSITIVE [COMMERCIAL]", "OFFICIAL-SENSITIVE [COMMERCIAL]"),
        ("SECRET UK EYES ONLY", "SECRET UK EYES ONLY"),
        ("OFFICIAL - SENSITIVE: PERSONAL DATA", "OFFICIAL-SENSITIVE: PERSONAL DATA"),
        ("Unrestricted", "UNRESTRICTED"),
        (f"Protective marking: {'not ' * 30}", "OFFICIAL-SENSITIVE"),
        ("The figures are restricted to Kent", ""),
        ("Official figures", ""),
        ("", ""),
    ],
)
def test_a_line_of_a_document_is_a_marking_or_it_is_none(line, marking):
    assert read(line) == marking
