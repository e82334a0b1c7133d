from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.base.toolkit.pdf.fetching import STATIC
from kpa_tracker.base.toolkit.pdf.glyphs import covered, is_printable, printable
from kpa_tracker.base.toolkit.typefaces import CUTS, USUAL, files_of


@pytest.mark.parametrize("text", ["Plain words, £5 – “quoted”.\n", "Llŷn, Żółć, Ελλάδα, Привет, ● ▲ ■ → ☑ ✓"])
def test_what_the_typefaces_have_stays_as_it_is(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("a\x00b", "a b"),
        ("a\x0bb\x0cc", "a b c"),
        ("a\x7f", "a "),
        ("\uf0b7 point", "• point"),
        ("done \uf0fc", "done ✓"),
        ("soft\xadhyphen", "softhyphen"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202eright to left\u202c", "right to left"),
        ("thin\u2028line", "thin line"),
        ("good 👍", "good (thumbs up sign)"),
        ("good 👍🏽!", "good (thumbs up sign)!"),
        ("🚓🚓🚑", "(police car) (ambulance)"),
        ("heart ❤\ufe0f", "heart ❤"),
        ("বাংলা ভাষা", "[text in Bengali letters]"),
        ("漢字", "[text in Chinese letters]"),
        ("\ue123", "\N{REPLACEMENT CHARACTER}"),
        ("\ud800", "\N{REPLACEMENT CHARACTER}"),
        ("<p>🚓</p>", "<p>(police car)</p>"),
    ],
)
def test_what_they_lack_becomes_readable(text, readable):
    assert printable(text) == readable


@given(st.text())
def test_everything_becomes_printable(text):
    assert all(one in "\n\t\r " or is_printable(one) for one in printable(text))


def test_the_style_sheet_names_exactly_the_files_of_the_usual_typeface():
    css = (STATIC / "css" / "document.css").read_text()
    assert set(re.findall(r"\.\./build/fonts/([^\"]+)", css)) == {
        file for face in CUTS for file in files_of(USUAL, face)
    }


def test_the_letters_of_every_face_are_known():
    assert {"a", "é", "ŵ", "●", "\N{REPLACEMENT CHARACTER}"} <= covered()
    assert "漢" not in covered()
