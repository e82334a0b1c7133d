"""Every sum that a pack shows, held against its parts and against a second count. No Django.

A pack whose sums do not agree is not frozen: members find out first which totals do not add up, and trust none of them
after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Row, Table

Counted = Mapping[str, Mapping[str, int]]
"""What was counted again from the records: by table, then by line ("All" is the total)."""


@dataclass(frozen=True)
class Sum:
    """A total, its parts as (label, number), and where it is shown."""

    name: str
    where: str
    parts: tuple[tuple[str, int], ...]
    total: int
    counted: tuple[tuple[str, int, int], ...] = ()

    @property
    def added(self) -> int:
        return sum(number for _, number in self.parts)

    @property
    def faults(self) -> list[str]:
        """What does not agree, in sentences."""
        found = []
        if self.added != self.total:
            found.append(f"{self.name}: the parts add up to {self.added}, and {self.where} shows {self.total}.")
        return found + [
            f"{self.name}, {label}: {self.where} shows {shown}, and counting again finds {again}."
            for label, shown, again in self.counted
            if shown != again
        ]

    @property
    def is_right(self) -> bool:
        return not self.faults


def sums_of(contents: Contents, counted: Counted) -> list[Sum]:
    """Return every sum of a pack."""
    found = [one for table in contents.tables for one in sums_of_table(table, counted.get(table.key, {}))]
    return [*found, *sums_of_coverage(contents), *sums_of_lists(contents)]


def faults_of(sums: list[Sum]) -> list[str]:
    return [fault for one in sums for fault in one.faults]


def sums_of_table(table: Table, counted: Mapping[str, int]) -> Iterator[Sum]:
    """The total of the first column; where there are more columns, every column and every line as well."""
    where = f"the table “{table.title}”"
    yield column(table, 0, "total", where, counted)
    for place, point in enumerate(table.columns, start=1):
        yield column(table, place, point.word, where, {})
    if table.columns and table.adds_across:
        yield from (line(table, row, where) for row in (*table.rows, table.total))


def column(table: Table, place: int, word: str, where: str, counted: Mapping[str, int]) -> Sum:
    parts = tuple((row.label, row.numbers[place]) for row in table.rows)
    shown = dict([*parts, (table.total.label, table.total.numbers[place])])
    again = tuple((label, number, counted.get(label, 0)) for label, number in shown.items()) if counted else ()
    return Sum(f"{table.title}, {word}", where, parts, table.total.numbers[place], again)


def line(table: Table, row: Row, where: str) -> Sum:
    parts = tuple((point.word, number) for point, number in zip(table.columns, row.numbers[1:], strict=True))
    return Sum(f"{table.title}, {row.label}", where, parts, row.numbers[0])


def sums_of_coverage(contents: Contents) -> Iterator[Sum]:
    coverage = contents.coverage
    if coverage:
        parts = (("reported", coverage.submitted), ("outstanding", len(coverage.outstanding)))
        yield Sum("Updates asked for", "“Coverage”", parts, coverage.asked)


def sums_of_lists(contents: Contents) -> Iterator[Sum]:
    """How many lines each list has, against the table that counts the same."""
    for key, number in (
        ("rating", len(contents.items)),
        ("stage", len(contents.items)),
        ("lead", len(contents.items)),
        ("coverage", len(contents.items)),
        ("measures", len(contents.measures)),
        ("risks", len(contents.risks)),
        ("recommendations", len(contents.recommendations)),
    ):
        table = contents.table(key)
        if table:
            yield Sum(f"{table.title}, lines listed", "the list", (("listed", number),), table.total.numbers[0])
    yield from sums_of_changes(contents)


def sums_of_changes(contents: Contents) -> Iterator[Sum]:
    """The ratings that changed, as listed, against the fields of the table off its diagonal; and what is there now."""
    table = contents.table("movement")
    if not table:
        return
    listed = sum(one.what == "Rating" for one in contents.changes)
    yield Sum("Ratings changed", "“What changed”", (("listed", listed),), off_diagonal(table))
    there = table.total.numbers[0] - table.total.numbers[-1]
    yield Sum("Items there now", "the table “Ratings then and now”", (("listed", len(contents.items)),), there)


def off_diagonal(table: Table) -> int:
    """How many were there both times and are rated otherwise: lines and columns of its own kind left out."""
    both = len(table.columns) - 1
    return sum(
        number
        for across, row in enumerate(table.rows[:both])
        for down, number in enumerate(row.numbers[1 : both + 1])
        if across != down
    )
