"""Sections in a document: their numbers, the tables that they place, and where their references lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.publication.content import (
    Ambition,
    Asked,
    Goal,
    Narrative,
    PlanDocument,
    Prose,
    Risk,
    Targets,
    Telling,
)
from kpa_tracker.interfaces.publication.content.placing import NONE_YET, TABLES
from tests.publication.documents import made

LEAK = Risk("KPA 02", "Words leak")
AMBITIONS = (
    Ambition(1, "A", "Be heard", risks=(Risk("KPA 05", "People leave"), LEAK)),
    Ambition(2, "B", "Be seen", risks=(LEAK,)),
    Ambition(3, "", "Be thrifty"),
)


def document(*bodies, after=(), **values):
    """Return a document whose sections say this; the first of them is called One."""
    titles = ("One", "Two", "Three", "Four")
    before = tuple(Narrative(title, body) for title, body in zip(titles, bodies, strict=False))
    full = {
        "ambitions": AMBITIONS,
        "targets": Targets((Goal("Increase to 5%", "Trust", priority="P", objective="O"),)),
        "priorities": ("Safer streets",),
        "glossary": (("BCS", "British Crime Survey"),),
        "requirements": (Asked("Objectives", seen_by="objectives"),),
    }
    return made.document(0, 0, before=before, after=after, **{**full, **values})


def headings(one):
    return [part.heading for part in one.parts]


def pieces(one, number=0):
    """Return what a section is made of: its stretches of words as None, its tables by heading and kind."""
    return [
        None if isinstance(piece, Prose) else (piece.kind, piece.heading)
        for piece in one.telling.parts[number].content.pieces
    ]


def words(one, number=0):
    return "".join(piece.html for piece in one.telling.parts[number].content.pieces if isinstance(piece, Prose))


def test_sections_are_numbered_from_the_first_to_the_last_and_what_stands_beside_them_is_not():
    one = document("a", "b", after=(Narrative("After", "c"),))
    assert [heading for heading in headings(one) if heading[0].isdigit()] == ["1 One", "2 Two", "3 After"]
    assert "The plan at a glance" in headings(one)


def test_headings_in_a_section_have_numbers_two_levels_deep():
    one = document("## A\n### B\n### C\n#### D\n## E\n### F")
    shown = [line for line in words(one).splitlines() if line.startswith("<h")]
    assert shown == [
        '<h3 id="before-1-1">1.1 A</h3>',
        '<h4 id="before-1-2">1.1.1 B</h4>',
        '<h4 id="before-1-3">1.1.2 C</h4>',
        '<h5 id="before-1-4">D</h5>',
        '<h3 id="before-1-5">1.2 E</h3>',
        '<h4 id="before-1-6">1.2.1 F</h4>',
    ]


def test_the_contents_name_the_headings_of_a_section_and_the_tables_that_have_one():
    one = document("## *A* b\n### C\n\n[[targets]]\n\n[[glossary]]\n\n[[deliverables: B]]")
    assert one.telling.parts[0].entries == [
        ("before-1-1", "1.1 A b"),
        ("targets", "1.2 Targets"),
        ("ambition-2", "1.3 Ambition B: Be seen"),
    ]


@pytest.mark.parametrize(
    ("mark", "placed", "gone"),
    [
        ("targets", [("targets", "1.1 Targets")], "Targets"),
        ("priorities", [("priorities", "")], "The priorities that this plan serves"),
        ("glossary", [("glossary", "")], "Glossary"),
        ("requirements", [("requirements", "")], ""),
        ("risks", [("named_risks", "")], ""),
        ("deliverables: b", [], ""),
        ("Deliverables: B", [("ambition", "1.1 Ambition B: Be seen")], "Ambition B: Be seen"),
        ("deliverables: 3", [("ambition", "1.1 Be thrifty")], "Be thrifty"),
    ],
)
def test_a_table_stands_where_it_is_placed_and_not_at_its_usual_place(mark, placed, gone):
    one = document(f"Before.\n[[{mark}]]\nAfter.")
    assert pieces(one) == [None, *(placed or [None]), None]
    assert [heading for heading in headings(document("")) if heading not in headings(one)] == [gone] * bool(gone)


def test_every_kind_of_table_says_so_where_it_has_no_rows():
    bare = {"ambitions": (), "targets": None, "priorities": (), "glossary": (), "requirements": ()}
    for name in (*TABLES, "deliverables"):
        one = document(f"[[{name}]]", **bare)
        assert [piece.content for piece in one.telling.parts[0].content.pieces] == [NONE_YET[name]]


def test_all_deliverables_are_those_that_no_other_line_places():
    one = document("[[deliverables]]", "[[deliverables: B]]")
    assert pieces(one) == [("ambition", "1.1 Ambition A: Be heard"), ("ambition", "1.2 Be thrifty")]
    assert pieces(one, 1) == [("ambition", "2.1 Ambition B: Be seen")]
    assert not [part for part in one.parts if part.kind == "ambition"]


def test_the_targets_of_the_plan_above_go_with_its_own():
    above = Targets((Goal("5", "T"),), anchor="targets-above", of_plan="Plan 2009-12")
    one = document("[[targets]]", targets_above=above)
    assert pieces(one) == [("targets", "1.1 Targets"), ("targets", "1.2 Targets, from Plan 2009-12")]


def test_what_is_placed_twice_stands_once_and_the_second_place_says_where():
    one = document("[[targets]]\n\n[[priorities]]", "[[targets]]\n\n[[priorities]]")
    found = one.telling.parts[1].content.pieces
    assert [(piece.kind, piece.content.words, piece.content.address) for piece in found] == [
        ("elsewhere", "section 1.1", "#targets"),
        ("elsewhere", "section 1", "#priorities"),
    ]


@pytest.mark.parametrize("mark", ["nonsense", "targets: 2", "deliverables: 9", "<script>alert(1)</script>", "risks]"])
def test_what_cannot_be_placed_stands_as_it_was_typed(mark):
    one = document(f"Before.\n\n[[{mark}]]\n\nAfter.")
    assert set(pieces(one)) == {None}
    assert f"[[{mark.replace('<', '&lt;').replace('>', '&gt;')}]]" in words(one)


def test_risks_in_a_table_of_their_own_stand_once_with_what_they_hang_on():
    one = document("[[risks]]")
    assert [(risk.reference, [hung.reference for hung in ambitions]) for risk, ambitions in one.named_risks] == [
        ("KPA 02", ["A", "B"]),
        ("KPA 05", ["A"]),
    ]
    assert (one.shows_risks_apart, document("").shows_risks_apart) == (True, False)


def test_references_lead_to_sections_and_to_headings_in_them():
    one = document("[a](#section-two) [b](#section-how-we-pay) [c](#section-nowhere)", "## How *we* pay\n\ntext")
    assert words(one).count("<a ") == 2
    assert '<a href="#before-2" class="see" rel="noopener noreferrer nofollow">a (section 2)</a>' in words(one)
    assert 'href="#before-2-1"' in words(one)
    assert "b (section 2.1)" in words(one)


def test_of_two_with_the_same_title_the_section_is_meant_before_the_heading():
    one = document("## Two\n\n[x](#section-two)", "text")
    assert "x (section 2)" in words(one)


def test_a_document_read_over_several_pages_leads_from_one_to_the_other():
    telling = Telling(document("[a](#section-two)", "b"), lambda anchor: f"/there/{anchor}/", level=2)
    assert 'href="/there/before-2/"' in telling.parts[0].content.pieces[0].html


@pytest.mark.parametrize(
    ("asked", "where", "said", "missing"),
    [
        (Asked("R", seen_by="section", sections=("after-1",)), ["2 After"], "", False),
        (Asked("R", seen_by="section", sections=("before-9",)), [], "Not answered in this document", True),
        (Asked("R", seen_by="section"), [], "Not answered in this document", True),
        (Asked("R", seen_by="priorities"), ["The priorities that this plan serves"], "", False),
        (Asked("R", seen_by="objectives"), ["The plan at a glance"], "", False),
        (Asked("R", seen_by="targets"), ["1.1 Targets"], "", False),
        (Asked("R", seen_by="consulted", is_met=True), [], "A draft was put to consultation", False),
        (Asked("R", seen_by="consulted"), [], "Not answered in this document", True),
    ],
)
def test_what_is_asked_of_a_plan_is_answered_by_section_and_place(asked, where, said, missing):
    one = document("[[requirements]]\n\n[[targets]]", after=(Narrative("After", "x"),), requirements=(asked,))
    (found,) = one.telling.answers
    assert [place.words for place in found.places] == where
    assert found.is_missing is missing
    assert where or found.said == said


def test_a_requirement_leads_to_the_section_in_which_its_table_was_placed():
    one = document("[[priorities]]", requirements=(Asked("R", seen_by="priorities"),))
    assert [(place.words, place.address) for place in one.telling.answers[0].places] == [("1 One", "#priorities")]


LINES = st.sampled_from(
    [
        *(f"[[{name}]]" for name in (*TABLES, "deliverables", "deliverables: A", "deliverables:")),
        "[[x]]", "[[:]]", "[[targets:1]]",
        "# H", "### H", "text", "", "- [[targets]]", "```", "[a](#section-one)", "[](#section-h)",
        "| a |\n|---|\n| b |",
    ]
)  # fmt: skip


@given(st.lists(st.lists(LINES, max_size=8), min_size=1, max_size=4))
def test_whatever_sections_say_each_table_stands_exactly_once(bodies):
    one: PlanDocument = document(*("\n".join(lines) for lines in bodies))
    tables = [
        piece.anchor
        for part in one.telling.parts
        for piece in part.content.pieces
        if not isinstance(piece, Prose) and piece.anchor
    ]
    usual = [part.anchor for part in one.parts if part.kind != "section"]
    assert len(tables) == len(set(tables))
    for anchor in ("targets", "ambition-1", "ambition-2", "ambition-3", "priorities", "glossary"):
        assert [*tables, *usual].count(anchor) == 1
