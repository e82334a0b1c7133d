"""Rows that a form carries along."""

from __future__ import annotations

import pytest

from kpa_tracker.base.toolkit.forms import versions_in, versions_of
from tests.factories.people import CommitteeFactory


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("12:1,14:3", {12: 1, 14: 3}),
        ("7:2", {7: 2}),
        ("", {}),
        ("12", {}),
        ("12:1,", {}),
        ("12:1 14:3", {}),
        ("a:b", {}),
        ("-1:2", {}),
        ("1" * 19 + ":1", {}),
    ],
)
def test_the_rows_that_were_shown_are_read_from_one_text(text, versions):
    assert versions_in(text) == versions


def test_the_rows_that_were_shown_are_written_as_they_are_read(db):
    records = CommitteeFactory.create_batch(3)
    assert versions_in(versions_of(records)) == {one.pk: 1 for one in records}
