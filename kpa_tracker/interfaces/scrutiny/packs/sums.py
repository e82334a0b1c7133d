"""Every sum that a pack shows, held against its parts and against a second count. No Django.

A pack whose sums do not agree is not frozen: members find out first which totals do not add up, and trust none of them
after that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpa_tracker.interfaces.scrutiny.packs.contents import Contents, Coverage, Row, Sum, Table

Counted = Mapping[str, Mapping[str, int]]
"""What was counted again from the records: by table, then by line ("All" is the total)."""
COLUMNS, LATE = " columns", "late"
"""What is counted again beside the lines of tables: a table's columns, and the updates that came late."""


def sums_of(contents: Contents, counted: Counted) -> list[Sum]:
    """Return every sum of a pack."""
    found = [one for table in contents.tables for one in sums_of_table(table, counted)]
    return [*found, *sums_of_coverage(contents, counted), *sums_of_lists(contents)]


def sums_of_table(table: Table, counted: Counted) -> Iterator[Sum]:
    """The total of the first column; where there are more columns, every column and every line as well."""
    where = f"the table “{table.title}”"
    yield first_column(table, where, counted.get(table.key, {}))
    for place, point in enumerate(table.columns, start=1):
        yield column(table, place, point.word, where, counted.get(f"{table.key}{COLUMNS}"))
    if table.columns:
        yield from (line(table, row, where) for row in (*table.rows, table.total))


def first_column(table: Table, where: str, counted: Mapping[str, int]) -> Sum:
    """The numbers at the head of the lines; each was counted again, where anything of the table was."""
    rows = (*table.rows, table.total)
    again = tuple((row.label, row.numbers[0], counted.get(row.label, 0)) for row in rows) if counted else ()
    return Sum(f"{table.title}, total", where, parts(table, 0), table.total.numbers[0], again)


def column(table: Table, place: int, word: str, where: str, counted: Mapping[str, int] | None) -> Sum:
    total = table.total.numbers[place]
    again = () if counted is None else ((table.total.label, total, counted.get(word, 0)),)
    return Sum(f"{table.title}, column {word}", where, parts(table, place), total, again)


def parts(table: Table, place: int) -> tuple[tuple[str, int], ...]:
    return tuple((row.label, row.numbers[place]) for row in table.rows)


def line(table: Table, row: Row, where: str) -> Sum:
    across = tuple((point.word, number) for point, number in zip(table.columns, row.numbers[1:], strict=True))
    return Sum(f"{table.title}, line {row.label}", where, across, row.numbers[0])


def sums_of_coverage(contents: Contents, counted: Counted) -> Iterator[Sum]:
    coverage = contents.coverage
    if coverage:
        found = (("reported", coverage.submitted), ("outstanding", len(coverage.outstanding)))
        yield Sum("Updates asked for", "“Coverage”", found, coverage.asked)
        again = counted.get(LATE, {}).get(LATE, coverage.late)
        yield from sums_of_places(contents, coverage)
        listed = (("listed", len(coverage.came_late)),)
        yield Sum("Updates that came late", "“Coverage”", listed, coverage.late, ((LATE, coverage.late, again),))
        for one in coverage.covered:
            found = (("come", one.came), ("listed as missing", len(one.missing)))
            yield Sum(f"{one.words[0]} that the period covers", "“Coverage”", found, one.asked)


def sums_of_places(contents: Contents, coverage: Coverage) -> Iterator[Sum]:
    """What the period asked for and what it did not, against the table of where each stands: in a closed period these
    are as they were closed, whatever the plan has today."""
    table = contents.table("coverage")
    if table:
        both = (("asked for", coverage.asked), ("nothing asked", coverage.not_asked))
        yield Sum(f"{table.title}, asked for and not", "the table", both, table.total.numbers[0])


def sums_of_lists(contents: Contents) -> Iterator[Sum]:
    """How many lines each list has, against the table that counts the same."""
    for key, number in (
        ("rating", len(contents.items)),
        ("stage", len(contents.items)),
        ("lead", len(contents.items)),
        ("parts", len(contents.parts or ())),
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
