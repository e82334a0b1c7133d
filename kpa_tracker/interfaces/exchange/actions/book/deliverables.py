"""Takes over what a workbook says of deliverables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deliverables.actions.deliverables import change_deliverable, create_deliverable, move_to, next_reference
from deliverables.actions.parts import Item, Line
from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.dates import NOT_SET
from kpa_tracker.interfaces.exchange.actions.book.columns import lines_of
from kpa_tracker.interfaces.exchange.actions.book.making import Making
from kpa_tracker.interfaces.exchange.actions.book.parts import part_of
from kpa_tracker.interfaces.exchange.actions.book.steps import BookStep

LINKS = ("supporting", "priorities", "measures")
PARTS = ("measurements", "sub_items")
PLACE = ("ambition", "descriptor")
APART = ("risks", "sub_items")
"""What is read by itself: parts by their committees; risks are linked at the end."""


def take_deliverable(making: Making, step: BookStep) -> Deliverable:
    """Make or change the deliverable of a row."""
    values = making.columns(step, without=APART)
    wanted = step.values if step.is_new else {name: new for name, (_, new) in step.changes.items()}
    if "sub_items" in wanted:
        values["sub_items"] = [_item(making, line) for line in lines_of(wanted["sub_items"])]
    return _make(making, values) if step.is_new else _change(making, step, values)


def _item(making: Making, line: str) -> Line:
    part = part_of(line)
    return Item(part.text, making.named["committees"][part.committee] if part.committee else None, part.written)


def _make(making: Making, values: dict[str, Any]) -> Deliverable:
    links = {name: values.pop(name) for name in LINKS if name in values}
    parts = {name: values.pop(name) for name in PARTS if name in values}
    deadline = values.pop("deadline", NOT_SET)
    values["reference"] = values.get("reference") or next_reference(values["ambition"], values.get("descriptor"))
    made = Deliverable(plan=making.plan, **values)
    made.deadline = deadline
    return create_deliverable(made, links=links, by=making.by, **parts)


def _change(making: Making, step: BookStep, values: dict[str, Any]) -> Deliverable:
    record = step.record
    if any(name in values for name in PLACE):
        place = {name: values.pop(name, getattr(record, name)) for name in PLACE}
        record = move_to(record, seen=record.version, by=making.by, **place)
    if values:
        record = change_deliverable(record, seen=record.version, changes=values, by=making.by)
    return record


DELIVERABLE_TAKERS: dict[str, Callable[[Making, BookStep], Any]] = {"deliverables": take_deliverable}
