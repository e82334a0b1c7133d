"""Direction of travel: now against an earlier period, in a word and an arrow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from targets.performance.kinds import Direction, Kind

IMPROVED, WORSE, UNCHANGED, NOT_COMPARABLE = "improved", "worse", "unchanged", "not comparable"
HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True)
class Travel:
    """`word` is improved, worse or unchanged; higher or lower where neither way is better; or not comparable, with the
    reason. `arrow` is "up", "down", "level" or "": the way of the number, and of a rank the way up or down the table.
    `change` is now less before, in the measure's own unit."""

    word: str
    arrow: str = ""
    change: Decimal | None = None
    reason: str = ""

    def __bool__(self) -> bool:
        return self.change is not None


def travel(
    now: Decimal | None,
    before: Decimal | None,
    direction: Direction,
    *,
    kind: Kind = Kind.COUNT,
    same_definition: bool = True,
) -> Travel:
    """Compare a result with that of the last period, or of the same period last year. Exact values decide, so that a
    change too small to be seen is still a change. Nothing is compared across a changed definition."""
    if not same_definition:
        return Travel(NOT_COMPARABLE, reason="the definition changed in between")
    if now is None or before is None:
        return Travel(NOT_COMPARABLE, reason="no data" if now is None else "no earlier data")
    climbs = _climbs(now, before, kind)
    return Travel(_word(now, before, climbs, _better(kind, direction)), _arrow(now, before, climbs), now - before)


def _climbs(now: Decimal, before: Decimal, kind: Kind) -> bool:
    """Higher than before; of a rank, nearer to the first place."""
    return now < before if kind is Kind.RANK else now > before


def _better(kind: Kind, direction: Direction) -> Direction:
    """A rank improves up the table and a grade up its scale, whatever was chosen for the measure."""
    return Direction.UP if kind in (Kind.RANK, Kind.GRADE) and direction is not Direction.NONE else direction


def _word(now: Decimal, before: Decimal, climbs: bool, better: Direction) -> str:
    if now == before:
        return UNCHANGED
    if better not in (Direction.UP, Direction.DOWN):
        return HIGHER if climbs else LOWER
    return IMPROVED if climbs == (better is Direction.UP) else WORSE


def _arrow(now: Decimal, before: Decimal, climbs: bool) -> str:
    if now == before:
        return "level"
    return "up" if climbs else "down"
