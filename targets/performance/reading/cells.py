"""Reads the figures of a cell: one, or several with their labels before or after them.

Decisions that are not obvious:

* A cell is understood whole or not at all. Every word has to be a label, a unit, a note in brackets or a marker.
* Several figures need a label each, and the labels have to differ. They stand before the figures if anything does,
  else after them. What follows every figure alike is their common unit.
* Estimates ("about 500", "<5"), ranges, comparisons and dates are not figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from targets.performance.figures import Figure
from targets.performance.kinds import Kind
from targets.performance.reading.amounts import figure_of, with_pounds
from targets.performance.reading.compound import Run, Slot, bare, labels_and_units, scan
from targets.performance.reading.text import is_missing, lines_of, spaced_markers, tidy, without_markers
from targets.performance.reading.words import is_grade, is_label, is_unit

LONGEST_READ = 300

_PER = re.compile(r"\bper\b", re.IGNORECASE)
_NOTE = re.compile(r"(?P<rest>.*?) ?\((?P<note>[^()]{3,})\)")


@dataclass(frozen=True)
class Part:
    """One figure of a cell. `label` names its series, "" where it stands alone; `markers` are of its footnotes; `note`
    is what follows in brackets. A part that says there is nothing is `unavailable` and has no figure."""

    label: str
    figure: Figure | None
    text: str
    markers: tuple[str, ...] = ()
    unavailable: bool = False
    note: str = ""


@dataclass(frozen=True)
class Reading:
    """What a cell says. `not_understood` is the text of a cell that was not read, which then has no parts."""

    text: str
    parts: tuple[Part, ...] = ()
    not_understood: str = ""

    @property
    def understood(self) -> bool:
        return not self.not_understood

    @property
    def unavailable(self) -> bool:
        """The cell says that there is nothing, or says nothing."""
        return bool(self.parts) and all(part.unavailable for part in self.parts)

    @property
    def figure(self) -> Figure | None:
        """The figure of a cell that has just one, without a label."""
        alone = len(self.parts) == 1 and not self.parts[0].label
        return self.parts[0].figure if alone else None


def read_figures(text: str, kind: Kind | None = None, *, grades: Collection[str] = ()) -> Reading:
    """Read a cell: "46.4% ¹", "80.1% White 77.1% BME", "(i) 821 (ii) 5.1", "U/A". Never raises, never guesses: what is
    not understood comes back as text. `kind` is what a bare number is, and lets any words be read as a grade or a
    finding; `grades` adds the words of the measure's own scale to those that are commonly used."""
    lines = lines_of(text)
    wordings = dict.fromkeys(("; ".join(lines), " ".join(lines)) if kind is not Kind.QUALITATIVE else (text.strip(),))
    parts = next((found for found in (_read(line, kind, grades) for line in wordings) if found), ())
    return Reading(text, tuple(parts), "" if parts else tidy(text))


def _read(line: str, kind: Kind | None, grades: Collection[str]) -> Sequence[Part]:
    if len(line) > LONGEST_READ and kind is not Kind.QUALITATIVE:
        return ()
    return _in_words(line, kind, grades) or _in_numbers(line, kind)


def _in_words(line: str, kind: Kind | None, grades: Collection[str]) -> Sequence[Part]:
    """A missing value, a grade or a finding in words."""
    words, markers = without_markers(line)
    if is_missing(words):
        return (Part("", None, words, markers, unavailable=True),)
    if kind is Kind.QUALITATIVE or is_grade(words, kind, grades):
        figure = Figure(Kind.GRADE if kind is not Kind.QUALITATIVE else kind, None, words=words)
        return (Part("", figure, words, markers),)
    return ()


def _in_numbers(line: str, kind: Kind | None) -> Sequence[Part]:
    plain = _PER.sub("per", with_pounds(line) if kind is Kind.MONEY else line)
    slots, runs = scan(spaced_markers(plain))
    if not slots or _has_loose_words(runs):
        return ()
    if _is_row_of_places(slots, runs):
        return _places(slots, runs)
    return _labelled(slots, *labels_and_units(runs), kind)


def _is_row_of_places(slots: list[Slot], runs: list[Run]) -> bool:
    """The words after places are not series: the 1st reading, the 2nd reading."""
    return len(slots) > 1 and bool(slots[0].found["place"]) and not runs[0][0]


def _has_loose_words(runs: list[Run]) -> bool:
    """Words between two gaps belong to no amount; so do those before a first and after a last one."""
    return len(runs[0]) > 1 or len(runs[-1]) > 1 or any(len(run) > 2 for run in runs)


def _places(slots: list[Slot], runs: list[Run]) -> Sequence[Part]:
    """Two places of one rank: 22nd nationally, 7th of the most similar group."""
    if len(slots) != 2 or not _is_one_rank(slots, runs):
        return ()
    names = [run[0] for run in runs[1:]]
    first, second = (figure_of(slot.found, name, None) for slot, name in zip(slots, names, strict=True))
    if not first or not second:
        return ()
    figure = replace(first, second=second.value, unit=", ".join(names))
    return (Part("", figure, str(figure), slots[0].markers + slots[1].markers),)


def _is_one_rank(slots: list[Slot], runs: list[Run]) -> bool:
    """Only places, with words after each and none before."""
    after = [run[0] for run in runs[1:]]
    return all(slot.found["place"] for slot in slots) and all(after) and not "".join(runs[1][1:])


def _labelled(slots: list[Slot], labels: list[str], units: list[str], kind: Kind | None) -> Sequence[Part]:
    if not _is_told_apart(slots, labels) or not all(map(is_label, labels)):
        return ()
    found = list(_parts(zip(slots, labels, units, strict=True), kind))
    return found if len(found) == len(slots) else ()


def _is_told_apart(slots: list[Slot], labels: list[str]) -> bool:
    """Each figure has a label of its own. Brackets make an amount negative only where it stands alone: beside a label
    they may be just brackets."""
    if any(slot.is_bracketed for slot in slots):
        return labels == [""]
    return len(slots) == 1 or (all(labels) and len(set(labels)) == len(labels))


def _parts(rows: Iterable[tuple[Slot, str, str]], kind: Kind | None) -> Iterator[Part]:
    for slot, label, words in rows:
        unit, note = _noted(words)
        text = " ".join(piece for piece in (label, slot.found[0], words) if piece)
        figure = figure_of(slot.found, unit, kind) if is_unit(unit) and not slot.is_missing else None
        if figure or (slot.is_missing and not unit):
            yield Part(label, figure, text, slot.markers, slot.is_missing, note)


def _noted(words: str) -> tuple[str, str]:
    """The unit, and the note in brackets after it."""
    noted = _NOTE.fullmatch(words)
    return (bare(noted["rest"]), noted["note"]) if noted else (words, "")
