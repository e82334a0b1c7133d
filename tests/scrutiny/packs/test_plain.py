"""What is kept of a pack comes back as it was, also from an older version's keeping."""

from __future__ import annotations

import json
from dataclasses import dataclass

from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Minuted
from kpa_tracker.interfaces.scrutiny.packs.plain import as_plain, from_plain
from tests.scrutiny.packs.made import OVERDUE, contents, coverage, exposure, item

WHOLE = contents(
    [item(1, "red", flags=(OVERDUE,), supporting=("Clerk",), update=7), item(2, "")],
    before=[item(1, "green")],
    coverage=coverage(),
    risks=(exposure(1), exposure(2, None, 0)),
    outstanding=(Minuted(1, "question", "", "Why?"),),
)


@dataclass(frozen=True)
class Older:
    """What an older version knew."""

    head: str = "none"


def test_contents_come_back_from_json_as_they_were():
    assert from_plain(Contents, json.loads(json.dumps(as_plain(WHOLE)))) == WHOLE


def test_what_is_kept_holds_texts_numbers_and_lists_alone():
    kept = as_plain(WHOLE)
    assert json.loads(json.dumps(kept)) == kept


def test_what_a_newer_version_added_takes_its_default():
    kept = as_plain(WHOLE)
    del kept["sums"], kept["items"][0]["forecast"]
    found = from_plain(Contents, kept)
    assert (found.sums, found.items[0].forecast) == ((), "")


def test_what_a_newer_version_dropped_is_passed_over():
    assert from_plain(Older, {"head": "kept", "gone": 3}) == Older("kept")
