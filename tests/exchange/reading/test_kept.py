"""A kept reading fits every row that has all the headings it names."""

import pytest

from kpa_tracker.interfaces.exchange.reading.kept import fields_by_heading, fitted
from tests.factories.exchange import document_of

KEPT = ("was | wer | bis", {0: "deliverable", 1: "owner"})


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["Was", "Wer", "Bis"], {0: "deliverable", 1: "owner"}),
        (["Nr", "Wer", "Was"], {1: "owner", 2: "deliverable"}),
        (["WAS", "", "wer "], {0: "deliverable", 2: "owner"}),
    ],
)
def test_it_fits_in_any_order_and_with_any_others(headings, columns):
    signature = " | ".join(one.strip().casefold() for one in headings)
    assert fitted(document_of([["A title"], headings, ["x", "y", "z"]]), *KEPT) == {signature: columns}


def test_it_fits_no_row_that_lacks_one_of_its_headings():
    assert fitted(document_of([["Was", "Bis"], ["Wer", "Bis"]]), *KEPT) == {}


def test_a_reading_that_names_no_column_fits_nothing():
    assert fields_by_heading("was |  | bis", {1: "owner", 2: ""}) == {}
    assert fitted(document_of(), "was", {}) == {}
