"""A plan as a workbook: taken out whole, worked in, and imported back as what was edited and nothing else."""

from kpa_tracker.interfaces.exchange.actions.book.exporting import TakenOut, export_book
from kpa_tracker.interfaces.exchange.actions.book.packaging import export_package
from kpa_tracker.interfaces.exchange.actions.book.proposing import propose_book
from kpa_tracker.interfaces.exchange.actions.book.reading import ReadBook, read_book
from kpa_tracker.interfaces.exchange.actions.book.steps import BookProposal, BookStep
from kpa_tracker.interfaces.exchange.actions.book.taking import confirm_book, take_over_book

__all__ = [
    "BookProposal",
    "BookStep",
    "ReadBook",
    "TakenOut",
    "confirm_book",
    "export_book",
    "export_package",
    "propose_book",
    "read_book",
    "take_over_book",
]
