"""Colours that people can read: at the edge of what is enough, and as what is no colour."""

from __future__ import annotations

import pytest

from kpa_tracker.interfaces.publication.colours import PALE, WHITE, contrast, why_unreadable
from tests.base.toolkit.test_tokens import contrast as measured_there


@pytest.mark.parametrize("colour", ["#000000", "#12355b", "#9a5200", "#767676", "#ffffff", "#ce7200"])
def test_contrast_is_the_one_that_the_ratings_are_measured_by(colour):
    assert contrast(colour, WHITE) == pytest.approx(measured_there(colour, WHITE))
    assert contrast(WHITE, colour) == contrast(colour, WHITE)


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000000", WHITE) == pytest.approx(21)


@pytest.mark.parametrize("colour", ["#12355b", "#9a5200", "#000000", "#6f6f6f"])
def test_what_can_be_read_is_taken(colour):
    assert why_unreadable(colour) == ""


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#777777", "4.47"), ("#ce7200", "3.48"), ("#ffdd00", "1.34"), ("#ffffff", "1.00")]
)
def test_what_cannot_be_read_on_white_is_refused_with_its_ratio(colour, ratio):
    assert why_unreadable(colour) == (
        f"White text on {colour}, or {colour} on white paper, has a contrast of {ratio} to 1. "
        "It has to be 4.5 to 1 at least: choose a darker colour."
    )


def test_what_can_be_read_on_white_alone_is_refused_for_the_headings_of_tables():
    assert contrast("#767676", WHITE) >= 4.5 > contrast("#767676", PALE)
    assert why_unreadable("#767676").startswith("#767676 on the pale headings of tables has a contrast of 4.06 to 1.")


def test_the_lightest_grey_that_is_enough_has_a_lighter_neighbour_that_is_not():
    greys = [f"#{number:02x}{number:02x}{number:02x}" for number in range(256)]
    enough = [not why_unreadable(grey) for grey in greys]
    assert enough == sorted(enough, reverse=True)
    last = enough.index(False) - 1
    assert contrast(greys[last], PALE) >= 4.5 > contrast(greys[last + 1], PALE)


@pytest.mark.parametrize(
    "text", ["", "navy", "#123", "#12355B", "12355b", "#12355b;", "#12355b }", "url(x)", "#１２３５５b", "#12355b\n"]
)
def test_what_is_no_colour_is_refused(text):
    assert "is not a colour" in why_unreadable(text)
