"""A return as a workbook: taken out, filled in, sent in; taken whole, or handed back with its cells marked."""

from kpa_tracker.interfaces.exchange.actions.returns.exporting import MOST_ROWS, export_return, why_not_asked
from kpa_tracker.interfaces.exchange.actions.returns.marking import marked
from kpa_tracker.interfaces.exchange.actions.returns.owed import Share, shares_of
from kpa_tracker.interfaces.exchange.actions.returns.taking import confirm_return, stage_return

__all__ = [
    "MOST_ROWS",
    "Share",
    "confirm_return",
    "export_return",
    "marked",
    "shares_of",
    "stage_return",
    "why_not_asked",
]
