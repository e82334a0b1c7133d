import pytest
from hypothesis import given
from hypothesis import strategies as st

from targets.performance.reading.text import is_missing, lines_of, tidy, without_markers

MISSING = [
    "",
    " ",
    "-",
    "–",
    "—",
    "--",
    "...",
    "?",
    "U/A",
    "u/a",
    "N/A",
    "n/a",
    "n.a.",
    "N/K",
    "TBC",
    "tba",
    "(tbc)",
    "Data currently unavailable",
    "Data unavailable",
    "currently unavailable",
    "unavailable",
    "Not available",
    "Not yet available",
    "not currently available",
    "Data not yet available.",
    "Figures not available",
    "The data is not available",
    "Results are not yet published",
    "no longer collected",
    "Not collected",
    "not recorded",
    "Not applicable",
    "No data",
    "No data available",
    "No figures yet",
    "No target",
    "No target set",
    "Baseline to be set",
    "To be confirmed",
    "Target to be agreed",
    "to follow",
    "Data to follow",
    "Awaited",
    "Figures awaited",
    "pending",
    "Withheld",
    "suppressed",
    "None set",
]


@pytest.mark.parametrize("text", MISSING)
def test_there_are_many_words_for_nothing(text):
    assert is_missing(tidy(text)) is True


PRESENT = [
    "0",
    "0.0",
    "none",
    "nil",
    "zero",
    "No",
    "Not achieved",
    "not on target",
    "Available in all areas",
    "Data quality improved",
    "unavailable to 3 officers",
    "U/A 5",
    "pending cases: 12",
    "Target to be confirmed as 52%",
]


@pytest.mark.parametrize("text", PRESENT)
def test_zero_and_what_may_be_zero_is_not_missing(text):
    assert is_missing(tidy(text)) is False


@pytest.mark.parametrize(
    ("text", "bare", "markers"),
    [
        ("46.4% ¹", "46.4%", ("1",)),
        ("46.4%²", "46.4%", ("2",)),
        ("2,194¹²", "2,194", ("12",)),
        ("SPI 1.4*", "SPI 1.4", ("*",)),
        ("SPI 1.4**", "SPI 1.4", ("**",)),
        ("80%† and 90%‡", "80% and 90%", ("†", "‡")),
        ("46.4% [1]", "46.4%", ("1",)),
        ("ACPO Protective Services ⁶ Minimum Standards", "ACPO Protective Services Minimum Standards", ("6",)),
        ("no marker", "no marker", ()),
        ("5 km²", "5 km²", ()),
        ("5 m² ³", "5 m²", ("3",)),
        ("[see note]", "[see note]", ()),
    ],
)
def test_markers_of_footnotes_are_taken_off(text, bare, markers):
    assert without_markers(text) == (bare, markers)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  46.4 % ", "46.4 %"),
        ("46.4\u00a0%", "46.4 %"),
        ("12\u00a0345", "12345"),
        ("12\u2009345.6", "12345.6"),
        ("12 345", "12 345"),
        ("85–90%", "85-90%"),
        ("−3.2%", "-3.2%"),
        ("last year’s", "last year's"),
        ("working\nhours", "working hours"),
        ("KCC\t area", "KCC area"),
    ],
)
def test_a_cell_is_tidied_before_it_is_read(text, tidied):
    assert tidy(text) == tidied


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        (" \n ", []),
        ("one", ["one"]),
        ("White 80%\r\n BME 77% ", ["White 80%", "BME 77%"]),
        ("a\n\n\nb", ["a", "b"]),
    ],
)
def test_a_cell_has_lines(text, lines):
    assert lines_of(text) == lines


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)
