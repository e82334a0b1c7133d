"""What a column of a table of measures is for, judged by its heading. The person can correct every answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpa_tracker.interfaces.exchange.reading.headings import BRACKETS, words_of
from kpa_tracker.interfaces.exchange.reading.measures.periods import (
    CUMULATIVE,
    PERIOD_WORDS,
    names_part_of_a_year,
    period_of,
    without_part_of_a_year,
    without_period,
)

FIELDS = {
    "priority": "Priority",
    "objective": "Objective",
    "measure": "What is measured",
    "reference": "Reference or number",
    "series": "Area or group (one series of the measure)",
    "source": "Survey or other source",
    "owner": "Owner (a post)",
    "unit": "Unit of the figures (%, number, £k, days)",
    "direction": "Which way is better",
    "target": "Target",
    "baseline": "Baseline",
    "when": "Period of the result",
    "result": "Result",
    "standing": "Whether it is provisional, final or audited",
    "numerator": "Numerator (how many of them)",
    "denominator": "Denominator (out of how many)",
    "group_average": "Average of the most similar group",
    "national_average": "Average of England and Wales",
    "group_rank": "Rank in the most similar group",
    "national_rank": "Rank in England and Wales",
}
FRACTION = ("numerator", "denominator")
RANKS = ("group_rank", "national_rank")
OTHERS = ("group_average", "national_average", *RANKS)
"""How others stood in the period of a result."""
FOR_TARGETS = (
    *("priority", "objective", "measure", "reference", "series", "source", "owner", "unit", "direction"),
    *("target", "baseline"),
)
FOR_RESULTS = (
    *("measure", "reference", "series", "owner", "unit", "direction", "when", "result", "standing"),
    *(*FRACTION, *OTHERS),
)
SEVERAL = frozenset(("result", "target", "when", *FRACTION, *OTHERS))
"""Fields of which a table may have several columns: one for each period, or a period in two parts."""
ABOVE = ("priority", "objective", "measure")
"""The levels of a table: an empty cell goes on with what stands above it."""

PHRASES = {
    "priority": (
        "priority, priority area, policing priority, strategic priority, key priority, theme, strategic theme, aim,"
        " strategic aim, ambition, goal, strategic goal, pillar"
    ),
    "objective": (
        "objective, strategic objective, key objective, outcome, desired outcome, intended outcome, commitment,"
        " what we want to achieve, area of focus, focus area"
    ),
    "measure": (
        "measure, measurement, indicator, performance indicator, key performance indicator, kpi, performance measure,"
        " metric, success measure, measure of success, what we measure, how we will measure, how measured, pi,"
        " how will we know, how we will know, description, definition, title, name, service, measure description"
    ),
    "reference": (
        "ref, reference, no, number, id, code, measure ref, indicator no, indicator ref, measure no, kpi ref,"
        " indicator number, indicator reference, indicator code, measure number, measure reference, pi ref, kpi no,"
        " item, pi no, pi code, pi number, spi no, spi, ni, ni no, ni ref, bvpi, bvpi no, lpi, lpi no, measure code"
    ),
    "series": "series, area, group, breakdown, population group, district, bcu, category, split, force area, division",
    "source": "source, data source, survey, source of data, data provider, measured by, means of measurement",
    "owner": (
        "owner, lead, lead officer, lead post, responsible officer, accountable officer, measure owner, kpi owner,"
        " indicator owner, pi owner, responsible, who is responsible, officer, responsible post, data owner,"
        " chief officer lead, lead chief officer, led by, who, responsibility"
    ),
    "unit": "unit, unit of measure, unit of measurement, measure unit, measured in, data format, format",
    "direction": (
        "polarity, good is, good performance is, what is good, good performance, desired direction, high or low,"
        " high low, direction, better is, which way is better, desired trend, aim to, target direction"
    ),
    "target": (
        "target, target value, where we want to be, standard, aspiration, planned, end of year target, annual target,"
        " aim for, desired level, level wanted, target level, target figure"
    ),
    "baseline": (
        "baseline, base line, base, starting point, starting position, where we are now, last year, baseline figure,"
        " previous year, baseline data, current position, current performance, base year"
    ),
    "when": (
        "period, date, quarter, month, year, reporting period, time period, month ending, period ending,"
        " quarter ending, year ending, from, to, period start, start date, period end, end date"
    ),
    "result": (
        "result, actual, outturn, performance, value, figure, latest, year to date, ytd, achieved, score, data,"
        " latest result, actual performance, latest performance, reported, actual result, actual value"
    ),
    "standing": "standing, data status, provisional or final, audited or provisional",
    "numerator": "numerator, numerator value, number satisfied",
    "denominator": "denominator, denominator value, out of",
    "group_average": (
        "most similar group average, msg average, msf average, most similar force average, most similar family average,"
        " family average, similar force average, average of most similar group, most similar group mean, msg mean,"
        " most similar force group average, average of the most similar group"
    ),
    "national_average": (
        "national average, average of england and wales, england and wales average, all force"
        " average, england average, national mean, average for england and wales, average of all force"
    ),
    "group_rank": "rank in most similar group, msg rank, msf rank, most similar group rank, rank in msg, family rank",
    "national_rank": "national rank, rank in england and wales, rank nationally, national ranking, national position",
    "": "target date, date set, deadline, date of next report, next report, start of measurement",
}
KNOWN = {words_of(phrase): name for name, phrases in PHRASES.items() for phrase in phrases.split(",")}
LONGEST = max(len(phrase) for phrase in KNOWN)
ONLY_ALONE = {
    *("no", "number", "id", "code", "item", "title", "name", "service", "description", "definition", "area", "group"),
    *("category", "split", "division", "district", "base", "date", "month", "year", "quarter", "period", "value"),
    *("figure", "data", "score", "performance", "standard", "planned", "latest", "achieved", "reported", "lead"),
    *("officer", "who", "format", "direction", "responsible", "ni", "spi", "from", "to", "responsibility"),
}
ASIDE = frozenset(
    words_of(
        "rag brag status dot travel trend arrow change changed variance difference diff gap forecast predicted"
        " prediction projected projection estimate estimated expected profile trajectory average mean median rank"
        " ranking quartile msg msf similar family peer national england wales regional comparator comparison benchmark"
        " comment commentary narrative note explanation reason tolerance threshold weighting green amber red traffic"
        " frequency numerator denominator population member"
    )
)
"""Words of columns that stand beside the results and are none: a rating, a forecast, another body's figure."""
LENGTHS = frozenset(words_of("month quarter qtr year financial calendar fy half end ending ended rolling mat"))
"""Words that only say how long a period is."""
NEUTRAL = frozenset(words_of("date force authority council constabulary final audited unaudited provisional"))
"""Words beside a period that leave it over results: those of the body itself."""
UNIT_SIGNS = re.compile(r"£ ?(?:'?000s?|k|mn?|bn|thousands?|millions?|billions?)?(?![a-z])|%|'000s?", re.I)
LONGEST_HEADING = 120


def field_of(heading: str) -> str:
    """Return the field that a heading names, "" where it names none. A bare period is over results of that period."""
    if not heading or len(heading) > LONGEST_HEADING:
        return ""
    words = said_beside_period(heading)
    is_dated = bool(period_of(heading) or names_part_of_a_year(heading) or CUMULATIVE.search(heading))
    found = _named(tuple(word for word in words if word not in LENGTHS) or words) if is_dated else _named(words)
    if is_dated and (found == "when" or (not found and set(words) <= NEUTRAL | LENGTHS | PERIOD_WORDS)):
        return "result"
    return found


def said_beside_period(heading: str) -> tuple[str, ...]:
    """The words of a heading without its period and unit. What stands in brackets counts where nothing else does."""
    bare = UNIT_SIGNS.sub(" ", heading)
    for text in (BRACKETS.sub(" ", bare), re.sub(r"[()\[\]]", " ", bare)):
        words = words_of(without_part_of_a_year(without_period(CUMULATIVE.sub(" ", text))))
        if words:
            return words
    return ()


def is_beside(heading: str) -> bool:
    """Whether a heading is of a column that stands beside figures: a rating, a comment, a comparison."""
    return 0 < len(heading) <= LONGEST_HEADING and not ASIDE.isdisjoint(words_of(heading))


def _named(words: tuple[str, ...]) -> str:
    if words in KNOWN:
        return KNOWN[words]
    words = tuple(word for word in words if word not in PERIOD_WORDS) or words
    if words in KNOWN:
        return KNOWN[words]
    words = words[1:] if words[:2] == ("national", "indicator") else words
    if not ASIDE.isdisjoint(words):
        return ""
    return next((KNOWN[phrase] for phrase in _phrases(words) if _says_enough(phrase, of=len(words))), "")


def _phrases(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every run of words, the longest first, the last first among those."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            yield words[start : start + length]


def _says_enough(phrase: tuple[str, ...], *, of: int) -> bool:
    """Whether a known phrase is enough of a heading to name it: a third of it, and no word that only counts alone."""
    alone = len(phrase) == 1 and phrase[0] in ONLY_ALONE
    return phrase in KNOWN and len(phrase) * 3 >= of and not alone


_BY = re.compile(r"\s*(?:to be achieved )?by\b", re.I)


def is_to_be_reached(heading: str) -> bool:
    """Whether a heading is nothing but the day that something is reached by: "By March 2010"."""
    return bool(_BY.match(heading)) and period_of(_BY.sub("", heading)) is not None
