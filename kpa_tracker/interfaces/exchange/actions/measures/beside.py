"""What stands beside a result in the file: whether its fraction gives it, and which comparators are not here yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.reading.measures.found import ResultRow, Stood
from targets.actions.answers import checked
from targets.models import Comparator, Measure, Series

SORTS = {
    "group_average": Comparator.Sort.GROUP_AVERAGE,
    "national_average": Comparator.Sort.NATIONAL_AVERAGE,
    "group_rank": Comparator.Sort.GROUP_RANK,
    "national_rank": Comparator.Sort.NATIONAL_RANK,
}
NO_FRACTION = "The fraction in the file is not taken: {}"
STAYS = "{} is {} here and {} in the file. It stays: correct it on the page of its measure."


@dataclass(frozen=True)
class NewComparator:
    """How others stood in the period of a result, where nothing here says it."""

    sort: str
    stood: Stood

    def __str__(self) -> str:
        return f"{Comparator.Sort(self.sort).label}: {self.stood}"


def fraction_problem(row: ResultRow, series: Series | None, measure: Measure | None, authority: Authority) -> str:
    """Say why the fraction of a row cannot be kept with its figure; nothing where it can, or where there is none."""
    if row.numerator is None and row.denominator is None:
        return ""
    new = Measure(authority=authority, kind=row.kind, unit=row.unit)
    figure = {"value": row.figure.value, "second": row.figure.second, "words": row.figure.words}
    parts = {"numerator": row.numerator, "denominator": row.denominator}
    try:
        checked(series or Series(measure=measure or new), {**figure, **parts})
    except Refused as refused:
        return NO_FRACTION.format(refused.message)
    return ""


class Compared:
    """The comparators of an authority. One query, and none where a file has no comparator."""

    def __init__(self, authority: Authority, rows: Iterable[ResultRow]) -> None:
        found: Any = ()
        if any(row.others for row in rows):
            found = Comparator.objects.filter(series__measure__authority=authority).current()
        self.held = {(one.series_id, one.sort, one.ends): one for one in found}

    def new(self, row: ResultRow, series: Series | None) -> list[NewComparator]:
        """Return what a row says of others that is not here."""
        said = {SORTS[name].value: stood for name, stood in row.others.items()}
        return [NewComparator(sort, one) for sort, one in said.items() if self._of(row, series, sort) is None]

    def staying(self, row: ResultRow, series: Series | None) -> list[str]:
        """Say which comparators are another figure here: none is overwritten."""
        pairs = ((self._of(row, series, SORTS[name].value), stood) for name, stood in row.others.items())
        return [
            STAYS.format(one.get_sort_display(), f"{one.value.normalize():f}", stood)
            for one, stood in pairs
            if one and one.value != stood.value
        ]

    def _of(self, row: ResultRow, series: Series | None, sort: str) -> Comparator | None:
        return self.held.get((series.pk, sort, row.period[1])) if series else None
