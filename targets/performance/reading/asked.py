"""What a target asks for, once it is read, and what helps to read it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from targets.performance.figures import POINTS, Figure
from targets.performance.kinds import Direction, Form, Kind
from targets.performance.reading.cells import read_figures
from targets.performance.reading.ranks import Rank


@dataclass(frozen=True)
class ReadTarget:
    """A target taken from its words; `text` always is as written.

    `figure` is the value wanted; of a range its lower end, with the upper end as `second`. `change` is signed, a
    percentage of the baseline or so much of the measure's own unit. `ranks` are places. `strict` leaves the value out:
    less than 5 days. `direction` is None where the words do not say. `source`, `against` (what a change counts from),
    `by_when`, `note`, `about` (what it is of) and `start` (the value it goes from) are as written.
    """

    text: str
    form: Form = Form.WORDS
    direction: Direction | None = None
    figure: Figure | None = None
    change: Figure | None = None
    ranks: tuple[Rank, ...] = ()
    strict: bool = False
    source: str = ""
    against: str = ""
    by_when: str = ""
    note: str = ""
    about: str = ""
    start: Figure | None = None
    markers: tuple[str, ...] = ()
    understood: bool = True
    unavailable: bool = False

    @property
    def kind(self) -> Kind | None:
        return self.figure.kind if self.figure else None

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None

    @property
    def second(self) -> Decimal | None:
        return self.figure.second if self.figure else None

    @property
    def unit(self) -> str:
        return self.figure.unit if self.figure else ""

    @property
    def per(self) -> int | None:
        return self.figure.per if self.figure else None

    @property
    def is_in_points(self) -> bool:
        """A change of so many percentage points, which is not a share of the baseline."""
        return self.change is not None and self.change.unit.startswith(POINTS)

    @property
    def change_percent(self) -> Decimal | None:
        """Per cent of the baseline: -10 for "reduce by 10%"."""
        return self.change.value if self.change and self._is_share else None

    @property
    def change_by(self) -> Decimal | None:
        """In the measure's own unit: 2 for "up by 2 percentage points"."""
        return self.change.value if self.change and not self._is_share else None

    @property
    def _is_share(self) -> bool:
        return self.change is not None and self.change.kind is Kind.PERCENTAGE and not self.is_in_points


@dataclass(frozen=True)
class Hints:
    """What is known of the measure before its target is read."""

    kind: Kind | None = None
    grades: Collection[str] = ()

    @classmethod
    def of(cls, kind: Kind | None, grades: Collection[str]) -> Hints:
        """A kind that is said in words says nothing of a number."""
        return cls(None if kind and kind.is_words else kind, grades)

    def figure(self, text: str) -> Figure | None:
        """The one figure that the words name."""
        return read_figures(text, self.kind, grades=self.grades).figure
