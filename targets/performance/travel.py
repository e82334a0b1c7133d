"""Direction of travel: now against an earlier period, in a word and an arrow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from targets.performance.kinds import Direction, Kind

IMPROVED, WORSE, UNCHANGED, NOT_COMPARABLE = "improved", "worse", "unchanged", "not comparable"
HIGHER, LOWER = "higher", "lower"
MIXED = "mixed"

Places = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Travel:
    """`word` is improved, worse or unchanged; higher or lower where neither way is better; mixed where one place of a
    rank rose and the other fell; or not comparable, with the reason. `arrow` is "up", "down", "level" or "": the way of
    the number, and of a rank the way up or down the table. `change` is now less before, in the measure's own unit."""

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
    seconds: Places = (None, None),
) -> Travel:
    """Compare a result with that of the last period, or of the same period last year. Exact values decide, so that a
    change too small to be seen is still a change. Nothing is compared across a changed definition. `seconds` are the
    places in a rank's second field, now and before: both fields count."""
    if not same_definition:
        return Travel(NOT_COMPARABLE, reason="the definition changed in between")
    if now is None or before is None:
        return Travel(NOT_COMPARABLE, reason="no data" if now is None else "no earlier data")
    if kind is Kind.RANK:
        return _of_places((now, before), seconds, direction)
    return _of_values(now, before, direction, kind)


def _of_places(firsts: tuple[Decimal, Decimal], seconds: Places, direction: Direction) -> Travel:
    """Of a rank: by the field in which the place moved; where both moved, both ways have to be the same."""
    first = _of_values(*firsts, direction, Kind.RANK)
    now, before = seconds
    if now is None or before is None or now == before:
        return first
    second = _of_values(now, before, direction, Kind.RANK)
    if first.word == UNCHANGED:
        return second
    if first.word == second.word:
        return first
    said = [f"the {field} place {way.word}" for field, way in (("first", first), ("second", second))]
    return Travel(MIXED, reason=", ".join(said))


def _of_values(now: Decimal, before: Decimal, direction: Direction, kind: Kind) -> Travel:
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
