"""The typefaces of documents: which files are behind each, and that none prints less than another."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from kpa_tracker.base.toolkit.pdf.glyphs import covered
from kpa_tracker.base.toolkit.typefaces import CUTS, TYPEFACES, USUAL, files_of, sheet_of

STATIC = settings.BASE_DIR / "static"
FONTS = STATIC / "build" / "fonts"
OTHERS = [name for name in TYPEFACES if name != USUAL]


def characters_of(files):
    return {chr(code) for name in files for code in TTFont(FONTS / name).getBestCmap()}


def test_each_falls_back_to_the_usual_one_and_then_to_that_for_signs():
    assert files_of("source-serif-4", "bold") == (
        "source-serif-4-latin-600-normal.woff2",
        "source-serif-4-latin-ext-600-normal.woff2",
        "source-sans-3-latin-600-normal.woff2",
        "source-sans-3-latin-ext-600-normal.woff2",
        "DejaVuSans-Bold.ttf",
    )
    assert len(files_of(USUAL, "italic")) == 3


@pytest.mark.parametrize("face", CUTS)
@pytest.mark.parametrize("typeface", TYPEFACES)
def test_every_face_prints_whatever_can_be_printed(typeface, face):
    assert covered() - characters_of(files_of(typeface, face)) == set()


def test_a_choice_of_typefaces_takes_no_character_away():
    usual = [characters_of(files_of(USUAL, face)) for face in CUTS]
    assert covered() == frozenset(set.intersection(*usual))


@pytest.mark.parametrize("typeface", OTHERS)
def test_the_letters_of_english_and_figures_are_its_own(typeface):
    for face in CUTS:
        own = characters_of(files_of(typeface, face)[:1])
        assert {chr(code) for code in range(32, 127)} | set("£–—‘’“”•…éö") <= own


@pytest.mark.parametrize("typeface", OTHERS)
def test_its_sheet_names_its_own_files_and_is_built_with_them(typeface):
    css = (STATIC / sheet_of(typeface)).read_text()
    named = set(re.findall(r"fonts/([\w-]+\.woff2)", css))
    assert named == {file for face in CUTS for file in files_of(typeface, face)[:2]}


def test_the_usual_one_needs_no_sheet():
    assert sheet_of(USUAL) == ""


@pytest.mark.parametrize("name", [*TYPEFACES, "DejaVuSans"])
def test_its_licence_stands_beside_it(name):
    assert "Copyright" in (FONTS / f"{name}.LICENSE.txt").read_text()
