"""What keeps a meeting on its day: apps above add what they know by name. No models of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kpa_tracker.base.people.models.bodies import Meeting

KEEPERS: dict[str, Callable[[Meeting], Iterable[str]]] = {}
"""What says, by the name of an app, what was given out for a meeting or recorded of it. An app above adds its own when
it is ready."""


def standing_on(meeting: Meeting) -> list[str]:
    """Return by name what was given out for a meeting or recorded of it, and says its day."""
    return [name for keeper in KEEPERS.values() for name in keeper(meeting)]
