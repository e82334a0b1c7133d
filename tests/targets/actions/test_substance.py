"""What is evidence, and what only fills a box."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.errors import Refused
from targets.actions.substance import is_evidence, is_placeholder, refuse_no_evidence, refuse_placeholder

EVIDENCE = [
    "Minute 12.",
    "Minutes of the monthly meetings since May 2009.",
    "https://intranet.example/papers/12.pdf",
    "See www.kent.example/papers",
    "PA 34/09",
    "HR-12/2009",
    "Report no. 7",
    "Audit of October 2009: graded good.",
    "All six panels meet as planned.",
]
NONE = ["", " ", "-", "–", "n/a", "N/A.", "none", "None yet", "tbc", "done", "It is done.", "yes", "....", "12", "2009",
        "aaaaaaaaaaaaaaaa", "Completed 2009", "see above", "a b c d e f g"]  # fmt: skip
LINES = ["Done.", "Training began in March.", "No steps are taken: the law forbids it.", "Agreed"]


@pytest.mark.parametrize("text", EVIDENCE)
def test_evidence_can_be_looked_up(text):
    assert is_evidence(text)
    refuse_no_evidence(text)


@pytest.mark.parametrize("text", NONE)
def test_what_nobody_could_look_up_is_no_evidence(text):
    assert not is_evidence(text)
    with pytest.raises(Refused, match="a link or a reference") as refused:
        refuse_no_evidence(text)
    assert refused.value.field == "evidence"


@pytest.mark.parametrize("text", LINES)
def test_a_line_may_be_short(text):
    assert not is_placeholder(text)
    refuse_placeholder(text)


@pytest.mark.parametrize("text", ["-", "n/a", "N / A", "TBC", "To follow", "?", "none.", "xx", "No comment"])
def test_a_placeholder_is_refused_by_its_own_words(text):
    with pytest.raises(Refused, match=r"says nothing. Write the steps taken") as refused:
        refuse_placeholder(text)
    assert refused.value.field == "comment"


def test_an_empty_line_is_seen_to_be_missing():
    refuse_placeholder("  ")
