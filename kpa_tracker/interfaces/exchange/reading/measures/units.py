"""What a bare number counts, where a column, a heading or a title says so: %, £k, days, per 1,000 population."""

from __future__ import annotations

import re

BARE = re.compile(
    r"(?P<open>\()?(?P<sign>[-+\u2212\u2013])?(?P<number>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<close>\))?"
    r"(?P<after>(?:\s*(?:[*†‡§]+|[⁰¹²³⁴-⁹]+|\[\d{1,2}\]))*)"
)
_PERCENT = re.compile(r"%|per ?cent(?:age)?|percentage|pct|pc", re.I)
_POUNDS = re.compile(r"(?:£|gbp) ?(?P<scale>'?000s?|k|thousands?|mn?|millions?|bn|billions?)?|(?P<before>k|m) ?£", re.I)
_COUNTED = re.compile(r"(?:no|nos|number|numbers|count|total|#|num|numeric|integer|whole number)\.?", re.I)
_SAYS_NOTHING = re.compile(
    r"rate|ratio|score|index|rank|ranking|level|grade|text|decimal|currency|value|-|n/?a|various", re.I
)
_TIMES = re.compile(r"(?:\w+ ){0,2}(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\b.*", re.I)
_LARGE = re.compile(r"'?000'?s?|thousands?|millions?", re.I)
_NAMED = re.compile(r"[a-z][a-z' -]{1,40}", re.I)
_IN_HEADING = re.compile(r"(?P<unit>%|£(?! ?\d) ?(?:'?000s?|k|mn?|bn|thousands?|millions?)?(?![a-z])|'000s?)", re.I)
_SCALES = {"k": "k", "thousand": "k", "000": "k", "m": "m", "mn": "m", "million": "m", "bn": "bn", "billion": "bn"}


def in_heading(heading: str) -> str:
    """Return the unit that a heading or a title names by its sign: "2008/09 (£m)", "Actual %"."""
    found = [match["unit"] for match in _IN_HEADING.finditer(re.sub(r"\d ?%", " ", heading))]
    return found[0] if len(set(found)) == 1 else ""


def with_unit(text: str, *units: str) -> str:
    """Return a bare number with the first of some units that says anything; any other text as it is."""
    number = BARE.fullmatch(text.strip())
    unit = next((unit.strip() for unit in units if unit.strip() and not _SAYS_NOTHING.fullmatch(unit.strip())), "")
    if not number or not unit or bool(number["open"]) != bool(number["close"]):
        return text
    return _written(number, unit) or text


_SENTENCE = re.compile(r"(?P<before>[^\d£%]*?)(?P<number>[-+]?\d[\d,]*(?:\.\d+)?)(?P<after>[^\d£%]*)")
_NO_UNIT = re.compile(r"\b(?:by|top|level|grade|rank(?:ed)?|place|out of|per)\b", re.I)


def sentence_with_unit(text: str, *units: str) -> str:
    """Return the wording of a target whose one number is bare with its unit: "Reduce to 300" of £k. A change ("by 10")
    may be a share of the baseline, whatever the unit is: it stays as it is."""
    match = _SENTENCE.fullmatch(text.strip())
    if not match or _NO_UNIT.search(match["before"]) or re.match(r"\s*[a-z]", match["after"]):
        return with_unit(text, *units)
    return f"{match['before']}{with_unit(match['number'], *units)}{match['after']}"


def _written(number: re.Match[str], unit: str) -> str:
    value = f"{number['sign'] or ''}{number['number']}"
    after, (left, right) = number["after"], ("(", ")") if number["open"] else ("", "")
    if _PERCENT.fullmatch(unit):
        return f"{left}{value}%{right}{after}"
    if _POUNDS.fullmatch(unit):
        return f"{left}{_money(number, unit)}{right}{after}"
    if _COUNTED.fullmatch(unit) or left:
        return ""
    if _LARGE.fullmatch(unit):
        return f"{value} {'million' if 'm' in unit.casefold() else 'thousand'}{after}"
    is_unit = unit.lower().startswith("per ") or _TIMES.fullmatch(unit) or _NAMED.fullmatch(unit)
    return f"{value} {unit}{after}" if is_unit else ""


def _money(number: re.Match[str], unit: str) -> str:
    match = _POUNDS.fullmatch(unit)
    said = ((match["scale"] or match["before"] or "") if match else "").casefold().strip("'")
    scale = _SCALES.get(said, _SCALES.get(said.rstrip("s"), ""))
    return f"{number['sign'] or ''}£{number['number']}{scale}"
