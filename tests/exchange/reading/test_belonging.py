"""Workbooks that were taken out here and are sent in on another page are told where they belong."""

import pytest

from kpa_tracker.interfaces.exchange.reading.belonging import A_BOOK, A_RETURN, belongs_elsewhere
from kpa_tracker.interfaces.exchange.reading.book import VERSION
from kpa_tracker.interfaces.exchange.reading.book import WHAT as BOOK
from kpa_tracker.interfaces.exchange.reading.returned import KNOWN_BY
from kpa_tracker.interfaces.exchange.reading.returned import WHAT as RETURN
from tests.factories.exchange import document_of

A_PLANS_BOOK = document_of([["What this is", BOOK], ["Version", VERSION]], name="Read me")
A_FILLED_RETURN = document_of([["What this is", RETURN], ["Version", "1"]], name=KNOWN_BY)


@pytest.mark.parametrize(
    ("document", "takes_books", "said"),
    [
        (A_FILLED_RETURN, True, A_RETURN),
        (A_FILLED_RETURN, False, A_RETURN),
        (A_PLANS_BOOK, False, A_BOOK),
        (A_PLANS_BOOK, True, ""),
        (document_of(), False, ""),
    ],
)
def test_a_workbook_of_our_own_is_told_where_it_belongs(document, takes_books, said):
    assert belongs_elsewhere(document, takes_books=takes_books) == said
