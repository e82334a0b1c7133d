"""What the cells of a plan's workbook name, here or in the file's own sheets: posts, committees, priorities, risks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.interfaces.exchange.actions.book.columns import Column, tidied
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry, entry_of, said, title_of
from kpa_tracker.interfaces.exchange.actions.book.held import Held
from kpa_tracker.interfaces.exchange.actions.book.parts import line_of, part_of
from kpa_tracker.interfaces.exchange.actions.book.reading import BookRow, ReadBook
from kpa_tracker.interfaces.exchange.actions.book.sheets import BY_NAME
from kpa_tracker.interfaces.exchange.actions.book.values import figure
from kpa_tracker.interfaces.exchange.actions.book.wanted import definitions_in, measures_in, series_in
from kpa_tracker.interfaces.exchange.actions.measures.known import plain as alike
from kpa_tracker.interfaces.exchange.directory import plain
from kpa_tracker.interfaces.exchange.matching import normal
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from kpa_tracker.interfaces.exchange.reading.riskrefs import same_risk
from plans.models import GlossaryEntry, Plan, Priority
from risks.models import Risk
from targets.models import GradeScale, Measure, MeasureSet, Objective, Source

NOT_KNOWN = "“{}” is not known here. Correct it, or add a row for it to the sheet “{}”."
OTHER_GRADES = "The scale of grades “{}” is known here with other words. It stays as it is."
ALIKE: dict[str, Callable[[str], str]] = {"posts": plain, "committees": plain, "risks": same_risk, "priorities": normal}
ALIKE |= {"sources": alike, "sets": str}
"""What two spellings of a name share, by its sheet."""
OF_MEASURES: dict[str, Callable[[Any], Iterable[Entry]]] = {
    "measures": measures_in,
    "series": series_in,
    "definitions": definitions_in,
}


class Named:
    """The names of one sheet: those that are known here, and those that the file adds."""

    def __init__(self, sheet: str, records: Iterable[Any], rows: Iterable[BookRow]) -> None:
        self.sheet = BY_NAME[sheet]
        self.alike = ALIKE[sheet]
        self.here: dict[str, Any] = {}
        self.loosely: dict[str, Any] = {}
        for record in records:
            name = title_of(record, self.sheet.known_by)
            self.here.setdefault(name, record)
            self.loosely.setdefault(self.alike(name), record)
        column = self.sheet.column(self.sheet.known_by)
        titles = [row.value_of(column) for row in rows if column.name in row.values]
        self.in_file = set(titles)
        self.in_file_loosely = {self.alike(title): title for title in reversed(titles)}

    def record(self, name: str) -> Any:
        """Return what has this name here, exactly or but for case and spaces."""
        return self.here.get(name) or self.loosely.get(self.alike(name))

    def called(self, name: str) -> str:
        """Return how something is called here, or in the file's own sheet; nothing where it is in neither."""
        if name in self.here or name in self.in_file:
            return name
        found = self.loosely.get(self.alike(name))
        return title_of(found, self.sheet.known_by) if found else self.in_file_loosely.get(self.alike(name), "")


class Names:
    """All that rows can name, by sheet. Eight queries; what is current comes before what is archived."""

    def __init__(self, plan: Plan, book: ReadBook, held: Held) -> None:
        self.plan, self.held = plan, held
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        of = {"authority": plan.authority_id}
        records: dict[str, Any] = {
            "posts": Post.objects.filter(**of),
            "committees": Committee.objects.filter(**of),
            "risks": Risk.objects.filter(**of),
            "priorities": Priority.objects.filter(plan=plan),
            "sources": Source.objects.filter(**of),
            "sets": MeasureSet.objects.filter(**of),
        }
        scales = GradeScale.objects.filter(**of).prefetch_related("grades")
        self.scales = {(said(scale.name), said(scale.era)): scale for scale in scales}
        self.by_sheet = {name: Named(name, _current_first(found), book.rows[name]) for name, found in records.items()}

    def entry_of(self, sheet: str, row: BookRow) -> Entry | None:
        """Return what a row of a sheet of names is here, if anything."""
        if sheet == "grades":
            return self._grade(row)
        column = row.sheet.column(row.sheet.known_by)
        record = self.by_sheet[sheet].record(row.value_of(column)) if column.name in row.values else None
        return entry_of(sheet, record) if record else None

    def _grade(self, row: BookRow) -> Entry | None:
        """Return a grade of a scale that is known here. One in other words is said so, once; one that is not in the
        scale is not added to it."""
        scale = self.scales.get((row.values.get("scale", ""), row.values.get("era", "")))
        if scale is None:
            return None
        found = {figure(grade.rank): grade for grade in scale.grades.all()}.get(row.values.get("rank", ""))
        if found is None or said(found.word) != row.values.get("word"):
            self._note(OTHER_GRADES.format(scale))
        return entry_of("grades", found, **_of(scale)) if found else Entry("", _of(scale))

    def _note(self, text: str) -> None:
        self.notes += [] if text in self.notes else [text]

    def called(self, row: BookRow, column: Column, name: str) -> str:
        """Return how what a cell names is called here. Says where it is not known."""
        found = self.by_sheet[column.of].called(name) if name.strip() else ""
        if not found and name.strip():
            text = NOT_KNOWN.format(tidied(column, name), BY_NAME[column.of].title)
            self.problems.append(Problem(row.place, f"{column.heading}: {text}"))
        return found

    def part(self, row: BookRow, line: str) -> str:
        """Return the line of a part with its committee as it is called here."""
        part = part_of(line)
        if not part.committee:
            return line
        column = BY_NAME["deliverables"].column("committee")
        return line_of(type(part)(part.text, self.called(row, column, part.committee), part.written))

    def known(self, sheet: str) -> list[Entry]:
        """Return what a row of a sheet may be: for measures and what hangs on them all of the authority; elsewhere what
        the plan holds, and what is archived in it where no two may have one name."""
        measures = Measure.objects.current().filter(authority=self.plan.authority_id).order_by("position", "pk")
        everywhere = OF_MEASURES.get(sheet)
        return list(everywhere(measures)) if everywhere else [*self.held[sheet], *self._archived(sheet)]

    def _archived(self, sheet: str) -> list[Entry]:
        models: dict[str, Any] = {"priorities": Priority, "glossary": GlossaryEntry, "objectives": Objective}
        if sheet not in models:
            return []
        gone = models[sheet].objects.filter(plan=self.plan).exclude(archived_at=None)
        known_by = BY_NAME[sheet].known_by
        return [Entry("", {known_by: title_of(one, known_by)}, one) for one in gone]


def _of(scale: GradeScale) -> dict[str, str]:
    return {"scale": said(scale.name), "era": said(scale.era)}


def _current_first(records: Any) -> list[Any]:
    return sorted(records.order_by("pk"), key=lambda record: record.is_archived)
