"""What an authority holds already, found by the words of a file: measures, series, sources, footnotes."""

from __future__ import annotations

from typing import Any

from kpa_tracker.interfaces.exchange.matching import normal
from kpa_tracker.interfaces.exchange.reading.measures.found import MeasureRow
from kpa_tracker.interfaces.exchange.reading.measures.notes import Note
from kpa_tracker.interfaces.exchange.reading.measures.rows import ARROWS, OPENING_REFERENCE
from targets.actions import keeping
from targets.actions.goals import footnote
from targets.models import Footnote, Measure, Series, Source

PLAIN = str.maketrans("‘’“”–—", "''\"\"--", ARROWS)


def plain(text: str) -> str:
    """What two titles are compared by: neither case nor spaces, quotation marks of one kind, no arrow beside it."""
    return normal(text.translate(PLAIN))


class KnownMeasures:
    """The measures of an authority with their series. One query each."""

    def __init__(self, authority_id: int) -> None:
        found = Measure.objects.filter(authority=authority_id).select_related("scale").prefetch_related("series")
        self.by_reference: dict[str, Measure] = {}
        self.by_title: dict[str, Measure] = {}
        for measure in found:
            if measure.reference:
                self.by_reference[plain(measure.reference)] = measure
            self.by_title.setdefault(plain(measure.title), measure)

    def find(self, reference: str, title: str) -> Measure | None:
        """Return the measure of a reference; without one here, that of a title, unless it has another reference. A
        reference may stand in front of the title, in the file or here."""
        if reference and plain(reference) in self.by_reference:
            return self.by_reference[plain(reference)]
        named = (self.by_title.get(plain(title)) or self.by_title.get(plain(f"{reference} {title}"))) if title else None
        if named and reference and named.reference:
            return None
        return named or self._opened(title)

    def _opened(self, title: str) -> Measure | None:
        """Return the measure whose reference and title a title is: "SPI 1.1 - Satisfaction"."""
        match = OPENING_REFERENCE.fullmatch(title)
        found = self.by_reference.get(plain(match["reference"])) if match else None
        return found if match and found and plain(found.title) == plain(match["title"]) else None


def series_of(measure: Measure, name: str) -> Series | None:
    return next((series for series in measure.series.all() if plain(series.name) == plain(name)), None)


def found_as(measure: Measure | None, series: Series | None, row: MeasureRow) -> str:
    """Say what a row was found to be: a new measure, a new series, one that is here under another title."""
    if measure is None:
        return "A new measure"
    if series is None:
        return f"A new series of “{measure}”" if row.series else f"Here as “{measure}”"
    return "" if plain(measure.title) == plain(row.title) else f"Here as “{measure}”"


class Words:
    """Makes or finds what rows refer to by its words, in one import."""

    def __init__(self, authority: Any, *, by: Any) -> None:
        self.authority, self.by = authority, by
        self.sources = {plain(source.name): source for source in Source.objects.filter(authority=authority)}

    def source(self, name: str) -> Source | None:
        if not name:
            return None
        if plain(name) not in self.sources:
            sort = Source.Sort.SURVEY if "survey" in name.lower() else Source.Sort.OTHER
            made = Source(authority=self.authority, name=name[:200], sort=sort)
            self.sources[plain(name)] = keeping.add(made, by=self.by)
        return self.sources[plain(name)]

    def footnotes(self, notes: list[Note]) -> list[Footnote]:
        """Return the footnotes of a cell. Numbers are given where a table is shown; a sign stays what it is."""
        return [self._footnote(note) for note in notes]

    def _footnote(self, note: Note) -> Footnote:
        if note.mark.isdecimal():
            return footnote(self.authority, note.text, by=self.by)
        found = Footnote.objects.filter(authority=self.authority, text=note.text, mark=note.mark).first()
        made = Footnote(authority=self.authority, text=note.text, mark=note.mark)
        return found or keeping.add(made, by=self.by)
