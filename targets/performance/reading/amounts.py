"""One amount, from its number and the words after it to a figure."""

from __future__ import annotations

import re
from decimal import Decimal

from targets.performance.figures import POINTS, SCALES, Figure
from targets.performance.kinds import Kind
from targets.performance.numbers import decimals_of

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_START = r"(?<![\w/.,£+%-])(?<![0-9]:)"
_END = r"(?![\w/%£]|[.,:+-][0-9]|-\w)"
_PERCENT = r" ?(?i:%|per ?cent\b|pc\b)"
_POINTS = r" ?(?i:pp|ppts?|p\.p\.|%[ -]?points?|%[ -]?pts?|per ?cent(?:age)?[ -]points?|percentage[ -]pts?)"
_YEAR = r"(?:19|20)[0-9]{2}(?![0-9,.])"

_AMONG = r"(?:in|of|among|amongst|within|across|out of)\b.*?"
FIELD = rf"(?:(?:nationally|regionally|locally|overall)(?: {_AMONG})?|{_AMONG})"
PER = rf"\b(?i:per) (?:{_NUMBER}(?: (?:thousand|million|billion)\b)?|hundred\b|thousand\b|million\b|billion\b)"

AMOUNT = (
    rf"{_START}(?:(?P<level>(?i:level|grade|band|tier|stage)) (?P<step>{_NUMBER})"
    rf"|(?P<place>[0-9]+)(?i:st|nd|rd|th)"
    rf"|(?P<number>{_NUMBER})(?P<one>{_PERCENT})?(?: ?(?P<colon>:) ?| (?P<joint>in|out of) )(?!{_YEAR})"
    rf"(?P<other>{_NUMBER})(?P<two>{_PERCENT})?"
    rf"|(?P<open>\()?(?P<sign>[+-])?(?P<pound>£ ?)?(?P<minus>-)?(?P<value>{_NUMBER})"
    rf"(?:(?P<points>{_POINTS})|(?P<percent>{_PERCENT})"
    rf"|(?P<scale>(?(pound) ?(?i:k|m|mn|bn|thousand|million|billion)\b| (?i:thousand|million|billion)\b)))?"
    rf"(?(open)\)))"
    rf"{_END}"
)

_TOO_LONG = re.compile(r"[0-9]{16}|\.[0-9]{9}")

_PER_PHRASE = re.compile(
    r"(?:(?P<counted>.*?) )?per(?: (?P<per>[0-9][0-9,]*|(?=(?:hundred|thousand|million|billion)\b)))?"
    r"(?: ?(?P<scale>hundred|thousand|million|billion)\b)?(?: (?P<unit>.+))?"
)
_TIME = re.compile(r"\b(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\b", re.IGNORECASE)
_MULTIPLES = {"": 1, "hundred": 100, **SCALES}
_HINTED = (Kind.PERCENTAGE, Kind.RATE, Kind.MONEY, Kind.HOURS, Kind.RANK, Kind.LEVEL)
_POUNDLESS = re.compile(rf"(?<![\w£.,/])(?={_NUMBER} ?(?:k|m|mn|bn)\b)", re.IGNORECASE)


def figure_of(found: re.Match[str], words: str, hint: Kind | None) -> Figure | None:
    """The figure of an amount and the words after it. A bare number is of the kind that is hinted, else a count. None
    where number and words do not go together, or the number has more digits than any measure."""
    if _TOO_LONG.search(found[0].replace(",", "")):
        return None
    for group, build in _BUILDERS.items():
        if found[group]:
            return build(found, words)
    return _bare(found, words, hint)


def with_pounds(text: str) -> str:
    """1.5m of a measure of money is £1.5m."""
    return text if "£" in text else _POUNDLESS.sub("£", text)


def has_time(words: str) -> bool:
    """Names hours, days or another time, before any "per"."""
    return _TIME.search(re.split(r"\bper\b", words)[0]) is not None


def _exact(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))


def _value(found: re.Match[str]) -> Decimal:
    """Negative by its sign, or by brackets around it as accounts have it."""
    negative = "-" in (found["sign"], found["minus"]) or found["open"]
    return -_exact(found["value"]) if negative else _exact(found["value"])


def _scale(found: re.Match[str]) -> str:
    return (found["scale"] or "").strip().casefold()


def _percentage(found: re.Match[str], words: str) -> Figure:
    value = _value(found)
    return Figure(Kind.PERCENTAGE, value, unit=words, decimals=decimals_of(value))


def _points(found: re.Match[str], words: str) -> Figure:
    value = _value(found)
    return Figure(Kind.PERCENTAGE, value, unit=f"{POINTS} {words}".strip(), decimals=decimals_of(value))


def _ratio(found: re.Match[str], words: str) -> Figure | None:
    first, second = _exact(found["number"]), _exact(found["other"])
    if bool(found["one"]) != bool(found["two"]) or (found["one"] and not found["colon"]):
        return None
    unit = f"{'%' if found['one'] else found['joint'] or ''} {words}".strip()
    return Figure(Kind.RATIO, first, second, unit, max(decimals_of(first), decimals_of(second)))


def _money(found: re.Match[str], words: str) -> Figure | None:
    """In words that begin like a scale, £1.5 m² may be millions with a footnote or a price of land."""
    if re.match(r"(?:k|m|mn|bn)(?![a-z])", words, re.IGNORECASE):
        return None
    scale = _scale(found).replace("mn", "m")
    gap = " " if len(scale) > 2 else ""
    return _scaled(Kind.MONEY, found, words, f"£{gap}{scale}" if scale else "", scale)


def _bare(found: re.Match[str], words: str, hint: Kind | None) -> Figure:
    kind, scale = _kind(words, hint), _scale(found)
    return _scaled(kind, found, words, f"£ {scale}" if scale and kind is Kind.MONEY else scale, scale)


def _kind(words: str, hint: Kind | None) -> Kind:
    if has_time(words):
        return Kind.HOURS
    if re.search(r"\bper\b", words):
        return Kind.RATE
    return hint if hint in _HINTED else Kind.COUNT


def _scaled(kind: Kind, found: re.Match[str], words: str, unit: str, scale: str) -> Figure:
    value = _value(found)
    counted, per, rest = _per(words) if kind in (Kind.RATE, Kind.MONEY) else ("", None, words)
    whole = value * SCALES.get(scale, 1)
    return Figure(kind, whole, None, f"{unit} {rest}".strip(), decimals_of(value), per, counted)


def _per(words: str) -> tuple[str, int | None, str]:
    """What is counted, per how many, of whom: "complaints", 1000, "officers"."""
    found = _PER_PHRASE.fullmatch(words)
    if not found:
        return "", None, words
    per = int((found["per"] or "1").replace(",", "")) * _MULTIPLES[found["scale"] or ""]
    return found["counted"] or "", per, found["unit"] or ""


def _level(found: re.Match[str], words: str) -> Figure | None:
    value, name = _exact(found["step"]), found["level"].capitalize()
    return (
        None if words else Figure(Kind.LEVEL, value, unit="" if name == "Level" else name, decimals=decimals_of(value))
    )


def _rank(found: re.Match[str], words: str) -> Figure | None:
    """A place among others; 31st March and the 1st phase are none."""
    if words and not re.fullmatch(FIELD, words):
        return None
    return Figure(Kind.RANK, _exact(found["place"]), unit=words)


_BUILDERS = {
    "level": _level,
    "place": _rank,
    "number": _ratio,
    "pound": _money,
    "points": _points,
    "percent": _percentage,
}
