"""Numbers as people write them: with commas, rounded for reading, with the endings of places."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

MILLION = 10**6
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
