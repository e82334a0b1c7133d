"""How the periods of a year make the year of a measure: a table does not say it, so it is guessed, and shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpa_tracker.interfaces.exchange.reading.measures.found import MeasureRow
from targets.performance import Gathering, Kind

GUESSED = "The file does not say how the periods make the year. Taken: {}. Check it."
NOTES = ("notes", "baseline_notes", "target_notes", "figure_notes")
WORDS = {
    Gathering.SUM: "its periods add up",
    Gathering.LAST: "its last period stands for the year",
    Gathering.AVERAGE: "its periods are averaged",
}
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_ON_A_DAY = re.compile(rf"(?<!correct )(?<!accurate )\bas at\b|(?<!as )\bat \d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b", re.I)
_EVENTS = "|".join(
    (
        *("abandoned", "additional", "against", "arrested", "by", "for", "from", "involving", "injured", "killed"),
        *("lost", "missing", "new", "of", "on", "recovered", "recruited", "seized", "stolen", "to", "trained", "with"),
    )
)
_IN_STOCK = re.compile(
    rf"(?:the )?(?:total )?(?:number of )?(?:(?!(?:{_EVENTS})\b)[\w'’&/-]+ )*"
    r"(?:officers|constables|pcsos|specials|staff|employees|people|volunteers|posts|vehicles|cars)"
    r"(?: (?:in (?:post|stock|service|the (?:force|fleet))|employed))?",
    re.I,
)
_ASIDE = re.compile(r"\([^)]*\)")


def gathering_of(rows: Sequence[MeasureRow]) -> Gathering:
    """Return how the periods of a measure make its year, by all rows of it: what is counted on a day, or is there to be
    counted at any time, stands by its last period. Everything else goes by its kind."""
    is_stock = any(_is_counted_on_a_day(row) or _is_in_stock(row) for row in rows)
    return Gathering.LAST if is_stock else rows[0].kind.gathering


def _is_counted_on_a_day(row: MeasureRow) -> bool:
    notes = [note.text for name in NOTES for note in getattr(row, name, ())]
    return any(_ON_A_DAY.search(text) for text in (getattr(row, "baseline_text", ""), *notes))


def _is_in_stock(row: MeasureRow) -> bool:
    """Whether people, posts or vehicles are counted, and not what happened to them."""
    title = " ".join(_ASIDE.sub(" ", row.title).split())
    return row.kind is Kind.COUNT and _IN_STOCK.fullmatch(title) is not None
