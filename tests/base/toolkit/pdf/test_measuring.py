from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.pdf import measuring
from kpa_tracker.base.toolkit.pdf.measuring import lines_of
from kpa_tracker.base.toolkit.typefaces import TYPEFACES


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 100, 0),
        ("Agree", 100, 1),
        ("Agree a programme of meetings", 1000, 1),
        ("Agree a programme of meetings", 90, 2),
        ("Agree\na\nprogramme", 1000, 1),
        ("x" * 100, 100, 5),
    ],
)
def test_words_fill_as_many_lines_as_the_typeface_needs(text, width, lines):
    assert lines_of(text, width=width, size=10) == lines


def test_larger_and_bolder_type_needs_no_less_room():
    text = "Publish the costs of policing for every household in a leaflet " * 5
    assert lines_of(text, width=200, size=7) < lines_of(text, width=200, size=11)
    assert lines_of(text, width=200, size=9) <= lines_of(text, width=200, size=9, face="bold")


def test_each_typeface_has_widths_of_its_own():
    words = "Publish the costs of policing for every household in a leaflet " * 20
    filled = [lines_of(words, width=200, size=11, typeface=name) for name in TYPEFACES]
    assert filled == [30, 36, 32]


def test_a_sign_without_a_glyph_takes_the_room_of_what_is_printed_for_it():
    assert lines_of("👍", width=60, size=10) == 2, "(thumbs up sign)"


def test_without_the_typefaces_more_room_is_counted_than_most_letters_take(monkeypatch):
    drawn = lines_of("The quick brown fox " * 10, width=100, size=10)
    monkeypatch.setattr(measuring, "has_typefaces", lambda: False)
    measuring.width_of.cache_clear()
    assert lines_of("The quick brown fox " * 10, width=100, size=10) > drawn
    measuring.width_of.cache_clear()
