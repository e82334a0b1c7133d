"""Colours that a workbook gives by a rule: "where this column says Late, red". Only rules that need no calculation.

Read are: equal to a text or number, contains, begins with or ends with a text, and "another cell of this row is ...".
What a rule needs more for (averages, dates, icons) is left: no colour is better than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from openpyxl.utils import column_index_from_string, range_boundaries

MOST_RULES = 60
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
LITERAL = r'(?:"(?P<text>(?:[^"]|"")*)"|(?P<number>-?\d+(?:\.\d+)?))'
ONLY_LITERAL = re.compile(rf"\s*{LITERAL}\s*")
COMPARISON = re.compile(rf"\s*=?\s*(?P<fixed>\$?)(?P<column>[A-Z]{{1,3}})(?P<row>\d+)\s*=\s*{LITERAL}\s*")
TEXT_RULES = {"containsText": str.__contains__, "beginsWith": str.startswith, "endsWith": str.endswith}
Ranges = list[tuple[int, int, int, int]]


@dataclass(frozen=True)
class Condition:
    """One rule: where it holds, what it looks for, its style's number, and in which column it looks.

    Column 0 is the cell itself; a column that `moves` is counted from the first of the range.
    """

    ranges: Ranges
    style: int
    priority: int
    kind: str
    said: str
    column: int = 0
    moves: bool = False

    def covers(self, row: int, column: int) -> bool:
        return any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in self.ranges)

    def holds(self, column: int, texts: Sequence[str]) -> bool:
        """Whether the rule is true of a cell, whose row has these texts in small letters, as Excel compares them."""
        place = self.column + (column - self.ranges[0][0] if self.moves else 0) if self.column else column
        held = texts[place - 1] if 0 < place <= len(texts) else ""
        return bool(held) and self.finds(held)

    def finds(self, text: str) -> bool:
        return TEXT_RULES.get(self.kind, str.__eq__)(text, self.said)

    def may_hold(self, row: int, texts: Sequence[str]) -> bool:
        """Whether the rule can be true of any cell of a row: most are of none, and no cell is then looked at."""
        if not any(top <= row <= bottom for _, top, _, bottom in self.ranges):
            return False
        return self.holds(0, texts) if self.column and not self.moves else any(map(self.finds, texts))


def conditions_in(element: Element) -> list[Condition]:
    """Return the rules of one <conditionalFormatting> that can be read."""
    ranges = [range_boundaries(piece) for piece in (element.get("sqref") or "").split()[:MOST_RULES]]
    whole = [(left or 1, top or 1, right or LAST_COLUMN, bottom or LAST_ROW) for left, top, right, bottom in ranges]
    rules = [rule for rule in element if rule.tag.endswith("}cfRule")] if whole else []
    return [one for one in (_condition(rule, whole) for rule in rules) if one]


def _condition(rule: Element, ranges: Any) -> Condition | None:
    kind, style = rule.get("type") or "", rule.get("dxfId") or ""
    formula = next((child.text or "" for child in rule if child.tag.endswith("}formula")), "")
    if not style.isdecimal():
        return None
    basis = {"ranges": ranges, "style": int(style), "priority": int(rule.get("priority") or 1), "kind": kind}
    compared = COMPARISON.fullmatch(formula) if kind == "expression" else None
    if compared and int(compared["row"]) == ranges[0][1]:
        column = column_index_from_string(compared["column"])
        return Condition(**basis, said=_literal(compared), column=column, moves=not compared["fixed"])
    said = _looked_for(rule, kind, formula)
    return None if said is None else Condition(**basis, said=said)


def _looked_for(rule: Element, kind: str, formula: str) -> str | None:
    """Return what a rule about the cell itself looks for."""
    if kind in TEXT_RULES and rule.get("text"):
        return str(rule.get("text")).casefold()
    equal = ONLY_LITERAL.fullmatch(formula) if (kind, rule.get("operator")) == ("cellIs", "equal") else None
    return _literal(equal) if equal else None


def _literal(match: re.Match[str]) -> str:
    if match["number"] is not None:
        return f"{float(match['number']):.15g}"
    return match["text"].replace('""', '"').casefold()


class ConditionalFills:
    """The rules of one sheet, the first in order first, with the colours of the workbook's styles."""

    def __init__(self, conditions: list[Condition], colours: Sequence[str]) -> None:
        coloured = [one for one in conditions if one.style < len(colours) and colours[one.style]]
        self.conditions = sorted(coloured, key=lambda one: one.priority)[:MOST_RULES]
        self.colours = colours

    def in_row(self, number: int, texts: Sequence[str]) -> list[Condition]:
        return [one for one in self.conditions if one.may_hold(number, texts)]

    def fill(self, row: int, column: int, texts: Sequence[str], conditions: list[Condition]) -> str:
        """Return the colour that the first rule true of a cell gives it; "" where none is."""
        true = (one for one in conditions if one.covers(row, column) and one.holds(column, texts))
        return next((self.colours[one.style] for one in true), "")
