"""What taking over a table of results would do, as the preview shows it: the steps, and all of them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.dates import format_months
from kpa_tracker.interfaces.exchange.actions.measures.beside import NewComparator
from kpa_tracker.interfaces.exchange.actions.measures.known import found_as, plain
from kpa_tracker.interfaces.exchange.actions.measures.made import MadeMeasure, made_measures
from kpa_tracker.interfaces.exchange.actions.measures.owners import Owners
from kpa_tracker.interfaces.exchange.reading.measures.found import MeasureRow, ReadMeasures, ResultRow
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from targets.models import Measure, Result, Series
from targets.models.judging import shown, times_of
from targets.performance import Direction, Kind, decimals_of, number_as_it_is

CLOSED = (
    "Some of the results that are corrected are of closed periods. Each gets a new version, which stays closed: it is"
    " judged by the target and the tolerance that the old one had."
)
CORRECTS = "A correction of {}. It was {}, {}, and stays {}."
BECOMES = "A correction of {}. It was {}, {}, and becomes {}: the file says so."
NO_FRACTION = "Its fraction, {} of {}, does not give the new figure, and is not kept."
SETTLED = {"provisional": 0, "final": 1, "audited": 2}


@dataclass
class ResultStep:
    """One figure of the file, and the result that is held for its period."""

    row: ResultRow
    measure: Measure | None = None
    series: Series | None = None
    held: Result | None = None
    older: list[Result] = field(default_factory=list)
    compared: list[NewComparator] = field(default_factory=list)

    @property
    def fraction(self) -> dict[str, Decimal]:
        """The fraction that the file gives, whole."""
        row = self.row
        if row.numerator is None or row.denominator is None:
            return {}
        return {"numerator": row.numerator, "denominator": row.denominator}

    @property
    def adds_fraction(self) -> bool:
        """Whether the file gives a fraction that is not the one held."""
        held = self.held
        return held is not None and any(getattr(held, name) != value for name, value in self.fraction.items())

    @property
    def beside_words(self) -> list[str]:
        """What comes with the figure: its fraction, how others stood."""
        parts = [number_as_it_is(part) for part in self.fraction.values()]
        return [*([" of ".join(parts)] if parts else []), *map(str, self.compared)]

    @property
    def is_new(self) -> bool:
        return self.held is None

    @property
    def is_same(self) -> bool:
        return self.held is not None and _says(self.held, self.row) and not self.settles and not self.adds_fraction

    @property
    def settles(self) -> bool:
        """Whether the file says of the same figure that it is final or audited by now."""
        held, row = self.held, self.row
        return held is not None and row.says_standing and SETTLED[held.standing] < SETTLED[row.standing]

    @property
    def standing(self) -> str:
        """How settled the figure is: what the file says, else what is held."""
        row, held = self.row, self.held
        return held.standing if held and not row.says_standing else row.standing

    @property
    def keeps_fraction(self) -> bool:
        """Whether the fraction that is held gives the figure of the file too, to its last digit."""
        held, value = self.held, self.row.figure.value
        if held is None or held.numerator is None or held.denominator is None or value is None:
            return False
        if value == held.value:
            return True
        times = times_of(held.series)
        if times is None:
            return False
        whole = held.numerator * times / held.denominator
        return whole.quantize(Decimal(1).scaleb(-decimals_of(value)), ROUND_HALF_UP) == value

    @property
    def stays(self) -> dict[str, Any]:
        """What a correction leaves as it is held, because the file says nothing of it."""
        held = self.held
        if held is None:
            return {}
        fraction = ("numerator", "denominator") if self.keeps_fraction and not self.fraction else ()
        kept = {name: getattr(held, name) for name in ("note", "on_behalf_of", *fraction)}
        return {**kept, "standing": self.standing}

    @property
    def remarks(self) -> list[str]:
        """What is to be looked at in a correction of a figure that was settled, or that has a fraction."""
        held = self.held
        if held is None or self.is_same or self.is_corrected_here:
            return []
        words = CORRECTS if self.standing == held.standing else BECOMES
        told = [words.format(self.title, self.was, held.standing, self.standing)] if SETTLED[held.standing] else []
        if held.numerator is not None and held.denominator is not None and not (self.keeps_fraction or self.fraction):
            parts = map(number_as_it_is, (held.numerator, held.denominator))
            told.append(NO_FRACTION.format(*parts))
        return told

    @property
    def was(self) -> str:
        """What is held now, in words."""
        return shown(self.held) if self.held else ""

    @property
    def is_closed(self) -> bool:
        return self.held is not None and self.held.is_closed

    @property
    def is_corrected_here(self) -> bool:
        is_older = any(_says(result, self.row) for result in self.older)
        return not self.is_same and not self.settles and not self._is_of_the_same_figure and is_older

    @property
    def _is_of_the_same_figure(self) -> bool:
        return self.held is not None and _says(self.held, self.row)

    @property
    def found_as(self) -> str:
        """What the figure was found to be of, where its own words do not say it."""
        return found_as(self.measure, self.series, self.row)

    @property
    def measure_words(self) -> str:
        name = f"{self.row.reference} {self.row.title}".strip()
        return f"{name}: {self.row.series}" if self.row.series else name

    @property
    def period_words(self) -> str:
        return format_months(*self.row.period)

    @property
    def title(self) -> str:
        return f"{self.measure_words}, {self.period_words}"

    @property
    def place(self) -> str:
        return self.row.place

    @property
    def shown_changes(self) -> list[tuple[str, str, str]]:
        """(what, before, now) in words, of a figure that is corrected."""
        return [("Result", self.was, self.row.text)] if self.held else []


@dataclass
class ResultProposal:
    """All that an import of results would do."""

    authority: Authority
    read: ReadMeasures
    steps: list[ResultStep] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    bare: list[ResultRow] = field(default_factory=list)
    owners: Owners = field(default_factory=lambda: Owners(0, {}, ()))

    @property
    def bare_names(self) -> list[str]:
        """The new measures that have no result in the file."""
        return [f"{row.reference} {row.title}".strip() for row in self.bare]

    @property
    def new(self) -> list[ResultStep]:
        return [step for step in self.steps if step.is_new]

    @property
    def kept(self) -> list[ResultStep]:
        return [step for step in self.steps if step.is_corrected_here]

    @property
    def changed(self) -> list[ResultStep]:
        return [step for step in self.steps if not step.is_new and not step.is_same and not step.is_corrected_here]

    @property
    def same(self) -> list[ResultStep]:
        return [step for step in self.steps if step.is_same]

    @property
    def measures(self) -> list[str]:
        return list(dict.fromkeys(f"{step.row.reference} {step.row.title}".strip() for step in self.steps))

    @property
    def series(self) -> set[tuple[str, str, str]]:
        return {(*key_of(step.row), plain(step.row.series)) for step in self.steps}

    @property
    def made(self) -> list[MadeMeasure]:
        """The measures that would be made."""
        rows = [step.row for step in self.steps if step.measure is None]
        return made_measures([*rows, *self.bare], key_of)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """What the file holds, as far as it is understood."""
        return [("Measures", len(self.measures)), ("Series", len(self.series)), ("Results", len(self.steps))]

    @property
    def new_measures(self) -> list[str]:
        """The measures that would be made: nothing in the file says which way they are better."""
        made = [step.row for step in self.steps if step.measure is None and step.row.direction is Direction.NONE]
        return list(dict.fromkeys(f"{row.reference} {row.title}".strip() for row in made))

    @property
    def closed(self) -> list[ResultStep]:
        """The corrections of results whose period is closed."""
        return [step for step in self.changed if step.is_closed]

    @property
    def owned(self) -> dict[int, tuple[Measure, ResultRow]]:
        """The measures here without an owner, with a row that names one who is known."""
        rows = ((step.measure, step.row) for step in self.steps if step.measure and step.measure.owner_id is None)
        return {measure.pk: (measure, row) for measure, row in rows if self.owners.title_of(row)}

    @property
    def new_owners(self) -> list[tuple[str, str]]:
        return [(str(measure), self.owners.title_of(row)) for measure, row in self.owned.values()]

    @property
    def remarks(self) -> list[tuple[str, str]]:
        return list(dict.fromkeys((step.row.place, remark) for step in self.steps for remark in step.row.remarks))


def _says(result: Result, row: ResultRow) -> bool:
    figure = row.figure
    if figure.kind is Kind.GRADE:
        return plain(result.words) == plain(figure.words)
    return (result.value, result.second) == (figure.value, figure.second)


def key_of(row: MeasureRow) -> tuple[str, str]:
    return (plain(row.reference), "") if row.reference else ("", plain(row.title))
