import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpa_tracker.interfaces.exchange.reading.riskrefs import from_risk_column, from_running_text, mentioned

RUNNING = [
    ("Lead well Link to KPA risk register KPA 05 KPA 17", ["KPA 05", "KPA 17"], "Lead well"),
    ("Lead well\nLink to KPA risk register\nKPA 01\nKPA 04", ["KPA 01", "KPA 04"], "Lead well"),
    ("Risks: SR-04, SR-12 and CR/3", ["SR-04", "SR-12", "CR/3"], ""),
    ("Build trust (corporate risk R7)", ["R7"], "Build trust"),
    ("See strategic risk register refs OPCC 1, OPCC 2 by June", ["OPCC 1", "OPCC 2"], "by June"),
    (
        "Update of KPA risk register to take account of audit",
        [],
        "Update of KPA risk register to take account of audit",
    ),
    ("Link risk register and business plan", [], "Link risk register and business plan"),
    ("Reduce risk June 20 and after", [], "Reduce risk June 20 and after"),
    ("Embedded Level 1 and 2", [], "Embedded Level 1 and 2"),
    ("Protect 12 people at risk", [], "Protect 12 people at risk"),
    ("Risks: LEVEL 4", [], "Risks: LEVEL 4"),
    ("Risks: R4, LEVEL 4", [], "Risks: R4, LEVEL 4"),
]


@pytest.mark.parametrize(("text", "references", "rest"), RUNNING)
def test_references_follow_a_mention_of_risks(text, references, rest):
    assert from_running_text(text) == (references, rest)


COLUMN = [
    ("R12, R14", ["R12", "R14"], ""),
    ("KPA 05 and KPA05", ["KPA 05"], ""),
    ("3, 7", ["3", "7"], ""),
    ("SR4: loss of funding", ["SR4"], "loss of funding"),
    ("Loss of funding", [], "Loss of funding"),
    ("", [], ""),
]


@pytest.mark.parametrize(("text", "references", "rest"), COLUMN)
def test_a_risk_column_gives_references_and_leaves_the_words(text, references, rest):
    assert from_risk_column(text) == (references, rest)


def test_only_letters_that_number_risks_here_are_looked_for_elsewhere():
    assert mentioned("Treats KPA 13, not APA 2", {"KPA"}) == ["KPA 13"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text):
    references, _ = from_running_text(text)
    assert all(reference == reference.upper() for reference in references)
    from_risk_column(text)
