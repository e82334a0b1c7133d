"""What stands around a plan's tables: its title, its period, its words, its glossary."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.grids import Paragraph, SourceDocument
from kpa_tracker.interfaces.exchange.reading.narrative import (
    glossary_of,
    period_of,
    sections_of,
    title_of,
    vision_and_values,
)
from kpa_tracker.interfaces.exchange.reading.plan import GlossaryTerm, NarrativeSection
from tests.factories.exchange import document_of

HEADINGS = ["Aim", "Action", "Lead"]


def of(*blocks):
    """Return a document of headings (marked by "#"), paragraphs, and tables (lists of rows)."""
    made = []
    for block in blocks:
        if isinstance(block, str):
            made.append(Paragraph(block.lstrip("# "), 2 if block.startswith("#") else 0))
        else:
            made += document_of(block, name="").grids
    return SourceDocument(made)


@pytest.mark.parametrize(
    ("blocks", "title"),
    [
        ([], ""),
        (["Our plan\nof this year", "More"], "Our plan"),
        ([[["The plan"], HEADINGS]], "The plan"),
        ([[HEADINGS, ["The plan"]]], ""),
        ([[["a", "b"], ["The plan"]]], "The plan"),
        ([[["a", "b"]] * 3], ""),
        (["x" * 200], "x" * 150),
    ],
)
def test_the_title_is_the_first_line_that_stands_alone(blocks, title):
    assert title_of(of(*blocks)) == title


@pytest.mark.parametrize(
    ("texts", "period"),
    [
        (["Plan 2009/10"], "2009/10"),
        (["A plan", "2009-2012 and beyond"], "2009-2012"),
        (["2009 to 2012"], "2009 to 2012"),
        (["2009 – 10", "2011/12"], "2009 – 10"),
        (["in 2009", "2009/1"], ""),
        ([], ""),
    ],
)
def test_the_period_is_the_first_that_is_named(texts, period):
    assert period_of(*texts) == period


def test_text_before_the_first_heading_belongs_to_no_section():
    document = of("A line", "# Foreword", "Welcome", "Friends", [HEADINGS], "After the table")
    assert sections_of(document) == [
        NarrativeSection("Foreword", "Welcome\n\nFriends"),
        NarrativeSection("", "After the table"),
    ]


def test_the_vision_the_values_and_the_rest_are_told_apart():
    vision, values, others = vision_and_values(
        of(
            "# Our vision",
            "Calm",
            "# Our values",
            "We listen",
            "# Courage",
            "We act",
            [HEADINGS],
            "Note",
            "# Vision 2",
            "B",
        )
    )
    assert vision == "Calm"
    assert values == [NarrativeSection("Our values", "We listen"), NarrativeSection("Courage", "We act")]
    assert others == [NarrativeSection("", "Note"), NarrativeSection("Vision 2", "B")]


def test_a_section_without_text_and_a_glossarys_heading_are_no_sections():
    assert vision_and_values(of("# Foreword", "# Glossary", "Terms")) == ("", [], [])


TERMS = [["PA", "Police Authority"], ["", "nothing"], ["x" * 41, "too long"], ["HR", ""]]
READ = [GlossaryTerm("PA", "Police Authority"), GlossaryTerm("HR", "")]


@pytest.mark.parametrize(
    "blocks",
    [
        ["# Glossary", TERMS],
        ["Abbreviations", TERMS],
        [[["Term", "Meaning"], *TERMS]],
        [[["Abbreviation", "What it stands for"], *TERMS]],
    ],
)
def test_a_glossary_is_known_by_a_heading_over_it_or_in_it(blocks):
    assert glossary_of(of(*blocks)) == READ


def test_a_glossary_may_stand_in_pairs_of_columns():
    assert glossary_of(of("# Glossary", [["PA", "Police Authority", "HR", "Personnel"]])) == [
        GlossaryTerm("PA", "Police Authority"),
        GlossaryTerm("HR", "Personnel"),
    ]


@pytest.mark.parametrize(
    "blocks",
    [
        [TERMS],
        ["# Glossary", "# Contacts", TERMS],
        ["# Glossary", [["one"]], TERMS],
        [[["Meaning", "Term"], *TERMS]],
        [[]],
    ],
    ids=["no heading", "another heading", "a table between", "headings the other way round", "nothing"],
)
def test_other_tables_are_no_glossary(blocks):
    assert [term for term in glossary_of(of(*blocks)) if term.term == "PA"] == []
