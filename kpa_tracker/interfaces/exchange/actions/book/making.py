"""What one import of a plan's workbook knows while it goes on: the plan, and the record of every name and key."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from kpa_tracker.base.people.models import Committee, Post
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.interfaces.exchange.actions.book.columns import Column, Sort, lines_of
from kpa_tracker.interfaces.exchange.actions.book.entries import title_of
from kpa_tracker.interfaces.exchange.actions.book.profiles import steps_of
from kpa_tracker.interfaces.exchange.actions.book.sheets import BY_NAME
from kpa_tracker.interfaces.exchange.actions.book.steps import BookProposal, BookStep
from kpa_tracker.interfaces.exchange.actions.measures.known import Words
from plans.models import Priority
from risks.models import Risk
from targets.actions import keeping
from targets.models import Footnote, MeasureSet, Source

OWN_MARK = re.compile(r"\[(?P<mark>.{0,3}?)\] (?P<text>.*)", re.S)
WHOLE = {"decimals", "opens_after", "due_after", "rank"}
WORDS: dict[Sort, Callable[[str], Any]] = {
    Sort.LINE: str,
    Sort.TEXT: str,
    Sort.LINES: str,
    Sort.CHOICE: str,
    Sort.YES: bool,
    Sort.DAY: datetime.date.fromisoformat,
}


class Making:
    """Turns what cells say into what records hold."""

    def __init__(self, proposal: BookProposal, *, by: Any) -> None:
        self.proposal, self.plan, self.by = proposal, proposal.plan, by
        authority = {"authority": self.plan.authority_id}
        self.words = Words(self.plan.authority, by=by)
        self.records: dict[str, Any] = {}
        self.named: dict[str, dict[str, Any]] = {
            "posts": _by_name("posts", Post.objects.filter(**authority)),
            "committees": _by_name("committees", Committee.objects.filter(**authority)),
            "risks": _by_name("risks", Risk.objects.filter(**authority)),
            "priorities": _by_name("priorities", Priority.objects.filter(plan=self.plan)),
        }

    def learn(self, step: BookStep) -> None:
        """Remember which record a row is by now, under its key and, where others name it so, under its name."""
        self.records[step.entry.key if step.entry else f"new {step.row.key}"] = step.record
        if step.sheet.name in self.named and step.record is not None:
            self.named[step.sheet.name][title_of(step.record, step.sheet.known_by)] = step.record

    # --- Values -------------------------------------------------------------------------------------------------------

    def columns(self, step: BookStep, *, without: Iterable[str] = ()) -> dict[str, Any]:
        """Return what a row gives its record: of a new one all that it says, else what it changes."""
        given = step.values if step.is_new else {name: new for name, (_, new) in step.changes.items()}
        return {name: self.value(step, name, text) for name, text in given.items() if name not in set(without)}

    def value(self, step: BookStep, name: str, text: str) -> Any:
        """Return what a field holds of a text."""
        own = MEANINGS.get((step.sheet.name, name)) or MEANINGS.get(("", name))
        column = step.sheet.column(name)
        if own:
            return own(self, text)
        if column.sort in (Sort.ROW, Sort.ROWS):
            found = [self.records[key] for key in text.split("\n") if key]
            return found if column.sort is Sort.ROWS else next(iter(found), None)
        return self._named(column, text) if column.of else plain_value(column, text)

    def _named(self, column: Column, text: str) -> Any:
        if column.sort is Sort.NAMES:
            return [self.named[column.of][name] for name in lines_of(text) if name]
        return self.named[column.of][text] if text else None

    def footnotes(self, text: str) -> list[Footnote]:
        return [self._footnote(line) for line in lines_of(text)]

    def _footnote(self, line: str) -> Footnote:
        match = OWN_MARK.fullmatch(line)
        mark, text = (match["mark"], match["text"]) if match else ("", line)
        held = Footnote.objects.current().filter(authority=self.plan.authority_id, text=text, mark=mark).first()
        return held or self.add(Footnote(authority=self.plan.authority, text=text, mark=mark))

    def source(self, name: str) -> Source | None:
        """Return a source by its very name, else by a like one; it is made where there is none."""
        exact = Source.objects.filter(authority=self.plan.authority_id, name=name).first() if name else None
        return exact or self.words.source(name)

    def set(self, title: str) -> MeasureSet | None:
        if not title:
            return None
        found = MeasureSet.objects.filter(authority=self.plan.authority_id, title=title).first()
        return found or self.add(MeasureSet(authority=self.plan.authority, title=title))

    def add(self, record: Any) -> Any:
        return keeping.add(record, by=self.by)


def plain_value(column: Column, text: str) -> Any:
    """Return what a field that names nothing holds."""
    if column.sort is Sort.FIGURE:
        return _number(column, text)
    if column.sort is Sort.DAY and not text:
        return None
    return WORDS[column.sort](text)


def _number(column: Column, text: str) -> Decimal | int | None:
    if not text:
        return None
    return int(Decimal(text)) if column.name in WHOLE else Decimal(text)


def _by_name(sheet: str, records: Any) -> dict[str, Any]:
    """Return records by their names; what is current hides what is archived."""
    archived_first = sorted(records.order_by("-pk"), key=lambda record: not record.is_archived)
    return {title_of(record, BY_NAME[sheet].known_by): record for record in archived_first}


MEANINGS: dict[tuple[str, str], Callable[[Making, str], Any]] = {
    ("", "footnotes"): Making.footnotes,
    ("", "baseline_footnotes"): Making.footnotes,
    ("", "source"): Making.source,
    ("measures", "set"): Making.set,
    ("targets", "profile"): lambda making, text: steps_of(text),
    ("", "measurements"): lambda making, text: lines_of(text),
    ("", "deadline"): lambda making, text: parse_partial_date(text),
}
"""How a field is read that has a way of its own, by sheet (or any sheet) and name."""
