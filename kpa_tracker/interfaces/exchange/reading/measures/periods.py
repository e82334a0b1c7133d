"""The period that a heading, a cell or a footnote names: its first and last day, or none.

A heading without a year ("Q1", "April") is of the year that stands over its table. What runs from the start of the
financial year ("YTD", "cumulative") is of all those months. "To December" alone does not say from when: it is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from kpa_tracker.base.toolkit.dates import MONTHS, Precision, months_later, parse_partial_date

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
_ENDS = r" ?(?:to|ending|ended|until|up to) (?:the )?(?:end (?:of )?)?(?P<end>.+)"
_LENGTHS = tuple(
    (re.compile(rf".*?\b(?:{words}){_ENDS}", re.I), months)
    for words, months in (
        ("year|(?:12|twelve)[ -]?months?|12m|mat", 12),
        ("half[ -]?year|(?:6|six)[ -]?months?", 6),
        ("quarter|qtr|(?:3|three)[ -]?months?", 3),
        ("month", 1),
    )
)
_LEAD = re.compile(r"^(?:as at|at|for|during|in|period|financial year|fy)\s+", re.I)
_OPEN = re.compile(
    r"\b(?:to|until|till|since|from|before|after|against|versus|vs|than)\s*(?:the )?(?:end (?:of )?)?$", re.I
)
_A_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
CUMULATIVE = re.compile(r"\b(?:ytd|year[ -]to[ -]date|cumulative(?:ly)?|so far|to date)\b", re.I)


def period_of(text: str, year: Span | None = None) -> Span | None:
    """Return the days that a text names: "Apr 2007 - Mar 2008", "Q1 2009/10", "Actual 2008/09", "Year to June 2009".
    `year` is the one that "Q1" and "April" are of."""
    plain = " ".join(re.sub(r"[()\[\]*]|:(?!\d)", " ", text).split())
    if CUMULATIVE.search(plain):
        return _since_april(period_of(_OPEN.sub("", CUMULATIVE.sub(" ", plain).strip(" -,")) or "none", year))
    return _of_a_length(plain) or _whole(plain) or _only(plain) or _in_year(plain, year)


def _in_year(text: str, year: Span | None) -> Span | None:
    """The part of a year that a text names; a year of its own goes before the one over the table."""
    year = year_in([text]) if _A_YEAR.search(text) else year
    return _part_of(_YEARS.sub(" ", text), year) if year else None


def _since_april(reached: Span | None) -> Span | None:
    """From the first day of the financial year to the end of what is named; a whole year does not say how far."""
    if reached is None or _is_year(reached):
        return None
    return financial_year(reached[1])[0], reached[1]


def _is_year(span: Span) -> bool:
    return months_later(span[0], 12) - timedelta(days=1) == span[1]


def financial_year(day: date) -> Span:
    first = date(day.year - (day.month < 4), 4, 1)
    return first, date(first.year + 1, 3, 31)


def without_period(text: str) -> str:
    """Return a heading without the period that it names."""
    return _PERIOD.sub(" ", text)


def _of_a_length(text: str) -> Span | None:
    """So many months up to a day; that day alone where its text is bare."""
    for pattern, months in _LENGTHS:
        match = pattern.fullmatch(text)
        end = (_whole(match["end"]) or _only(match["end"])) if match else None
        if end:
            return months_later(end[1].replace(day=1), 1 - months), end[1]
    return None


def _whole(text: str) -> Span | None:
    bare = _LEAD.sub("", text.strip())
    read = parse_partial_date(bare)
    if read.precision not in CALENDAR or read.start is None or read.due is None:
        return None
    return _whole_months(read.start, read.due) if "00:00" in bare else (read.start, read.due)


def _only(text: str) -> Span | None:
    """The one period that stands among other words; none where a word before it only says how far or against what."""
    found = [(match, _whole(match[0])) for match in _PERIOD.finditer(text)]
    named = [(match, span) for match, span in found if span]
    if len(named) != 1 or _OPEN.search(text[: named[0][0].start()].rstrip()):
        return None
    match, span = named[0]
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return _part_of(rest, span) if _is_year(span) and _PARTS.search(rest) else span


def _whole_months(start: date, due: date) -> Span:
    """A workbook keeps "June 2009" as the first of June."""
    return (start, months_later(start, 1) - timedelta(days=1)) if start.day == 1 else (start, due)


# --- Parts of a year that the heading does not name -------------------------------------------------------------------

_NAMES = {name[:length].casefold(): number for number, name in enumerate(MONTHS, 1) for length in range(3, 10)}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_A_MONTH = "|".join(sorted(_NAMES, key=len, reverse=True))
_PARTS = re.compile(
    rf"(?<![\w/])(?:(?:q|quarter|qtr)[ .]?(?P<quarter>[1-4])|(?P<nth>{'|'.join(_ORDINALS)})[ -](?:quarter|qtr)"
    rf"|(?:h|half)[ .]?(?P<half>[12])|(?P<first>{_A_MONTH})\.?(?: ?(?:-|\u2013|to) ?(?P<last>{_A_MONTH}))?)(?![\w/])",
    re.IGNORECASE,
)


def names_part_of_a_year(text: str) -> bool:
    """Whether a heading names a quarter or a month without its year."""
    return _PARTS.search(text) is not None


def without_part_of_a_year(text: str) -> str:
    return _PARTS.sub(" ", text)


def _part_of(text: str, year: Span) -> Span | None:
    """The part of the year that all such words of a text name: "Q1 (Apr-Jun)"."""
    found = list(_PARTS.finditer(text))
    spans = {_part(match, year) for match in found}
    if len(spans) != 1 or _OPEN.search(text[: found[0].start()].rstrip()):
        return None
    return spans.pop()


def _part(match: re.Match[str], year: Span) -> Span | None:
    if match["first"]:
        first, last = (_NAMES[(name or match["first"]).casefold()] for name in (match["first"], match["last"]))
        start = _month_in(first, year)
        return start, _end_of(months_later(start, (last - first) % 12))
    if year[0].month != 4:
        return None
    if match["half"]:
        start = months_later(year[0], 6 * (int(match["half"]) - 1))
        return start, _end_of(months_later(start, 5))
    number = int(match["quarter"]) if match["quarter"] else _ORDINALS[match["nth"].casefold()]
    start = months_later(year[0], 3 * (number - 1))
    return start, _end_of(months_later(start, 2))


def _month_in(month: int, year: Span) -> date:
    return date(year[0].year + (month < year[0].month), month, 1)


def _end_of(month: date) -> date:
    return months_later(month, 1) - timedelta(days=1)


_YEARS = re.compile(r"(?<![\d/-])(?P<first>20\d\d) ?[-\u2013/] ?(?P<next>20\d\d|\d\d)(?![\d/-])")


def year_in(texts: Sequence[str]) -> Span | None:
    """Return the one year that titles name, as "2009/10", "2009-10" or a quarter of it; none where they name several.
    The day of a meeting is none: a report is often of the year before."""
    found = {year for text in texts for year in _years(text)}
    return found.pop() if len(found) == 1 else None


def _years(text: str) -> Iterator[Span]:
    for match in _YEARS.finditer(text):
        first, following = int(match["first"]), int(match["next"]) % 100
        if following == (first + 1) % 100:
            yield financial_year(date(first, 4, 1))
    for match in _PERIOD.finditer(_YEARS.sub(" ", text)):
        span = _whole(match[0])
        if span and (span[1] - span[0]).days > 80:
            within = financial_year(span[0])
            yield span if span[1] > within[1] or (span[1] - span[0]).days > 360 else within


_NOTED_PERIOD = re.compile(
    r"(?:period|as at|data (?:for|relates? to))\s+(?:the\s+)?(?:period\s+)?(?P<days>.+?)[.;]?$", re.I
)


def period_noted(text: str) -> Span | None:
    """Return the days that a footnote says its figure is of: "Data relates to the period ...", "As at 31 March", or
    nothing but the days."""
    match = _NOTED_PERIOD.search(text)
    return period_of(match["days"]) if match else _whole(text.rstrip(" ."))
