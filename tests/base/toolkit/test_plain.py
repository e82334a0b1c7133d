"""What is kept of a pack comes back as it was, also from an older version's keeping."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from decimal import Decimal

from kpa_tracker.base.toolkit.plain import as_plain, from_plain
from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Minuted
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


@dataclass(frozen=True)
class Dated:
    """Days, exact numbers, pairs, and what it works out for itself."""

    on: datetime.date
    value: Decimal | None = None
    pairs: tuple[tuple[str, datetime.date], ...] = ()
    words: int = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "words", len(self.pairs))


def test_days_exact_numbers_and_pairs_come_back_as_what_they_were():
    day = datetime.date(2010, 3, 31)
    dated = Dated(day, Decimal("52.10"), (("to", day), ("from", day)))
    kept = json.loads(json.dumps(as_plain(dated)))
    assert kept == {
        "on": "2010-03-31",
        "value": "52.10",
        "pairs": [["to", "2010-03-31"], ["from", "2010-03-31"]],
    }
    assert from_plain(Dated, kept) == dated
