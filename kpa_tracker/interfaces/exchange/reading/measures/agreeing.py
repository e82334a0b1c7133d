"""Results that belong together: the figures of a measure are of one kind, and say one thing of one period."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TypeVar

from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow
from targets.performance import Kind

Said = TypeVar("Said")

OTHER_KINDS = "The results of “{}” are of different kinds: {}. Not taken: “{}”."
OTHER_UNITS = "The results of “{}” are in different units: {}. Not taken: “{}”."
NO_UNIT = "Other results of “{}” are of the kind “{}”, and this number does not say what it is. Not taken: “{}”."
SAID_TWICE = "The same result stands in the file twice. It is taken once."
MAY_BE_SHARE = "“{}” is a percentage, and the file has “{}”: it may be a share of one. Give the cells a percent sign."
CONTRADICTS = "The file gives more than one result of “{}” for the same period. None is taken."


def _key(row: ResultRow) -> tuple[str, str]:
    return (row.reference.casefold(), "") if row.reference else ("", row.title.casefold())


def of_one_kind(rows: list[ResultRow], read: ReadMeasures) -> list[ResultRow]:
    """Give bare numbers the kind of the measure's other figures. What differs from most of them, in kind or in unit, is
    left and shown; where no kind or unit is that of most, all are."""
    groups: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    left: dict[int, str] = {}
    for group in groups.values():
        left |= _of_other_kinds(group)
        left |= _in_other_units([row for row in group if id(row) not in left])
    for row in rows:
        if id(row) in left:
            read.leave(row.place, left[id(row)])
    return [row for row in rows if id(row) not in left]


def _of_other_kinds(group: list[ResultRow]) -> dict[int, str]:
    """Say of each figure that is not of the measure's kind why it is left, once bare numbers have theirs."""
    named = [row for row in group if not _is_bare(row)]
    if not named:
        return {}
    words = ", ".join(sorted({row.kind.word.lower() for row in named}))
    kind = most([row.kind for row in named])
    left = {id(row): OTHER_KINDS.format(row.title, words, row.text) for row in named if row.kind is not kind}
    for row in group:
        if _is_bare(row) and not (kind and _settle(row, [one for one in named if one.kind is kind], kind)):
            left[id(row)] = NO_UNIT.format(row.title, kind.word if kind else words, row.text)
    return left


def _in_other_units(group: list[ResultRow]) -> dict[int, str]:
    """Say of each figure that is not in the unit of its series why it is left. Money is all in pounds, and a bare
    number in whatever the others are."""
    series: dict[str, list[ResultRow]] = defaultdict(list)
    for row in group:
        if row.unit and row.kind is not Kind.MONEY:
            series[row.series.casefold()].append(row)
    left: dict[int, str] = {}
    for rows in series.values():
        meant = [next(one.unit for one in rows if _is_same_unit(one.unit, row.unit)) for row in rows]
        words, unit = ", ".join(dict.fromkeys(meant)), most(meant)
        left |= {
            id(row): OTHER_UNITS.format(row.title, words, row.text)
            for row, one in zip(rows, meant, strict=True)
            if one != unit
        }
    return left


def _is_same_unit(one: str, other: str) -> bool:
    """Whether two units are the same, one of them perhaps with more words: "per 1,000 population in Kent"."""
    one, other = one.casefold(), other.casefold()
    return one in other or other in one


def most(said: list[Said]) -> Said | None:
    """Return what is said most often; nothing where two are said as often."""
    counted = Counter(said).most_common(2)
    return None if len(counted) > 1 and counted[0][1] == counted[1][1] else counted[0][0]


def without_shares(rows: list[ResultRow], read: ReadMeasures) -> list[ResultRow]:
    """Leave a percentage whose bare figures are all below one: 0.846 may be 84.6%, or less than one per cent."""
    groups: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    left = {key for key, group in groups.items() if all(map(_may_be_share, group))}
    for row in rows:
        if _key(row) in left:
            read.leave(row.place, MAY_BE_SHARE.format(row.title, row.text))
    return [row for row in rows if _key(row) not in left]


def _may_be_share(row: ResultRow) -> bool:
    value, second = row.figure.value, row.figure.second
    is_below_one = value is not None and second is None and 0 < value < 1
    return row.kind is Kind.PERCENTAGE and row.was_bare and is_below_one and row.decimals > 1


def _is_bare(row: ResultRow) -> bool:
    return row.kind is Kind.COUNT and not row.unit


def _settle(row: ResultRow, named: list[ResultRow], kind: Kind) -> bool:
    """Give a bare number the kind of the figures that have one, and say whether it could be given. Beside pounds in its
    row it is pounds, unless those are thousands or millions; a whole number beside a place in a ranking is a place."""
    beside = [one for one in named if one.series.casefold() == row.series.casefold()]
    if kind in (Kind.MONEY, Kind.RANK):
        beside = [one for one in beside if one.place == row.place]
    units = {one.unit for one in beside}
    if kind is Kind.COUNT or not beside or not _may_be(row, kind, units):
        return kind is Kind.COUNT
    row.figure = replace(row.figure, kind=kind)
    row.kind, row.unit = kind, units.pop() if len(units) == 1 else ""
    return True


def _may_be(row: ResultRow, kind: Kind, units: set[str]) -> bool:
    """Whether a bare number is a figure of a kind without doubt."""
    value = row.figure.value
    if kind is Kind.MONEY:
        return units == {""}
    if kind is Kind.RANK:
        return value is not None and value >= 1 and value % 1 == 0
    return kind not in (Kind.RATIO, Kind.GRADE)


def agreeing(rows: list[ResultRow], read: ReadMeasures) -> list[ResultRow]:
    """Take a result that stands twice once; leave those that contradict one another."""
    groups: dict[object, list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[_key(row), row.series.casefold(), row.period].append(row)
    kept = []
    for group in groups.values():
        said = {(row.figure.value, row.figure.second, row.figure.words) for row in group}
        if len(said) > 1:
            for row in group:
                read.leave(row.place, CONTRADICTS.format(f"{row.title}: {row.text}"))
            continue
        read.notes += [f"{row.place}: {SAID_TWICE}" for row in group[1:]]
        kept.append(group[0])
    return kept
