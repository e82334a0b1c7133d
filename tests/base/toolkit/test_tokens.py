"""The colours of the ratings, measured: axe reports some contrasts as undecided, so they are computed here."""

from __future__ import annotations

import itertools
import re

import pytest
from django.conf import settings

from kpa_tracker.base.toolkit import charts
from kpa_tracker.base.toolkit.ratings import RATINGS

CSS = settings.BASE_DIR / "static" / "css"
IMAGES = settings.BASE_DIR / "static" / "img"
PAPER = "#ffffff"


def tokens():
    """Return {name: colour} of the tokens, taken from the style sheet's source."""
    return dict(re.findall(r"^\$([\w-]+): (#[0-9a-f]{6});", (CSS / "_tokens.scss").read_text(), re.MULTILINE))


def shapes():
    """Return {css modifier: name of its picture} as the style sheet has them."""
    block = re.search(r"\$shapes: \((.*?)\);", (CSS / "_tokens.scss").read_text(), re.DOTALL).group(1)
    return dict(re.findall(r'"([\w-]+)": "(\w+)"', block))


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.2 defines it. It is that of their greys too."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", PAPER) == pytest.approx(21)
    assert contrast("#767676", PAPER) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("surface", [PAPER, "surface", "navy-tint"])
@pytest.mark.parametrize("name", ["red", "amber", "green"])
def test_a_rating_s_shape_stands_out_from_what_it_stands_on(name, surface):
    assert contrast(tokens()[name], tokens().get(surface, surface)) >= 3


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(["red", "amber", "green"], 2)))
def test_ratings_differ_in_grey(one, other):
    assert contrast(tokens()[one], tokens()[other]) >= 1.5


def test_gov_uk_s_own_green_and_red_would_fail_that():
    assert contrast("#0f7a52", "#ca3535") < 1.5


@pytest.mark.parametrize("name", ["muted", "ink", "navy", "stage-moving", "stage-done", "flag-purple"])
@pytest.mark.parametrize("surface", [PAPER, "surface", "navy-tint"])
def test_text_can_be_read_on_every_surface(name, surface):
    assert contrast(tokens()[name], tokens().get(surface, surface)) >= 4.5


def test_charts_draw_with_the_colours_of_the_style_sheet():
    drawn = [charts.RED, charts.AMBER, charts.GREEN, charts.PLAIN]
    assert drawn == [tokens()[name] for name in ("red", "amber", "green", "navy")]


@pytest.mark.parametrize("rating", RATINGS.values(), ids=lambda rating: rating.word)
def test_every_rating_has_the_shape_that_its_name_says(rating):
    assert shapes()[rating.modifier] == rating.shape
    assert (IMAGES / f"{rating.shape}.svg").is_file()


@pytest.mark.parametrize("rating", [one for one in RATINGS.values() if one], ids=lambda rating: rating.word)
def test_shapes_have_the_colours_of_their_ratings(rating):
    picture = (IMAGES / f"{rating.shape}.svg").read_text()
    assert set(re.findall(r"#[0-9a-f]{6}", picture)) == set(charts.FILLS[rating.code])


def test_no_two_ratings_share_a_shape():
    assert len(set(shapes().values())) == len(RATINGS)


def test_every_picture_that_the_style_sheet_names_exists():
    named = set()
    for sheet in CSS.glob("*.scss"):
        named |= set(re.findall(r"img/([\w-]+\.svg)", sheet.read_text()))
    assert named
    assert [name for name in sorted(named) if not (IMAGES / name).is_file()] == []


def words_of(*patterns):
    """Return every class of ours that some files name."""
    files = [file for pattern in patterns for file in settings.BASE_DIR.glob(pattern) if ".venv" not in file.parts]
    return {
        name
        for file in files
        for name in re.findall(r"(?<![\w-])app-[a-z]+(?:-{1,2}[a-z]+|__[a-z]+)*(?![\w-])", file.read_text())
    }


def styled():
    """Return every class of ours that a style sheet has a rule for."""
    sheets = "".join(re.sub(r"//.*", "", sheet.read_text()) for sheet in CSS.glob("*.*css"))
    return set(re.findall(r"\.(app-[a-z]+(?:-{1,2}[a-z]+|__[a-z]+)*)(?![\w-])", sheets))


def test_every_class_that_a_page_names_has_a_style():
    assert words_of("templates/**/*.html") - styled() == set()


def test_every_style_is_used():
    made_of_parts = {name for name in styled() if "--" in name}  # the modifiers of ratings, flags and stages are joined
    used = words_of("templates/**/*.html", "kpa_tracker/**/*.py", "*/*.py", "*/*/*.py")
    assert styled() - made_of_parts - used == set()
