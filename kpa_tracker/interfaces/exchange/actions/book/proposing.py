"""Compares a plan's workbook with the plan. Reads only: some forty queries, however long the file."""

from __future__ import annotations

from collections.abc import Iterable

from kpa_tracker.interfaces.exchange.actions.book.columns import (
    Column,
    Sort,
    in_words,
    joined,
    lines_of,
    mark_of,
    tidied,
)
from kpa_tracker.interfaces.exchange.actions.book.entries import Entry
from kpa_tracker.interfaces.exchange.actions.book.held import held_by
from kpa_tracker.interfaces.exchange.actions.book.holding import Holding
from kpa_tracker.interfaces.exchange.actions.book.knowing import recognised
from kpa_tracker.interfaces.exchange.actions.book.naming import Names
from kpa_tracker.interfaces.exchange.actions.book.reading import BookRow, ReadBook
from kpa_tracker.interfaces.exchange.actions.book.sheets import SHEETS, Sheet
from kpa_tracker.interfaces.exchange.actions.book.stamps import is_of
from kpa_tracker.interfaces.exchange.actions.book.steps import BookProposal, BookStep, Changes
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from plans.models import Plan

BOTH = "{}: “{}” was changed here as well since the workbook was taken out. What the file says would replace that."
NO_ROW = "“{}” is no row of the sheet “{}”. Write the key or the title of one."
OTHER_PLAN = (
    "The workbook was taken out of another plan or another site, and this plan is not empty: its title, days, words "
    "and ratings stay as they are."
)
SHARED_SHEETS = {"measures", "definitions", "series", "tolerances"}
"""What another plan's workbook does not change where it is here: other plans share it; a tolerance is followed."""


def propose_book(plan: Plan, book: ReadBook) -> BookProposal:
    """Return what importing a workbook into a plan would do, and all that stands in its way."""
    proposal = BookProposal(plan, book, is_own=is_of(book.stamp, plan), problems=list(book.problems))
    if not proposal.problems:
        BookComparison(proposal).run()
    return proposal


class BookComparison:
    """Goes through the sheets in the order in which one names what stands in another."""

    def __init__(self, proposal: BookProposal) -> None:
        self.proposal, self.plan, self.book = proposal, proposal.plan, proposal.book
        self.held = held_by(self.plan)
        self.names = Names(self.plan, self.book, self.held)
        self.is_empty = not (self.held["ambitions"] or self.held["deliverables"] or self.plan.is_adopted)
        self.holding = Holding(proposal, is_empty=self.is_empty)
        self.keys: dict[str, str] = {}
        self.files: dict[str, dict[str, list[str]]] = {}

    def run(self) -> None:
        for sheet in SHEETS:
            rows = self.book.rows[sheet.name]
            self._number(sheet, rows)
            found = self._recognise(sheet, rows)
            self._learn_keys(sheet, rows, found)
            for row, entry in zip(rows, found, strict=True):
                self._step(row, entry)
            self._miss(sheet, found)
        self.proposal.problems += self.names.problems
        self.proposal.notes += self.names.notes
        if not self.proposal.is_own and not self.is_empty:
            self.proposal.notes.append(OTHER_PLAN)

    # --- Which row is which -------------------------------------------------------------------------------------------

    def _number(self, sheet: Sheet, rows: Iterable[BookRow]) -> None:
        """Give a key to every row that has none, so that it can be told from others."""
        for place, row in enumerate(rows, start=1):
            row.key = row.key or f"{sheet.letter}new{place}"

    def _recognise(self, sheet: Sheet, rows: list[BookRow]) -> list[Entry | None]:
        if sheet.upright:
            return [self.held[sheet.name][0] for _ in rows]
        if sheet.is_names:
            return [self.names.entry_of(sheet.name, row) for row in rows]
        if sheet.name == "ratings":
            points = {entry.values["code"]: entry for entry in self.held["ratings"]}
            return [points.pop(row.values.get("code", ""), None) for row in rows]
        held = self.names.known(sheet.name)
        return recognised(sheet, rows, held, is_own=self.proposal.is_own, keys=self.keys)

    def _learn_keys(self, sheet: Sheet, rows: list[BookRow], found: list[Entry | None]) -> None:
        """Remember which record each key of the file is, and which rows bear a title."""
        titles = self.files.setdefault(sheet.name, {})
        for row, entry in zip(rows, found, strict=True):
            self.keys[row.key] = entry.key if entry else f"new {row.key}"
            titles.setdefault(tidied(sheet.column(sheet.known_by), row.title).casefold(), []).append(row.key)

    def _miss(self, sheet: Sheet, found: list[Entry | None]) -> None:
        """Say what is in the plan and not in the plan's own workbook."""
        if not self.proposal.is_own or sheet.is_names or not self.book.rows[sheet.name]:
            return
        there = {entry.key for entry in found if entry}
        column = sheet.column(sheet.known_by)
        held = self.held[sheet.name]
        gone = [in_words(column, entry.values[column.name]) for entry in held if entry.key not in there]
        self.proposal.gone += [(sheet.title, title) for title in gone]

    # --- What a row asks for ------------------------------------------------------------------------------------------

    def _step(self, row: BookRow, entry: Entry | None) -> None:
        step = BookStep(row, entry, record=entry.record if entry else None)
        self.proposal.steps.append(step)
        if entry is not None and self._stays(row.sheet):
            return
        if getattr(step.record, "is_archived", False):
            step.is_left = True
            self.proposal.notes.append(f"{row.place}: “{row.title}” is archived here, so it is left as it is.")
            return
        step.values = {column.name: self._value(row, column) for column in self._given(row)}
        step.changes = self._changes(row, entry, step.values) if entry else {}
        self.holding.hold_back(step)

    def _stays(self, sheet: Sheet) -> bool:
        """Whether what is known here is left as it is: names, and to another plan's workbook what plans share."""
        return sheet.is_names or (sheet.name in SHARED_SHEETS and not self.proposal.is_own)

    def _given(self, row: BookRow) -> list[Column]:
        return [column for column in row.sheet.columns if column.name in row.values]

    def _value(self, row: BookRow, column: Column) -> str:
        """Return what a cell says, with what it names as it is called here."""
        value = row.value_of(column)
        if column.sort in (Sort.ROW, Sort.ROWS):
            return "\n".join(sorted(self._key(row, column, one) for one in value.split("\n"))) if value else ""
        if column.name == "sub_items":
            return joined([self.names.part(row, line) for line in lines_of(value)])
        if column.of:
            return self._called(row, column, value)
        return value

    def _called(self, row: BookRow, column: Column, value: str) -> str:
        if column.sort is not Sort.NAMES:
            return self.names.called(row, column, value)
        return joined(sorted({self.names.called(row, column, name) for name in lines_of(value)}))

    def _key(self, row: BookRow, column: Column, named: str) -> str:
        among = self.files.get(column.of, {})
        by_title = among.get(" ".join(named.split()).casefold(), [])
        known = {key for keys in among.values() for key in keys}
        key = named if named in known else by_title[0] if len(by_title) == 1 else ""
        if not key:
            title = next(sheet.title for sheet in SHEETS if sheet.name == column.of)
            self.proposal.problems.append(Problem(row.place, f"{column.heading}: {NO_ROW.format(named, title)}"))
        return self.keys.get(key, "")

    def _changes(self, row: BookRow, entry: Entry, values: dict[str, str]) -> Changes:
        """Return what the file changes. A cell that says what it said when it was taken out changes nothing; where that
        is not known, an empty one takes nothing away."""
        changes: Changes = {}
        for column in self._given(row):
            stored, wanted = entry.values[column.name], values[column.name]
            if self._says_nothing_new(row, column, wanted) or tidied(column, stored) == tidied(column, wanted):
                continue
            changes[column.name] = (stored, wanted)
            if self.proposal.is_own and row.marks.get(column.name, mark_of(column, stored)) != mark_of(column, stored):
                self.proposal.notes.append(BOTH.format(f"{row.place}, {row.title}", column.heading))
        return changes

    def _says_nothing_new(self, row: BookRow, column: Column, wanted: str) -> bool:
        if self.proposal.is_own and column.name in row.marks:
            return row.is_as_taken(column)
        return not wanted
