"""From paragraphs and grids to a plan: finds the tables, maps their columns, builds the outline, reads its cells.

Nothing is guessed silently. What can be read in two ways becomes a question with an offer; an unanswered question
leaves the text as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpa_tracker.base.toolkit.grids import SourceDocument
from kpa_tracker.interfaces.exchange.reading import narrative
from kpa_tracker.interfaces.exchange.reading.columns import map_columns
from kpa_tracker.interfaces.exchange.reading.headings import FIELDS, guess_field, level_name
from kpa_tracker.interfaces.exchange.reading.outline import OutlineBuilder
from kpa_tracker.interfaces.exchange.reading.plan import Problem, ReadPlan, TableFound
from kpa_tracker.interfaces.exchange.reading.tables import Table, find_tables
from kpa_tracker.interfaces.exchange.reading.values import Interpreter

MOST_SAMPLES = 60
LEVELS = ("ambition", "descriptor", "deliverable")


@dataclass
class Choices:
    """What a person has settled: columns by table, tables used or not, and answers by question."""

    mappings: dict[str, dict[int, str]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, list[str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        mappings = {
            name: {str(index): value for index, value in columns.items()} for name, columns in self.mappings.items()
        }
        return {"mappings": mappings, "used": self.used, "answers": self.answers}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choices:
        mappings = {
            name: {int(index): value for index, value in columns.items() if value in FIELDS}
            for name, columns in data.get("mappings", {}).items()
        }
        return cls(mappings, dict(data.get("used", {})), dict(data.get("answers", {})))


def interpret(document: SourceDocument, choices: Choices | None = None) -> ReadPlan:
    """Read a plan out of a document under a person's choices. Pure: the same input gives the same plan."""
    choices = choices or Choices()
    plan = ReadPlan(title=narrative.title_of(document), notes=list(document.notes))
    plan.vision, plan.values, plan.sections = narrative.vision_and_values(document)
    plan.glossary = narrative.glossary_of(document)
    tables = find_tables(document, choices.mappings)
    mappings = {table.signature: _mapping_of(table, choices) for table in tables}
    used = _used_tables(tables, mappings, choices)
    plan.tables = [_found(table, mappings[table.signature], table in used) for table in tables]
    plan.period = narrative.period_of(plan.title, *(row.caption for table in used for row in table.rows[:1]))
    _fill(plan, used, mappings, choices)
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
    for table in used:
        builder.read_table(table, mappings[table.signature])
    if used:
        plan.level_names = _level_names(used[0], mappings[used[0].signature])
    else:
        plan.problems.append(Problem("", "No table with deliverables or actions was found in the file."))
    plan.fragments = builder.outline.fragments
    Interpreter(plan, mappings, choices.answers).read(builder.outline)


def _level_names(table: Table, mapping: dict[int, str]) -> tuple[str, str, str]:
    columns = {name: index for index, name in mapping.items()}
    names = [level_name(table.headings[columns[level]]) if level in columns else "" for level in LEVELS]
    return names[0], names[1], names[2]
