"""Two plans side by side: what a part says in either of them, with what was taken out on one side and put in on the
other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.differences.comparing import Line
from plans.differences.parts import Part
from plans.differences.words import Mark, Piece, marked


@dataclass(frozen=True)
class Said:
    """One thing that a part says, as the old plan has it and as the new one does."""

    name: str
    old: list[Piece]
    new: list[Piece]


def sides(line: Line) -> list[Said]:
    """Return what a part says in either plan. A side on which the part is not says nothing."""
    before, after = _texts(line.old), _texts(line.new)
    return [_said(name, before.get(name, ""), after.get(name, "")) for name in dict.fromkeys((*after, *before))]


def _said(name: str, old: str, new: str) -> Said:
    if not old or not new:
        return Said(name, _plain(old), _plain(new))
    pieces = marked(old, new)
    return Said(name, [one for one in pieces if one.mark != Mark.IN], [one for one in pieces if one.mark != Mark.OUT])


def _plain(text: str) -> list[Piece]:
    return [Piece(Mark.SAME, text)] if text else []


def _texts(part: Part | None) -> dict[str, str]:
    """Return what there is to read of a part, by name; nothing of a part that is not there."""
    return {name: text for name, text in _all_texts(part) if text} if part else {}


def _all_texts(part: Part) -> Iterator[tuple[str, str]]:
    yield "Reference", part.reference
    for fact in part.facts:
        yield fact.name, fact.text
    yield "Stands under", part.place
    yield "How we will know", "\n".join(part.measurements)
