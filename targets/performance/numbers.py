"""Numbers as people write them: with commas, rounded for reading, with the endings of places."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

MILLION = 10**6
MANY = {"hundred": 100, "thousand": 10**3, "million": MILLION, "billion": 10**9}
EXACT = Context(prec=400)
"""Room for every digit that can be written in a cell."""


def decimals_of(value: Decimal) -> int:
    """How many digits stand after the point: 2 for 0.49, none for 1E+3."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def number(value: Decimal, decimals: int = 0) -> str:
    """12,345.6: rounded half up for reading only; nothing is ever judged by what this returns."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, EXACT)
    return f"{rounded if rounded else abs(rounded):,f}"


def number_as_it_is(value: Decimal) -> str:
    """The number with the digits it has and no idle zeros, up to four decimals: 2, 0.5, 48.3333."""
    digits = number(value, min(4, decimals_of(value)))
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def ordinal(place: int) -> str:
    """1st, 2nd, 3rd, 11th, 22nd."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    teens = place % 100 in (11, 12, 13)
    return f"{place}{'th' if teens else endings.get(place % 10, 'th')}"


def per_words(per: int) -> str:
    """1,000 and 100 million."""
    return f"{per // MILLION:,} million" if per >= MILLION and per % MILLION == 0 else f"{per:,}"


def decimal_of(exact: Fraction) -> Decimal:
    """The fraction as a decimal: exact where it ends within 28 digits, and never so rounded that it would reach a value
    of fewer digits which it does not reach."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)


_AFTER_PER = re.compile(r"\bper (?=(?P<rest>.*))", re.IGNORECASE | re.DOTALL)
_HOW_MANY = re.compile(
    rf"(?:(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]+)(?: (?P<scale>{'|'.join(MANY)})s?)?"
    rf"|(?P<alone>{'|'.join(MANY)})s?)(?![\w.-]|,[0-9])",
    re.IGNORECASE,
)


def per_of(unit: str) -> int | None:
    """How many a unit counts per: 1,000 for "per 1,000 population", 100,000,000 for "per 100 million vehicle
    kilometres", 1 for "hours per member of staff". None where it names none, two, or one that cannot be read."""
    counted = _AFTER_PER.findall(unit)
    read = [_how_many(rest) for rest in counted if re.match(rf"[0-9.]|(?:{'|'.join(MANY)})s?\b", rest, re.IGNORECASE)]
    if len(read) > 1:
        return None
    return read[0] if read else (1 if counted else None)


def _how_many(words: str) -> int | None:
    found = _HOW_MANY.match(words)
    if found is None:
        return None
    scale = (found["scale"] or found["alone"] or "").lower()
    return int((found["number"] or "1").replace(",", "")) * MANY.get(scale, 1)
