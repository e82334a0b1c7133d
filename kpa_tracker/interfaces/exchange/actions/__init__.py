"""What an import does: a file is looked at, its columns and questions are settled, then it is taken over at once."""

from kpa_tracker.interfaces.exchange.actions.confirming import confirm_import, take_over
from kpa_tracker.interfaces.exchange.actions.staging import (
    answer_questions,
    discard_import,
    map_columns,
    name_headings,
    proposal_of,
    proposal_to_ask,
    read_plan_of,
    stage_import,
)

__all__ = [
    "answer_questions",
    "confirm_import",
    "discard_import",
    "map_columns",
    "name_headings",
    "proposal_of",
    "proposal_to_ask",
    "read_plan_of",
    "stage_import",
    "take_over",
]
