"""The controls and actions of a risk: a line each, with owners and days where those can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from kpa_tracker.interfaces.exchange.reading.registers.found import ReadAction, ReadControl
from kpa_tracker.interfaces.exchange.reading.registers.gathering import Gathered
from kpa_tracker.interfaces.exchange.reading.registers.table import Line
from kpa_tracker.interfaces.exchange.reading.registers.texts import list_in, said, type_of, typed

NOT_ONE_EACH = "“{}” stands beside {} {} and is not one for each of them, so it is left out."
Beside = dict[str, list[str]]


def controls_of(risk: Gathered, remarks: list[str]) -> list[ReadControl]:
    """Return the controls of a risk, each once."""
    found: dict[str, ReadControl] = {}
    for title, beside in _parts(risk, "controls", ("control_type", "control_owner"), remarks):
        control = typed(title)
        kind = control.type or type_of(beside["control_type"])
        found.setdefault(control.text.casefold(), ReadControl(control.text, kind, beside["control_owner"]))
    return list(found.values())


def actions_of(risk: Gathered, remarks: list[str]) -> list[ReadAction]:
    """Return the actions of a risk, each once."""
    found: dict[str, ReadAction] = {}
    for title, beside in _parts(risk, "actions", ("action_owner", "action_due"), remarks):
        found.setdefault(title.casefold(), ReadAction(title, beside["action_owner"], beside["action_due"]))
    return list(found.values())


def _parts(
    risk: Gathered, name: str, fields: tuple[str, ...], remarks: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the items of a field, row by row, each with what stands beside it."""
    for line in risk.lines:
        items = [item for column in risk.table.columns_of(name) for item in list_in(line.row.cell(column).text)]
        beside = {one: _beside(risk, line, one, items, name, remarks) for one in fields}
        for index, item in enumerate(items):
            yield item, {one: texts[index] for one, texts in beside.items()}


def _beside(risk: Gathered, line: Line, field: str, items: list[str], name: str, remarks: list[str]) -> list[str]:
    """Return what a column says of each item of a row: one for one, or one for a single item. What cannot be told
    apart is left out, and said."""
    text = said("\n".join(line.row.cell(column).text for column in risk.table.columns_of(field)))
    each = [one for one in map(str.strip, text.split("\n")) if one]
    if len(items) == 1:
        return [" ".join(each)]
    if len(each) == len(items):
        return each
    if each and items:
        remarks.append(NOT_ONE_EACH.format(" / ".join(each), len(items), name))
    return [""] * len(items)
