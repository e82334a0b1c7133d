from __future__ import annotations

import pytest

from kpa_tracker.interfaces.publication.content.placing import NONE_YET, TABLES
from plans.narrative import PLACED, faults_in, twice_in

LEVELS = {"1", "2", "A"}


def test_what_an_editor_may_place_is_what_a_document_can_place():
    assert set(PLACED) == {*TABLES, "deliverables"} == set(NONE_YET)


@pytest.mark.parametrize(
    "text", ["", "Words", *(f"[[{name}]]" for name in PLACED), "[[Deliverables: A]]", "[[deliverables:2]]"]
)
def test_what_can_be_placed_has_no_fault(text):
    assert list(faults_in(text, LEVELS)) == []


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("[[nonsense]]", "[[nonsense]] places nothing. Choose among [[targets]], [[deliverables]], "),
        ("[[targets: 2]]", "[[targets: 2]] places nothing. Choose among "),
        ("[[deliverables: 9]]", "[[deliverables: 9]] places nothing: nothing in this plan is numbered 9."),
        ("[[<b>]]", "[[<b>]] places nothing. "),
    ],
)
def test_what_cannot_be_placed_is_named(text, start):
    (fault,) = faults_in(f"Before\n{text}\nafter", LEVELS)
    assert fault.startswith(start)


def test_a_table_stands_once_in_a_text_and_in_a_plan():
    others = [("Budget", "[[risks]]\n\n[[glossary]]"), ("Silent", "Nothing.")]
    assert list(twice_in("[[targets]]\n[[Targets]]\n[[risks]]", others)) == [
        "[[targets]] stands here twice. A table stands once.",
        "[[risks]] stands in “Budget” already. A table stands once.",
    ]
    assert list(twice_in("[[targets]]\n[[deliverables: 1]]\n[[deliverables: 2]]", others)) == []
    assert list(twice_in("Nothing.", others)) == []


def test_what_places_nothing_places_nothing_twice():
    assert list(twice_in("[[x]]\n[[x]]", [("Other", "[[x]]")])) == []
