"""Writing a deliverable's measurements and sub-items: whoever changes one of them changes the deliverable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from deliverables.models import Deliverable, Measurement, SubItem
from kpa_tracker.base.audit.together import keep_new
from kpa_tracker.base.people.models import Committee


@dataclass(frozen=True)
class Item:
    """One thing under a deliverable, with its committee, or the committee's name as an imported table wrote it."""

    text: str
    committee: Committee | None = None
    committee_text: str = ""

    def __str__(self) -> str:
        named = str(self.committee) if self.committee else self.committee_text
        return f"{self.text} ({named})" if named else self.text


Line = str | Item


def measurements_of(deliverable: Deliverable) -> list[Line]:
    return [row.text for row in deliverable.measurements.all()]


def sub_items_of(deliverable: Deliverable) -> list[Line]:
    rows = deliverable.sub_items.select_related("committee")
    return [Item(row.text, row.committee, row.committee_text) for row in rows]


PARTS = {"measurements": measurements_of, "sub_items": sub_items_of}


def parts_as_shown(lines: Iterable[Line]) -> list[str]:
    """Return parts as an event shows them."""
    return [str(line) for line in lines]


def write_parts(deliverable: Deliverable, parts: Mapping[str, list[Line]], *, is_new: bool = False) -> None:
    """Make the rows of a deliverable's parts what the lines say, in their order; rows that stay are kept. One that is
    new has none yet.

    Its caller holds the deliverable by compare-and-set and records the event.
    """
    for name, lines in parts.items():
        rows = [] if is_new else list(getattr(deliverable, name).all())
        for place, line in enumerate(lines):
            row = rows[place] if place < len(rows) else None
            written = _measurement if name == "measurements" else _sub_item
            _keep(written(deliverable, row, line), position=place + 1, is_new=row is None)
        for row in rows[len(lines) :]:
            row.delete()


def _keep(row: Any, *, position: int, is_new: bool) -> None:
    row.position = position
    if is_new:
        keep_new(row, waits=True)
    else:
        row.full_clean()
        row.save()


def _measurement(deliverable: Deliverable, row: Any, line: Line) -> Measurement:
    row = row or Measurement(deliverable=deliverable)
    row.text = str(line)
    return row


def _sub_item(deliverable: Deliverable, row: Any, line: Line) -> SubItem:
    item = line if isinstance(line, Item) else Item(line)
    row = row or SubItem(deliverable=deliverable)
    row.text, row.committee, row.committee_text = item.text, item.committee, item.committee_text
    return row
