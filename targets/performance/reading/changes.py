"""Targets that are a change from the baseline: by so much, a reduction of so much, plus so many points."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from targets.performance.figures import Figure
from targets.performance.kinds import Direction, Form, Kind
from targets.performance.reading.asked import Hints, ReadTarget
from targets.performance.reading.frames import Frame, bound_of

_RISES, _FALLS = "increase|rise|growth|uplift|raise", "reduction|decrease|fall|cut|drop|decline"
_NOUNS = rf"(?P<noun>{_RISES}|{_FALLS})"
_CHANGES = (
    re.compile(rf"(?:an? )?(?P<figure>.+?) {_NOUNS}(?: (?:in|of) (?P<about>[^0-9]+))?", re.IGNORECASE),
    re.compile(rf"(?:an? )?{_NOUNS}(?: in (?P<about>[^0-9]+?))? (?:of|by) (?P<figure>.+)", re.IGNORECASE),
)
_NOT_CHANGES = (Kind.RATIO, Kind.RANK, Kind.LEVEL, Kind.GRADE)


def by(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    """Increase by so much. Without a way to go there is no change."""
    return _changed(target, frame.rest, frame.direction, hints) if frame.goes else None


def named(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    """A 10% reduction; an increase of 5%."""
    found = next((match for match in (pattern.fullmatch(frame.rest) for pattern in _CHANGES) if match), None)
    if not found or frame.goes:
        return None
    falls = re.fullmatch(_FALLS, found["noun"], re.IGNORECASE)
    about = replace(target, about=found["about"] or target.about)
    return _changed(about, found["figure"], Direction.DOWN if falls else Direction.UP, hints)


def signed(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    """+2pp, +5%. A minus is a change only of percentage points: -5% may be a value."""
    if frame.verb or frame.rest[:1] not in ("+", "-"):
        return None
    rises = frame.rest[0] == "+"
    found = _changed(target, frame.rest[1:], Direction.UP if rises else Direction.DOWN, hints)
    return found if rises or (found and found.is_in_points) else None


def _changed(target: ReadTarget, words: str, direction: Direction | None, hints: Hints) -> ReadTarget | None:
    """A change of what the words say, or of at least as much."""
    bound = bound_of(words)
    figure = Hints().figure(bound.core)
    if not figure or bound.form not in (None, Form.FLOOR) or bound.strict or not _is_change(figure, hints):
        return None
    change = replace(figure, value=-(figure.value or Decimal(0))) if direction is Direction.DOWN else figure
    return replace(target, form=Form.RELATIVE, direction=direction, change=change)


def _is_change(figure: Figure, hints: Hints) -> bool:
    """Something to add or take away. A bare number may add to a percentage or be a share of it, so it is neither."""
    if figure.kind in _NOT_CHANGES or (figure.kind is Kind.COUNT and hints.kind is Kind.PERCENTAGE):
        return False
    return figure.value is not None and figure.value > 0
