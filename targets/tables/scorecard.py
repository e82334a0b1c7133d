"""A scorecard: how many series stand how, grouped as the plan groups them. Every series is counted exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from kpa_tracker.base.toolkit.charts import Chart, stacked_bars
from kpa_tracker.base.toolkit.charts import Row as Bar
from kpa_tracker.base.toolkit.ratings import rating_of
from targets.models import Objective, Target
from targets.models.standing import Standing

NOT_JUDGED = "not-judged"
CODES = ("red", "amber", "green", "")
NO_PRIORITY, NO_OBJECTIVE = "Under no priority", "Under no objective"


@dataclass(frozen=True)
class Row:
    """One series: how it stands, and the target by which it is on this scorecard."""

    standing: Standing
    target: Target | None

    @property
    def objective(self) -> Objective | None:
        return self.target.objective if self.target else None

    @property
    def priority(self) -> Any:
        return self.objective.priority if self.objective else None

    @property
    def priority_key(self) -> str:
        return str(self.priority.pk) if self.priority else "none"

    @property
    def place(self) -> tuple[Any, ...]:
        """Where it stands: in the order of the plan's priorities, objectives and targets; what has none comes last."""
        return (
            (self.priority is None, getattr(self.priority, "position", 0), getattr(self.priority, "pk", 0)),
            (self.objective is None, getattr(self.objective, "position", 0), getattr(self.objective, "pk", 0)),
            (self.target.position if self.target else 0, self.standing.measure.position, self.standing.series.pk),
        )


CONDITIONS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "overdue": ("Overdue for data", lambda row: row.standing.is_overdue),
    "forecast": ("Year missed, or forecast to miss", lambda row: row.standing.misses_the_year),
    "without_owner": ("Without owner", lambda row: row.standing.measure.owner_id is None),
    "without_target": ("Without target", lambda row: row.standing.lacks_target),
}
"""Questions that may be true of a series beside its status. They overlap, so that they add up to nothing."""


@dataclass(frozen=True)
class Stat:
    """A number with the list behind it; `rating` where it counts one."""

    number: int
    label: str
    url: str
    rating: str | None = None


@dataclass(frozen=True)
class Scorecard:
    """The rows, the address that their lists are under, and what they are narrowed by."""

    rows: list[Row]
    show: str = ""
    priority: str = ""

    def url(self, **narrowed: str) -> str:
        asked = {name: value for name, value in narrowed.items() if value}
        return f"?{urlencode(asked)}#list"

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(row.standing.shown_status for row in self.rows)

    @property
    def measures(self) -> int:
        """How many measures the lines are of."""
        return len({row.standing.measure.pk for row in self.rows})

    @property
    def stats(self) -> list[Stat]:
        """One number for each status, not judged last: together they are all."""
        return [
            Stat(self.counts[code], rating_of(code).word, self.url(show=code or NOT_JUDGED), code) for code in CODES
        ]

    @property
    def questions(self) -> list[Stat]:
        return [
            Stat(sum(map(holds, self.rows)), label, self.url(show=key)) for key, (label, holds) in CONDITIONS.items()
        ]

    @cached_property
    def chart(self) -> Chart | None:
        """The statuses within each priority; none where there is one priority only."""
        grouped = [(key, list(rows)) for key, rows in groupby(self.in_order, key=lambda row: row.priority_key)]
        if len(grouped) < 2:
            return None
        bars = [self._bar(str(rows[0].priority or NO_PRIORITY), key, rows) for key, rows in grouped]
        urls = {code: self.url(show=code or NOT_JUDGED) for code in CODES} | {"all": self.url(show="all")}
        return stacked_bars("Status by priority", bars, first_column="Priority", total_urls=urls)

    def _bar(self, label: str, key: str, rows: list[Row]) -> Bar:
        counts = Counter(row.standing.shown_status for row in rows)
        urls = {code: self.url(show=code or NOT_JUDGED, priority=key) for code in CODES}
        return Bar(label, counts, {**urls, "all": self.url(show="all", priority=key)})

    @property
    def in_order(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: row.place)

    @property
    def exceptions(self) -> list[Row]:
        """What needs a word first: the red, then the amber, then what is overdue for data or misses its year."""
        found = [row for row in self.in_order if is_exception(row)]
        return sorted(found, key=lambda row: SEVERITY.get(row.standing.shown_status, len(SEVERITY)))

    @property
    def shown(self) -> list[Row]:
        """The rows of the list that was asked for; all of them where none was."""
        rows = [row for row in self.in_order if self.priority in ("", row.priority_key)]
        if self.show in CONDITIONS:
            return [row for row in rows if CONDITIONS[self.show][1](row)]
        code = "" if self.show == NOT_JUDGED else self.show
        return [row for row in rows if row.standing.shown_status == code] if self.is_by_status else rows

    @property
    def is_by_status(self) -> bool:
        return self.show in (*CODES[:3], NOT_JUDGED)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.priority) or self.show in CONDITIONS or self.is_by_status

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, list[Row]]]]]:
        """What is shown, by priority and within it by objective."""
        return [
            (title, [(name, list(rows)) for name, rows in grouped(within, "objective", NO_OBJECTIVE)])
            for title, within in grouped(self.shown, "priority", NO_PRIORITY)
        ]


SEVERITY = {"red": 0, "amber": 1}


def is_exception(row: Row) -> bool:
    standing = row.standing
    return standing.shown_status in SEVERITY or standing.is_overdue or standing.misses_the_year


def grouped(rows: Iterable[Row], name: str, without: str) -> list[tuple[str, list[Row]]]:
    """Neighbouring rows of the same priority or objective, with its title."""
    found = groupby(rows, key=lambda row: getattr(row, name))
    return [(str(part or without), list(within)) for part, within in found]
