"""What a cell that can be read in two ways becomes once its question is answered."""

from __future__ import annotations

from kpa_tracker.interfaces.exchange.reading.child import read
from kpa_tracker.interfaces.exchange.reading.interpret import Choices, interpret
from tests.exchange.files import workbook


def test_whichever_answer_is_taken_who_supports_stays_named():
    owner = "Lead member for Incidents and policy support (supported by Clerk)"
    document = read("owners.xlsx", workbook([["Aim", "Action", "Lead"], ["Safe", "Patrol", owner]]))
    (asked,) = interpret(document).questions
    assert len(asked.choices) == 2
    for choice in asked.choices:
        (deliverable,) = interpret(document, Choices(answers={asked.key: list(choice)})).deliverables
        assert deliverable.owners.names[-1] == "Clerk", choice
