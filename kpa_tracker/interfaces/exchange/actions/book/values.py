"""Days and figures as the plain texts in which a plan's workbook holds and compares them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from kpa_tracker.base.toolkit.dates import Precision, parse_partial_date


class Unread(Exception):
    """A cell cannot be read; the message says why."""


def day_in(text: str) -> str:
    """Return the day that a text says, as 2010-03-31; nothing of nothing. Raises Unread."""
    read_as = parse_partial_date(text)
    if text and (read_as.precision is not Precision.DAY or read_as.due is None):
        raise Unread(f"“{text}” is no day. Write it as 31 March 2010.")
    return read_as.due.isoformat() if read_as.due else ""


def figure_in(text: str) -> str:
    """Return the number that a text says, without needless zeros; nothing of nothing. Raises Unread."""
    try:
        return figure(Decimal(text.replace(",", ""))) if text else ""
    except InvalidOperation:
        raise Unread(f"“{text}” is no number.") from None


def figure(number: Decimal | int | None) -> str:
    """Return a number as its text."""
    if number is None:
        return ""
    if not Decimal(number).is_finite():
        raise InvalidOperation
    return f"{Decimal(number).normalize():f}"
