from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.narrative import Abbreviation, lines_of, unexplained

SOURCE = Path(__file__).resolve().parents[4] / "shared" / "sources" / "kent-policing-plan-2009-12.txt"


def found(text, terms=(), references=()):
    return [one.word for one in unexplained([("here", text)], terms, references)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("The MAPPA panel and two PCSOs meet (see the BCS).", ["BCS", "MAPPA", "PCSO"]),
        ("R&D, A&E and HR/ICT", ["A&E", "HR", "ICT", "R&D"]),
        ("HMIC's report, ANPR-based", ["ANPR", "HMIC"]),
        ("I am a B", []),
        ("Parts II, IV, XIX and IX", []),
        ("Level XL", ["XL"]),
        ("The MoU and an iPod", []),
        ("ALL officers, NOT some", []),
        ("The risks WPA 05, WPA-12 and WPA07", []),
        ("BCS 2008/09 and BCS 2009", ["BCS"]),
        ("OUR AIMS FOR YOU\nThe LCJB meets", ["LCJB"]),
        ("LCJB", ["LCJB"]),
        ("# FOREWORD\n# The LCJB", ["LCJB"]),
    ],
)
def test_words_of_capitals_are_abbreviations_unless_they_are_something_else(text, words):
    assert found(text) == words


def test_what_the_glossary_holds_is_explained():
    assert found("PCSOs, the LCJB and BCUs", ["PCSO (officer)", "the LCJB", "Basic Command Unit (BCU)"]) == []


def test_the_plans_own_references_are_none():
    assert found("As HR and LCJB say", references=["HR", "HR 1", "1.1"]) == ["LCJB"]


def test_each_is_counted_and_led_to_where_it_stands_first():
    texts = [("foreword", "The LCJB."), ("section", "LCJB, LCJB and BCS"), ("other", "BCS")]
    assert unexplained(texts, []) == [Abbreviation("BCS", 2, "section"), Abbreviation("LCJB", 3, "foreword")]


def test_of_markdown_only_the_words_are_read():
    text = "## *THE* AIMS\n\nSee [**LCJB**](https://BCU.example/PDF)\n[[RISKS]]\n\n| BCS | b |\n|---|---|\n| IOM | d |"
    assert found(lines_of(text)) == ["BCS", "IOM", "LCJB"]


@given(st.text())
def test_any_text_is_read(text):
    assert all(one.isupper() and len(one) > 1 for one in found(lines_of(text)))


@pytest.mark.skipif(not SOURCE.exists(), reason="the source documents are not beside this repository")
def test_a_real_plan_uses_this_many():
    some = unexplained([("plan", SOURCE.read_text())], [])
    assert (len(some), sum(one.number for one in some)) == (86, 216)
