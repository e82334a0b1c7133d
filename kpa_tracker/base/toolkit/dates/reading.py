"""Reads dates as people write them in a plan.

Decisions that are not obvious:

* Quarters are those of the financial year, April to March, whichever way the year is written: Q4 2009 is Q4 2009/10.
* A season is three whole months: spring is March to May, winter starts in December.
* What can be read in two ways is not guessed. "09/10", "2009-12" and "10 June" stay as written, without a due date.
* "TBC", "n/a" and "-" mean that no date is set. Their text is kept.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from kpa_tracker.base.toolkit.dates.partial import (
    MONTHS,
    PartialDate,
    Precision,
    end_of_month,
    months_later,
    quarter_bounds,
)

LONGEST_READ = 120

# Each rule is a pattern over the tidied text and a function that builds what it names, or None if impossible.

Span = tuple[Precision, date, date]

_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"'?(?P<year>(?:19|20|21)[0-9]{2}|[0-9]{2})"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_FINANCIAL = r"(?P<year>(?:19|20|21)[0-9]{2}|[0-9]{2})(?:\s?[/-]\s?(?P<next>(?:19|20|21)?[0-9]{2}))"
_FY = r"(?:f\.?y\.?\s?|financial year\s|year\s)?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4}
_QUARTER = r"(?:q|qtr|quarter)\s?(?P<quarter>[1-4])"
_NTH_QUARTER = rf"(?:the\s)?(?P<nth>{'|'.join(_ORDINALS)})\s(?:quarter|qtr)"
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

_UNSET = frozenset(
    (
        *(
            "",
            "-",
            "--",
            "---",
            ".",
            "?",
            "??",
            "???",
            "n/a",
            "na",
            "n.a",
            "none",
            "nil",
            "blank",
            "unknown",
            "not set",
        ),
        *("tbc", "tba", "tbd", "t.b.c", "t.b.a", "no date", "not applicable"),
        *("to be confirmed", "to be agreed", "to be decided", "to be determined"),
    )
)
_REPEATS = re.compile(
    r"\b(?:daily|weekly|fortnightly|monthly|quarterly|termly|yearly|annually|biannually|biennially|bimonthly"
    r"|twice (?:a|each|per) (?:month|quarter|year)"
    r"|(?:each|every|per)\s(?:[a-z0-9]+\s){0,2}(?:day|week|fortnight|month|quarter|term|year|meeting|cycle)s?)\b"
    r"|^annual$"
)
_GOES_ON = re.compile(r"\b(?:on-?\s?going|continuous|continuously|continuing|rolling|throughout)\b")
_UNENDING = ((_REPEATS, Precision.RECURRING), (_GOES_ON, Precision.ONGOING))
_UNTIL = re.compile(r"\b(?:until|till|to|ending|up to)\s(?P<end>[^,;]*[0-9][^,;]*)$")
_LEAD_IN = re.compile(
    r"^(?:(?:to be|is|was)\s)?"
    r"(?:(?:due|by|in|on|during|within|for|no later than|not later than|target|completed?)[\s:]+)*"
    r"(?:the\s)?(?:end-|end\s(?:of\s)?)?(?:the\s)?(?:month of\s)?"
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s(?=[0-9])")
_CLOCK = re.compile(r"[t\s][0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?z?$")
_BETWEEN = re.compile(r"\s?(?:\bto\b|\band\b|\bor\b|&|-|/)\s?")


@lru_cache(maxsize=512)  # the few dates of a long table, at every row
def parse_partial_date(text: str, *, day_first: bool = True) -> PartialDate:
    """Read a date as it was written. Never raises: what is not understood comes back as UNKNOWN, its text kept."""
    shown = " ".join(text.split())
    plain = _tidy(shown)
    if plain in _UNSET:
        return PartialDate(shown, Precision.NONE)
    if len(plain) > LONGEST_READ:
        return PartialDate(shown, Precision.UNKNOWN)
    span = _read(_trim(plain), day_first)
    if span:
        return PartialDate(shown, *span)
    return _without_end(shown, plain, day_first)


def _tidy(text: str) -> str:
    """Lower case, one kind of dash and quote, single spaces, no closing stop."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    plain = re.sub("[\u2018\u2019`\u00b4]", "'", plain)
    return " ".join(plain.strip(" .,;:()[]").split()) or plain.strip()


def _trim(plain: str) -> str:
    """Without the words that only introduce a date, the weekday, and a spreadsheet's midnight."""
    bare = _LEAD_IN.sub("", plain, count=1)
    return _CLOCK.sub("", _WEEKDAY.sub("", bare)).strip()


def _without_end(shown: str, plain: str, day_first: bool) -> PartialDate:
    """Recurring and ongoing work, perhaps with a last day; anything else is not understood."""
    found = [precision for pattern, precision in _UNENDING if pattern.search(plain)]
    if not found:
        return PartialDate(shown, Precision.UNKNOWN)
    return PartialDate(shown, found[0], None, _last_day(plain, day_first))


def _last_day(plain: str, day_first: bool) -> date | None:
    until = _UNTIL.search(plain)
    span = _read(_trim(until["end"]), day_first) if until else None
    return span[2] if span else None


def _read(plain: str, day_first: bool) -> Span | None:
    return _read_one(plain, day_first) or _read_range(plain, day_first)


def _read_one(plain: str, day_first: bool) -> Span | None:
    """One day, month, quarter, season or year. The first rule that matches decides."""
    for pattern, build in _RULES:
        match = pattern.fullmatch(plain)
        if match:
            return build({**match.groupdict(), "day_first": "yes" if day_first else ""})
    return None


def _read_range(plain: str, day_first: bool) -> Span | None:
    """Two ends, the first one perhaps short of its month or year: April to June 2010, 1-5 June 2010."""
    plain = re.sub(rf"^{_QUARTER},?\s(?=[a-z])", "", plain)
    for gap in _BETWEEN.finditer(plain):
        span = _between(plain[: gap.start()], plain[gap.end() :], day_first)
        if span:
            return span
    return None


def _between(first: str, last: str, day_first: bool) -> Span | None:
    end = _read_one(last, day_first)
    start = end and _first_end(first, last, end, day_first)
    return _joined(start, end) if start and end else None


def _first_end(first: str, last: str, end: Span, day_first: bool) -> Span | None:
    """The first end of a range; where it would come after the last one, it is of the year before."""
    read = (_read_one(first + completion, day_first) for completion in _completions(last))
    start = next((span for span in read if span and span[0] is end[0]), None)
    return start if start is None or start[1] <= end[2] else _a_year_before(start, end)


def _completions(last: str) -> list[str]:
    """What the first end may lack: nothing, the last one's year, its month and year."""
    words = last.split()
    return ["", *(" " + " ".join(words[-count:]) for count in (1, 2) if count < len(words))]


def _a_year_before(start: Span, end: Span) -> Span | None:
    """December to February 2010 starts in 2009."""
    earlier = _month_span(start[1].year - 1, start[1].month) if start[0] is Precision.MONTH else None
    return earlier if earlier and earlier[1] <= end[2] else None


def _joined(start: Span, end: Span) -> Span:
    """A range keeps the precision of its ends, except that three months of a financial quarter are that quarter."""
    precision, first, last = end[0], start[1], end[2]
    if precision is Precision.MONTH and _is_quarter(first, last):
        precision = Precision.QUARTER
    return (precision, first, last)


def _is_quarter(first: date, last: date) -> bool:
    return first.month % 3 == 1 and months_later(first, 2) == last.replace(day=1)


Named = dict[str, str]


def _full_year(digits: str) -> int:
    year = int(digits)
    if year > 99:
        return year
    return year + (2000 if year < 70 else 1900)


def _month_number(word: str) -> int | None:
    for number, name in enumerate(MONTHS, start=1):
        if name.casefold().startswith(word):
            return number
    return None


def _day_span(year: int, month: int | None, day: int) -> Span | None:
    if not month or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    named = date(year, month, day)
    return (Precision.DAY, named, named)


def _month_span(year: int, month: int | None) -> Span | None:
    if not month or not 1 <= month <= 12:
        return None
    return (Precision.MONTH, date(year, month, 1), end_of_month(year, month))


def _quarter_span(year: int, number: int) -> Span:
    return (Precision.QUARTER, *quarter_bounds(year, number))


def _financial_year(year: int) -> Span:
    return (Precision.YEAR, quarter_bounds(year, 1)[0], quarter_bounds(year, 4)[1])


def _numbers(found: Named) -> Span | None:
    first, second = int(found["first"]), int(found["second"])
    day, month = (first, second) if found["day_first"] else (second, first)
    return _day_span(_full_year(found["year"]), month, day)


def _iso_day(found: Named) -> Span | None:
    return _day_span(int(found["year"]), int(found["month"]), int(found["day"]))


def _named_day(found: Named) -> Span | None:
    return _day_span(_full_year(found["year"]), _month_number(found["month"]), int(found["day"]))


def _named_month(found: Named) -> Span | None:
    return _month_span(_full_year(found["year"]), _month_number(found["month"]))


def _numbered_month(found: Named) -> Span | None:
    return _month_span(int(found["year"]), int(found["month"]))


def _year_pair(found: Named) -> Span | None:
    """2009/10 is a financial year, 2010-03 a month; 2009-12 might be either and 09/10 might be a day: not guessed."""
    year, following = _full_year(found["year"]), found["next"]
    if len(found["year"]) == 2:
        return None
    if int(following) in (year + 1, (year + 1) % 100):
        return _financial_year(year)
    return _month_span(year, int(following)) if int(following) < year % 100 else None


def _said_financial_year(found: Named) -> Span | None:
    """With the words "financial year" in front, two digits are enough."""
    year = _full_year(found["year"])
    if int(found["next"]) % 100 != (year + 1) % 100:
        return None
    return _financial_year(year)


def _quarter(found: Named) -> Span | None:
    year, following = _full_year(found["year"]), found.get("next")
    if following and int(following) % 100 != (year + 1) % 100:
        return None
    number = found.get("quarter")
    return _quarter_span(year, int(number) if number else _ORDINALS[found["nth"]])


def _season(found: Named) -> Span:
    start = date(_full_year(found["year"]), _SEASONS[found["season"]], 1)
    last = months_later(start, 2)
    return (Precision.QUARTER, start, end_of_month(last.year, last.month))


def _calendar_year(found: Named) -> Span:
    year = int(found["year"])
    return (Precision.YEAR, date(year, 1, 1), date(year, 12, 31))


_RULES: list[tuple[re.Pattern[str], Callable[[Named], Span | None]]] = [
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?P<year>(?:19|20|21)[0-9]{2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})", _iso_day),
        (rf"(?P<first>[0-9]{{1,2}})([/.-])(?P<second>[0-9]{{1,2}})\2{_YEAR}", _numbers),
        (rf"{_DAY}[\s-]?(?:of\s)?{_MONTH}[\s,-]*{_YEAR}", _named_day),
        (rf"{_MONTH}\s?{_DAY}(?:,\s?|\s){_YEAR}", _named_day),
        (rf"(?P<season>{'|'.join(_SEASONS)})[\s,-]*(?:of\s)?{_YEAR}", _season),
        (rf"{_MONTH}[\s,/-]*{_YEAR}", _named_month),
        (r"(?P<month>0?[1-9]|1[0-2])[/.-](?P<year>(?:19|20|21)[0-9]{2})", _numbered_month),
        (rf"(?:{_QUARTER}|{_NTH_QUARTER})[\s,:/-]*(?:of\s)?{_FY}{_FINANCIAL}", _quarter),
        (rf"(?:{_QUARTER}|{_NTH_QUARTER})[\s,:/-]*(?:of\s)?{_FY}{_YEAR}", _quarter),
        (rf"{_FY}{_FINANCIAL}[\s,:-]*(?:{_QUARTER}|{_NTH_QUARTER})", _quarter),
        (_FINANCIAL, _year_pair),
        (rf"(?:f\.?y\.?\s?|financial year\s){_FINANCIAL}", _said_financial_year),
        (r"(?P<year>(?:19|20|21)[0-9]{2})", _calendar_year),
    )
]
