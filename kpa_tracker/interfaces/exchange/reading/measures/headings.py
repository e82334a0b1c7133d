"""What a column of a table of measures is for, judged by its heading. The person can correct every answer."""

from __future__ import annotations

from kpa_tracker.interfaces.exchange.reading.headings import BRACKETS, words_of
from kpa_tracker.interfaces.exchange.reading.measures.periods import PERIOD_WORDS, period_of, without_period

FIELDS = {
    "priority": "Priority",
    "objective": "Objective",
    "measure": "What is measured",
    "reference": "Reference or number",
    "series": "Area or group (one series of the measure)",
    "source": "Survey or other source",
    "target": "Target",
    "baseline": "Baseline",
    "when": "Period of the result",
    "result": "Result",
}
FOR_TARGETS = ("priority", "objective", "measure", "reference", "series", "source", "target", "baseline")
FOR_RESULTS = ("measure", "reference", "series", "when", "result")
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
        " indicator number, indicator reference, measure number, measure reference, pi ref, kpi no, item"
    ),
    "series": "series, area, group, breakdown, population group, district, bcu, category, split, force area, division",
    "source": "source, data source, survey, source of data, data provider, measured by, means of measurement",
    "target": (
        "target, target value, where we want to be, standard, aspiration, planned, end of year target, annual target,"
        " aim for, we will, desired level, level wanted"
    ),
    "baseline": (
        "baseline, base line, base, starting point, starting position, where we are now, last year, baseline figure,"
        " previous year, baseline data, current position, current performance, base year"
    ),
    "when": "period, date, quarter, month, year, reporting period, time period, month ending, period ending",
    "result": (
        "result, actual, outturn, performance, value, figure, latest, year to date, ytd, achieved, score, data,"
        " latest result, actual performance, latest performance, reported"
    ),
}
KNOWN = {words_of(phrase): name for name, phrases in PHRASES.items() for phrase in phrases.split(",")}
LONGEST = max(len(phrase) for phrase in KNOWN)
ONLY_ALONE = {
    *("no", "number", "id", "code", "item", "title", "name", "service", "description", "definition", "area", "group"),
    *("category", "split", "division", "district", "base", "date", "month", "year", "quarter", "period", "value"),
    *("figure", "data", "score", "performance", "standard", "planned", "latest", "achieved", "reported"),
}
LONGEST_HEADING = 120


def field_of(heading: str) -> str:
    """Return the field that a heading names, "" where it names none. A bare period is over results of that period."""
    if not heading or len(heading) > LONGEST_HEADING:
        return ""
    plain = without_period(BRACKETS.sub(" ", heading))
    found = _named(words_of(plain))
    if found:
        return found
    return "result" if period_of(heading) else ""


def _named(words: tuple[str, ...]) -> str:
    words = tuple(word for word in words if word not in PERIOD_WORDS) or words
    if words in KNOWN:
        return KNOWN[words]
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            phrase = words[start : start + length]
            if phrase in KNOWN and length * 3 >= len(words) and not (length == 1 and phrase[0] in ONLY_ALONE):
                return KNOWN[phrase]
    return ""
