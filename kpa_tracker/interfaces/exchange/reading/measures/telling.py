"""Several targets for one measure: what tells them apart becomes the names of the measure's series."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kpa_tracker.interfaces.exchange.reading.measures.found import ReadMeasures, TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.kinds import unit_words

SAID_TWICE = "The same target stands in the file twice. It is taken once."
NOT_TOLD_APART = (
    "There is more than one target for “{}”, and nothing tells them apart. Add a column with the area, group or survey."
)


def tell_apart(rows: Sequence[TargetRow], read: ReadMeasures) -> list[TargetRow]:
    """Name the series of every measure that has several rows. Rows that cannot be told apart are left, and shown."""
    groups: dict[tuple[object, ...], list[TargetRow]] = defaultdict(list)
    for row in rows:
        groups[row.reference.casefold(), row.title.casefold(), row.period].append(row)
    kept = [row for group in groups.values() for row in _named(_once(group, read), read)]
    return sorted(kept, key=rows.index)


def _once(group: list[TargetRow], read: ReadMeasures) -> list[TargetRow]:
    kept: list[TargetRow] = []
    for row in group:
        if any(_same(row, other) for other in kept):
            read.notes.append(f"{row.place}: {SAID_TWICE}")
        else:
            kept.append(row)
    return kept


def _same(one: TargetRow, other: TargetRow) -> bool:
    told = [(row.text, row.baseline_text, row.series, row.period) for row in (one, other)]
    return told[0] == told[1]


def _named(group: list[TargetRow], read: ReadMeasures) -> list[TargetRow]:
    if len(group) == 1:
        return group
    names = names_for(group)
    if not names:
        for row in group:
            read.leave(row.place, NOT_TOLD_APART.format(row.title))
        return []
    for row, name in zip(group, names, strict=True):
        row.series = name
    return group


def names_for(group: Sequence[TargetRow]) -> list[str]:
    """Return a name for each row from the first thing that differs throughout: the column for it, the source, the
    words after the figures."""
    units = [unit_words(row.baseline) if row.baseline else "" for row in group]
    wanted = [unit_words(row.target.figure) if row.target.figure else "" for row in group]
    about = [row.target.about for row in group]
    candidates = (
        [row.series for row in group],
        [row.own_source for row in group],
        differing(wanted),
        differing(units),
        about,
    )
    return next((list(names) for names in candidates if all(names) and len(set(names)) == len(group)), [])


def differing(texts: Sequence[str]) -> list[str]:
    """Return what each text has that the others have not: without the words that all begin and end with."""
    words = [text.split() for text in texts]
    while all(words) and len({one[0] for one in words}) == 1:
        words = [one[1:] for one in words]
    while all(words) and len({one[-1] for one in words}) == 1:
        words = [one[:-1] for one in words]
    return [" ".join(one) for one in words]
