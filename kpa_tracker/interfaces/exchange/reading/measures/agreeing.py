"""Results that belong together: the figures of a measure are of one kind, and say one thing of one period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, ResultRow
from targets.performance import Kind

OTHER_KINDS = "The results of “{}” are of different kinds: {}. None is taken."
SAID_TWICE = "The same result stands in the file twice. It is taken once."
MAY_BE_SHARE = "“{}” is a percentage, and the file has “{}”: it may be a share of one. Give the cells a percent sign."
CONTRADICTS = "The file gives more than one result of “{}” for the same period. None is taken."


def _key(row: ResultRow) -> tuple[str, str]:
    return (row.reference.casefold(), "") if row.reference else ("", row.title.casefold())


def of_one_kind(rows: list[ResultRow], read: ReadMeasures) -> list[ResultRow]:
    """Give bare numbers the kind of the measure's other figures. A measure whose figures are of two kinds is left."""
    groups: dict[tuple[str, str], list[ResultRow]] = defaultdict(list)
    for row in rows:
        groups[_key(row)].append(row)
    for group in groups.values():
        kinds = {row.kind for row in group if not _is_bare(row)}
        if len(kinds) > 1:
            names = ", ".join(sorted(kind.word.lower() for kind in kinds))
            read.leave(group[0].place, OTHER_KINDS.format(group[0].title, names))
        elif kinds:
            _settle(group, kinds.pop())
    left = {_key(group[0]) for group in groups.values() if len({row.kind for row in group}) > 1}
    return [row for row in rows if _key(row) not in left]


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


def _settle(group: list[ResultRow], kind: Kind) -> None:
    units = {row.unit for row in group if not _is_bare(row)}
    for row in group:
        if _is_bare(row) and kind not in (Kind.COUNT, Kind.RATIO, Kind.RANK, Kind.GRADE, Kind.MONEY):
            row.figure = replace(row.figure, kind=kind)
            row.kind, row.unit = kind, units.copy().pop() if len(units) == 1 else ""


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
