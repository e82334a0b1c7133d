"""From paragraphs and grids to a plan: finds the tables, maps their columns, builds the outline, reads its cells.

Nothing is guessed silently. What can be read in two ways becomes a question with an offer; an unanswered question
leaves the text as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading import leftovers, narrative
from kpa_tracker.interfaces.exchange.reading.columns import map_columns
from kpa_tracker.interfaces.exchange.reading.headings import FIELDS, guess_field, level_name
from kpa_tracker.interfaces.exchange.reading.layout import Columns
from kpa_tracker.interfaces.exchange.reading.outline import OutlineBuilder
from kpa_tracker.interfaces.exchange.reading.plan import Problem, ReadPlan, TableFound
from kpa_tracker.interfaces.exchange.reading.sheets import without_sheets
from kpa_tracker.interfaces.exchange.reading.tables import Table, survey
from kpa_tracker.interfaces.exchange.reading.values import Interpreter

MOST_SAMPLES = 60
NUMBERED_TITLE = re.compile(r"([A-Za-z]{3,}(?: [A-Za-z]{3,}){0,2})\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b\s*[:.)–—-]")
LEVELS = ("ambition", "descriptor", "deliverable")


@dataclass
class Choices:
    """What a person has settled: columns by table, tables used or not, sheets left out, and answers by question."""

    mappings: dict[str, dict[int, str]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        mappings = {
            name: {str(index): value for index, value in columns.items()} for name, columns in self.mappings.items()
        }
        return {"mappings": mappings, "used": self.used, "answers": self.answers, "left_out": self.left_out}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choices:
        mappings = {
            name: {int(index): value for index, value in columns.items() if value in FIELDS}
            for name, columns in data.get("mappings", {}).items()
        }
        return cls(mappings, dict(data.get("used", {})), dict(data.get("answers", {})), list(data.get("left_out", [])))


def interpret(document: SourceDocument, choices: Choices | None = None) -> ReadPlan:
    """Read a plan out of a document under a person's choices. Pure: the same input gives the same plan."""
    choices = choices or Choices()
    document = without_sheets(document, choices.left_out)
    marking, document = narrative.marking_of(document)
    plan = ReadPlan(title=narrative.title_of(document), marking=marking, notes=list(document.notes))
    plan.vision, plan.values, plan.sections = narrative.vision_and_values(document)
    plan.glossary = narrative.glossary_of(document)
    found = survey(document, choices.mappings)
    tables = list(found.tables.values())
    mappings = {table.signature: _mapping_of(table, choices) for table in tables}
    used = _used_tables(tables, mappings, choices)
    plan.tables = [_found(table, mappings[table.signature], table in used) for table in tables]
    plan.period = narrative.period_of(plan.title, *(row.caption for table in used for row in table.rows[:1]))
    _fill(plan, used, mappings, choices)
    leftovers.add(plan, document, found)
    return plan


def suggested_answers(plan: ReadPlan) -> dict[str, list[str]]:
    """Return the offer of every question, for a person who takes them all."""
    return {question.key: list(question.choices[question.suggested]) for question in plan.questions}


def _mapping_of(table: Table, choices: Choices) -> dict[int, str]:
    if table.signature in choices.mappings:
        return choices.mappings[table.signature]
    return map_columns(table.headings, [table.values_of(index) for index in range(table.width)])


def _levels(mapping: dict[int, str]) -> set[str]:
    return set(mapping.values()) & set(LEVELS)


def _names_deliverables(table: Table, mapping: dict[int, str]) -> bool:
    guesses = (guess_field(table.headings[index]) for index, name in mapping.items() if name == "deliverable")
    return any(guess is not None and guess.field == "bottom" for guess in guesses)


def _used_tables(tables: list[Table], mappings: dict[str, dict[int, str]], choices: Choices) -> list[Table]:
    """Choose the largest table that names deliverables, and those with the same levels; a person can say otherwise."""
    fit = [table for table in tables if "deliverable" in mappings[table.signature].values() and table.rows]
    main = max(
        fit, key=lambda table: (_names_deliverables(table, mappings[table.signature]), len(table.rows)), default=None
    )
    if main is None:
        return []
    levels = _levels(mappings[main.signature])
    alike = {table.signature for table in fit if _levels(mappings[table.signature]) == levels or table is main}
    return [table for table in fit if choices.used.get(table.signature, table.signature in alike)]


def _found(table: Table, mapping: dict[int, str], used: bool) -> TableFound:
    fields = tuple(mapping.get(index, "") for index in range(table.width))
    samples = tuple(next(iter(table.values_of(index)), "")[:MOST_SAMPLES] for index in range(table.width))
    places = tuple(table.places)
    return TableFound(table.signature, tuple(table.headings), fields, len(table.rows), places, used, samples)


def _fill(plan: ReadPlan, used: list[Table], mappings: dict[str, dict[int, str]], choices: Choices) -> None:
    builder = OutlineBuilder()
    understood = builder.read_tables([(table, mappings[table.signature]) for table in used])
    if understood:
        plan.level_names = _level_names(understood[0], [one.text for one in builder.outline.ambitions])
    else:
        plan.problems.append(Problem("", "No table with deliverables or actions was found in the file."))
    plan.fragments += builder.outline.fragments
    Interpreter(plan, mappings, choices.answers).read(builder.outline)


def _level_names(columns: Columns, ambitions: list[str]) -> tuple[str, str, str]:
    """Return what the levels are called: by the headings of their columns, or by "Theme 1: ..." over the tables."""
    places, headings = columns.of_field, columns.table.headings
    names = [level_name(headings[places[level]]) if level in places else "" for level in LEVELS]
    return names[0] or _common_word(ambitions), names[1], "" if columns.by_number else names[2]


def _common_word(titles: list[str]) -> str:
    words = {match[1].lower() if (match := NUMBERED_TITLE.match(title)) else "" for title in titles}
    return level_name(words.pop().capitalize()) if len(words) == 1 else ""
