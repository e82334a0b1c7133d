"""The tables of sums that a pack begins with. Every item stands in each of them exactly once. No Django."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kpa_tracker.base.toolkit.ratings import NOT_RATED, Stage
from kpa_tracker.interfaces.scrutiny.packs.contents import (
    Asked,
    Covered,
    Exposure,
    Item,
    Measured,
    PartOf,
    Point,
    Return,
    Row,
    Table,
)

UNRATED = Point("", NOT_RATED.word)
ALL = "All"
NO_LEAD, NO_COMMITTEE = "No lead post", "No committee"
GONE, CAME = "gone", "new"
LEVELS = {4: "Very high", 3: "High", 2: "Medium", 1: "Low", None: "Not scored"}
STATUSES = (Point("red", "Red"), Point("amber", "Amber"), Point("green", "Green"), Point("", "No status"))


def by_rating(items: Sequence[Item], scale: Sequence[Point], *, ambition_word: str) -> Table:
    """Ratings within each ambition."""
    points = (*scale, UNRATED)
    rows = [
        rating_row(name, [item for item in items if item.ambition == name], points)
        for name in dict.fromkeys(item.ambition for item in items)
    ]
    total = rating_row(ALL, items, points)
    return Table("rating", f"Ratings by {ambition_word.lower()}", ambition_word, points, tuple(rows), total)


def rating_row(label: str, items: Sequence[Item], points: Sequence[Point]) -> Row:
    counts = Counter(item.rating for item in items)
    return Row(label, (len(items), *(counts[point.code] for point in points)))


def by_stage(items: Sequence[Item]) -> Table:
    names = [stage.word for stage in Stage]
    counts = Counter(Stage(item.stage or Stage.NOT_STARTED.value).word for item in items)
    return one_column("stage", "How far the work has come", "Stage", [(name, counts[name]) for name in names])


def by_lead(items: Sequence[Item]) -> Table:
    counts = Counter(item.lead for item in items)
    named = sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
    return one_column("lead", "Who leads", "Lead post", [(lead or NO_LEAD, number) for lead, number in named])


def by_place(returns: Sequence[Return], places: Iterable[tuple[str, str]]) -> Table:
    """How the period came in: each item stands at one place."""
    counts = Counter(one.place for one in returns)
    rows = [(word, counts[key]) for key, word in places]
    return one_column("coverage", "How updates came in", "Where it stands", rows)


def by_coming(covered: Covered) -> Table:
    """How many of what else the period covers have come."""
    name, came, missing = covered.words
    rows = [(came, covered.came), (missing, len(covered.missing))]
    return one_column(covered_key(covered.kind), f"{name} of the period", "Where it stands", rows)


def covered_key(kind: str) -> str:
    return f"covered {kind}"


def by_overseer(parts: Sequence[PartOf]) -> Table:
    """Who oversees the deliverables of which parts are listed: each part stands once."""
    counts = Counter(one.overseer or NO_COMMITTEE for one in parts)
    return one_column("parts", "Parts, by who oversees the whole", "Who oversees the whole", sorted(counts.items()))


def by_status(measures: Sequence[Measured]) -> Table:
    counts = Counter(one.status for one in measures)
    rows = [(point.word, counts[point.code]) for point in STATUSES]
    return one_column("measures", "How the measures stand", "Status", rows)


def by_level(risks: Sequence[Exposure]) -> Table:
    counts = Counter(one.level for one in risks)
    return one_column(
        "risks", "How grave the risks are", "Level", [(word, counts[key]) for key, word in LEVELS.items()]
    )


def by_state(asked: Sequence[Asked]) -> Table:
    counts = Counter(one.state for one in asked)
    return one_column("recommendations", "What inspections asked for", "State", sorted(counts.items()))


def one_column(key: str, title: str, first: str, rows: Sequence[tuple[str, int]]) -> Table:
    """A table with one number a line, which together are the total."""
    lines = tuple(Row(label, (number,)) for label, number in rows)
    total = Row(ALL, (sum(number for _, number in rows),))
    return Table(key, title, first, (), lines, total)


def movements(before: Sequence[Item], now: Sequence[Item], scale: Sequence[Point]) -> Table:
    """Ratings then against ratings now. What was not there then, or is there no more, has a line or a column of its
    own, so that the lines add up to what was there then and the columns to what is there now."""
    points = (*scale, UNRATED, Point(GONE, "No longer here"))
    then, today = {item.pk: item.rating for item in before}, {item.pk: item.rating for item in now}
    pairs = Counter((then.get(pk, CAME), today.get(pk, GONE)) for pk in {*then, *today})
    froms = (*scale, UNRATED, Point(CAME, "Not there then"))
    rows = [Row(point.word, across(point.code, points, pairs), point.code) for point in froms]
    sums = tuple(sum(row.numbers[place] for row in rows) for place in range(len(points) + 1))
    return Table("movement", "Ratings then and now", "Rating then", points, tuple(rows), Row(ALL, sums))


def across(code: str, points: Sequence[Point], pairs: Counter[tuple[str, str]]) -> tuple[int, ...]:
    numbers = [pairs[code, point.code] for point in points]
    return (sum(numbers), *numbers)
