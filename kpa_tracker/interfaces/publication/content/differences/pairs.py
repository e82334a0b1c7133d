"""Which item of one document is which of another."""

from __future__ import annotations

from kpa_tracker.interfaces.publication.content.differences.items import Item


def paired(before: list[Item], after: list[Item]) -> dict[int, int]:
    """Return which item of `after` is which of `before`, by their places: those that share their first key go together,
    then of the rest those that share the second, and so on. Of several with one key the first goes with the first."""
    pairs: dict[int, int] = {}
    for rank in range(max((len(item.keys) for item in [*before, *after]), default=0)):
        free: dict[str, list[int]] = {}
        for place in reversed([place for place in range(len(before)) if place not in pairs.values()]):
            free.setdefault(_key(before[place], rank), []).append(place)
        for place, item in enumerate(after):
            key = _key(item, rank)
            if place not in pairs and key and free.get(key):
                pairs[place] = free[key].pop()
    return pairs


def _key(item: Item, rank: int) -> str:
    return item.keys[rank] if rank < len(item.keys) else ""
