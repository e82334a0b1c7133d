"""The period that a heading, a cell or a footnote names: its first and last day, or none."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kpa_tracker.base.toolkit.dates import Precision, months_later, parse_partial_date

Span = tuple[date, date]

CALENDAR = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR)
PERIOD_WORDS = frozenset(("for", "in", "during", "the", "of", "to", "as", "at", "and", "ending", "ended", "on", "our"))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DIGITS = r"\d{1,2}(?:st|nd|rd|th)?|\d{4}|\d{1,4}[/.-]\d{1,4}(?:[/.-]\d{1,4})?"
_DATE_WORD = rf"(?:q(?:uarter|tr)?\.? ?[1-4]|{_MONTH}|{_DIGITS})"
_JOINT = r"(?: ?[-\u2013\u2014/,] ?| to | until | )"
_PERIOD = re.compile(
    rf"(?<!\w)(?:{_MONTH}[ -]?\d\d(?!\d)|{_DATE_WORD})(?:{_JOINT}{_DATE_WORD})*(?!\w)",
    re.IGNORECASE,
)
_LENGTHS = (
    (re.compile(r"(?:financial |full )?year (?:to|ending|ended) (?P<end>.+)", re.I), 12),
    (re.compile(r"(?:12|twelve)[ -]months? (?:to|ending|ended) (?P<end>.+)", re.I), 12),
    (re.compile(r"(?:6|six)[ -]months? (?:to|ending|ended) (?P<end>.+)", re.I), 6),
    (re.compile(r"(?:3|three)[ -]months? (?:to|ending|ended) (?P<end>.+)", re.I), 3),
    (re.compile(r"quarter (?:to|ending|ended) (?P<end>.+)", re.I), 3),
)
_LEAD = re.compile(r"^(?:as at|at|for|during|in|period|financial year|fy)\s+", re.I)


def period_of(text: str) -> Span | None:
    """Return the days that a text names: "Apr 2007 - Mar 2008", "Q1 2009/10", "Actual 2008/09", "Year to June 2009"."""
    plain = " ".join(re.sub(r"[()\[\]*]", " ", text).split())
    found = _whole(plain)
    if found:
        return found
    spans = [span for span in (_whole(match[0]) for match in _PERIOD.finditer(plain)) if span]
    return spans[0] if len(spans) == 1 else None


def without_period(text: str) -> str:
    """Return a heading without the period that it names."""
    return _PERIOD.sub(" ", text)


def _whole(text: str) -> Span | None:
    bare = _LEAD.sub("", text.strip())
    for pattern, months in _LENGTHS:
        match = pattern.fullmatch(bare)
        end = _whole(match["end"]) if match else None
        if end:
            return months_later(end[1], 1 - months), end[1]
    read = parse_partial_date(bare)
    if read.precision not in CALENDAR or read.start is None or read.due is None:
        return None
    return _whole_months(read.start, read.due) if "00:00" in bare else (read.start, read.due)


def _whole_months(start: date, due: date) -> Span:
    """A workbook keeps "June 2009" as the first of June."""
    return (start, months_later(start, 1) - timedelta(days=1)) if start.day == 1 else (start, due)


_NOTED_PERIOD = re.compile(
    r"(?:period|as at|data (?:for|relates? to))\s+(?:the\s+)?(?:period\s+)?(?P<days>.+?)[.;]?$", re.I
)


def period_noted(text: str) -> Span | None:
    """Return the days that a footnote says its figure is of: "Data relates to the period ...", "As at 31 March"."""
    match = _NOTED_PERIOD.search(text)
    return period_of(match["days"]) if match else None
