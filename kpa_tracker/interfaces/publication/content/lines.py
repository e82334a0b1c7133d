"""What a performance report says of one measure, and of each line of its results."""

from __future__ import annotations

from dataclasses import dataclass

from kpa_tracker.base.toolkit.lines import LineChart
from kpa_tracker.interfaces.publication.content.footnotes import Listed, Mark

NO_STATUS, WITHHELD, MISSING = "no_status", "withheld", "missing"
LONG_FACTS = 900
"""Characters of facts that a third of a landscape page holds beside a chart and its table."""


@dataclass(frozen=True)
class Fact:
    """Something said of a line: a heading and a text, perhaps with the mark of a footnote."""

    heading: str
    text: str
    marks: tuple[Mark, ...] = ()
    aside: str = ""


@dataclass(frozen=True)
class Way:
    """Direction of travel in a word and an arrow, with how much it is; or why nothing is compared."""

    since: str
    word: str
    arrow: str = ""
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Judged:
    """What the owner judged otherwise than the rule, and why."""

    status: str
    reason: str
    by: str


@dataclass(frozen=True)
class Outlook:
    """What the year will come to, or came to: by which method and from what; or why that cannot be said."""

    name: str
    figure: str = ""
    status: str = ""
    made: str = ""


@dataclass(frozen=True)
class PeriodRow:
    """A period in the table beside the chart. Without a result its figure says "no data"."""

    period: str
    figure: str
    is_missing: bool = False
    wanted: str = ""
    status: str = ""
    judged: str = ""
    standing: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of results under a measure: a measure of several series has one for each."""

    anchor: str
    measure: str
    series: str = ""
    owner: str = ""
    figure: str = "no data"
    marks: tuple[Mark, ...] = ()
    period: str = ""
    standing: str = ""
    outcome: str = MISSING
    status: str = ""
    rule: str = ""
    judged: Judged | None = None
    target: str = ""
    facts: tuple[Fact, ...] = ()
    ways: tuple[Way, ...] = ()
    outlook: Outlook | None = None
    why_withheld: str = ""
    overdue: str = ""
    lacks_target: bool = False
    is_in_words: bool = False
    chart: LineChart | None = None
    unit: str = ""
    rows: tuple[PeriodRow, ...] = ()
    left_out: int = 0

    @property
    def name(self) -> str:
        return f"{self.measure}: {self.series}" if self.series else self.measure

    @property
    def has_wanted(self) -> bool:
        return not self.is_in_words and any(row.wanted for row in self.rows)

    @property
    def has_statuses(self) -> bool:
        return any(row.status or row.judged for row in self.rows)

    @property
    def is_overdue(self) -> bool:
        return bool(self.overdue)

    @property
    def status_shown(self) -> str:
        """The status that it counts as: the owner's where the owner judged otherwise."""
        return self.judged.status if self.judged else self.status

    @property
    def misses_the_year(self) -> bool:
        """The year missed its target, or is forecast to; amber is a miss as well."""
        return self.outlook is not None and self.outlook.status in ("red", "amber")

    @property
    def is_long(self) -> bool:
        """Whether there is too much to say for a column beside the chart."""
        said = [fact.text + fact.aside for fact in self.facts]
        return sum(map(len, [*said, self.rule, self.outlook.made if self.outlook else ""])) > LONG_FACTS


@dataclass(frozen=True)
class Sheet:
    """A measure with its lines and its footnotes."""

    anchor: str
    title: str
    marks: tuple[Mark, ...] = ()
    owner: str = ""
    about: tuple[str, ...] = ()
    definition: str = ""
    lines: tuple[Line, ...] = ()
    notes: tuple[Listed, ...] = ()

    @property
    def charts(self) -> list[Line]:
        """The lines that are drawn side by side: of one series, the drawing stands beside its figures."""
        return [line for line in self.lines if line.chart] if len(self.lines) > 1 else []
