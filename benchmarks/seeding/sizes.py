"""How much an installation holds. No Django.

The first authority is the same in every size, and its pages are those that are asked for: what its pages cost more in a
larger size, the others' rows cost it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from itertools import pairwise

VERSION = 1
"""Counts the changes of what is entered: a database that holds an earlier one is not used again."""
TODAY = datetime.date(2020, 2, 3)
"""The installation's own day, in the window of the quarter to December 2019."""
FIRST_YEAR, YEARS, LAST_YEAR = 2010, 10, 2019
"""Plans run from April of a year to March of the next; the last is the one that reports now."""
MONTHS = 12
LEFT_OUT = 5
"""One deliverable of so many has nothing yet in the period that is open."""


Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Office:
    """What one authority holds."""

    deliverables: int
    """In the plan of each year."""
    corrected: int
    """How many of a deliverable's twelve updates were corrected once: each is one version more."""
    measures: int
    quarters: int
    """How many quarters each measure has results of."""
    risks: int
    lasting: int = 30
    """Deliverables of a plan over all years, each with an update of every quarter."""


LOOKED_AT = Office(deliverables=500, corrected=0, measures=700, quarters=39, risks=150)
"""5,000 deliverables with 60,000 updates, 700 measures with 27,300 results: the fortieth quarter is not over."""
OTHER = Office(deliverables=131, corrected=5, measures=698, quarters=33, risks=60)
"""With 42 of these: 60,000 deliverables, 1,000,000 updates, 30,000 measures, 990,000 results."""


@dataclass(frozen=True)
class Size:
    """An installation: the authority that is looked at, and how many others stand beside it."""

    others: int
    looked_at: Office = LOOKED_AT
    other: Office = OTHER


SIZES = {"XS": Size(others=2), "S": Size(others=0), "M": Size(others=42), "L": Size(others=429)}
"""S: one authority. M: the 43 forces of England and Wales. L: ten times M. XS is for trying the harness itself: the
authority that is looked at and two others."""


def offices(size: Size) -> list[Office]:
    return [size.looked_at, *[size.other] * size.others]


def numbers(size: Size) -> dict[str, int]:
    """Return how many rows of each kind a size has."""
    held = offices(size)
    return {
        "authorities": len(held),
        "deliverables": sum(YEARS * one.deliverables + one.lasting for one in held),
        "updates": sum(updates_of(one) for one in held),
        "measures": sum(one.measures for one in held),
        "results": sum(one.measures * one.quarters for one in held),
        "risks": sum(one.risks for one in held),
    }


def updates_of(office: Office) -> int:
    """Return how many updates an authority has: each deliverable one of every period that has opened, but for some in
    the periods that are open still."""
    yearly = (YEARS - 1) * (MONTHS + office.corrected) + len(over(months_of(LAST_YEAR))) + office.corrected
    waiting = -(-office.deliverables // LEFT_OUT) - (-office.lasting // LEFT_OUT)
    return office.deliverables * yearly + office.lasting * len(over(all_quarters())) - waiting


def months_of(year: int) -> list[Span]:
    """Return the first and the last day of each month from April."""
    firsts = [datetime.date(year + (3 + month) // 12, (3 + month) % 12 + 1, 1) for month in range(MONTHS + 1)]
    return [(one, then - datetime.timedelta(days=1)) for one, then in pairwise(firsts)]


def quarters_of(year: int) -> list[Span]:
    """Return the first and the last day of each quarter from April."""
    months = months_of(year)
    return [(months[place][0], months[place + 2][1]) for place in range(0, MONTHS, 3)]


def all_quarters() -> list[Span]:
    """Return the quarters of all years."""
    return [quarter for year in range(FIRST_YEAR, FIRST_YEAR + YEARS) for quarter in quarters_of(year)]


def over(spans: list[Span]) -> list[Span]:
    """Return those that have ended by today."""
    return [span for span in spans if span[1] < TODAY]
