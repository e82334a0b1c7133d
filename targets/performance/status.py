"""Red, amber or green by a rule that can be printed beside the number. Exact values decide, whatever is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kpa_tracker.base.toolkit.dates import format_months
from targets.performance.kinds import Direction, Form, Kind, MeasuredIn
from targets.performance.numbers import number_as_it_is, ordinal

NOT_JUDGED, RED, AMBER, GREEN = "", "red", "amber", "green"
WORST_FIRST = (RED, AMBER, GREEN)

Shown = Callable[[Decimal], str]


@dataclass(frozen=True)
class Rule:
    """What a result is held against.

    `wanted` is exact: percentages as 52, money in pounds, a grade as its rank on its scale (1 is the worst), a rank as
    its place. `second` is the upper end of a range, or the place wanted among a rank's second field; `among` names a
    rank's fields as the unit of its figure does. `strict` leaves out the wanted value itself: "less than 5 days".
    Without `amber_within` there is no amber.
    """

    direction: Direction
    form: Form = Form.ABSOLUTE
    wanted: Decimal | None = None
    second: Decimal | None = None
    amber_within: Decimal | None = None
    measured_in: MeasuredIn = MeasuredIn.UNITS
    kind: Kind = Kind.COUNT
    strict: bool = False
    among: str = ""

    @property
    def is_judged(self) -> bool:
        """There is a value to hold a result against, and a way that is better."""
        return self.wanted is not None and self.direction is not Direction.NONE and self.form is not Form.WORDS

    @property
    def better(self) -> Direction:
        """The side of the wanted value that is green. What is to be held is held by more as well: "hold" says no less
        than the value, unless the target itself is a ceiling or a range."""
        own = Direction.UP if self.direction is Direction.HOLD else self.direction
        return BETTER.get(self.form, own)

    @property
    def is_held(self) -> bool:
        """The direction alone makes the value a floor; the target's own words do not."""
        return self.direction is Direction.HOLD and self.form in (Form.ABSOLUTE, Form.RELATIVE)


@dataclass(frozen=True)
class Limit:
    """One end of what is green: from here up, or from here down."""

    value: Decimal
    is_floor: bool

    def missed_by(self, actual: Decimal) -> Decimal:
        """How far the actual value lies on the wrong side; 0 or less on the right one."""
        return self.value - actual if self.is_floor else actual - self.value


BETTER = {
    Form.FLOOR: Direction.UP,
    Form.CEILING: Direction.DOWN,
    Form.GRADE: Direction.UP,
    Form.RANK: Direction.DOWN,
}


def judge(actual: Decimal | None, rule: Rule, second: Decimal | None = None) -> str:
    """The code of a rating, or "" where there is nothing to judge: no result, no target, a target in words, or an
    indicator for information. `second` is the place in a rank's second field; both places have to be good enough."""
    held = _held(actual, second, rule)
    if not held or any(value is None for value, _ in held):
        return NOT_JUDGED
    found = (_colour(value, limit, rule) for value, limit in held if value is not None)
    return min(found, key=WORST_FIRST.index)


def unplaced(rule: Rule, second: Decimal | None) -> str:
    """Why a rank is not judged: the target wants a place in its second field, and it has none there."""
    if rule.form is not Form.RANK or rule.second is None or second is not None:
        return ""
    return f"not judged: its place {_fields(rule)[1] or 'in the second field'} is not given"


def _held(actual: Decimal | None, second: Decimal | None, rule: Rule) -> list[tuple[Decimal | None, Limit]]:
    """Each value with the limit that it is held against."""
    if not rule.is_judged or rule.wanted is None:
        return []
    if rule.form is Form.RANK:
        places = ((actual, rule.wanted), (second, rule.second))
        return [(place, Limit(wanted, is_floor=False)) for place, wanted in places if wanted is not None]
    return [(actual, limit) for limit in _limits(rule, rule.wanted)]


def _limits(rule: Rule, wanted: Decimal) -> list[Limit]:
    floor, ceiling = Limit(wanted, is_floor=True), Limit(wanted, is_floor=False)
    if rule.form is Form.RANGE:
        return [floor] if rule.second is None else [floor, Limit(rule.second, is_floor=False)]
    return [floor] if rule.better is Direction.UP else [ceiling]


def _colour(actual: Decimal, limit: Limit, rule: Rule) -> str:
    missed = limit.missed_by(actual)
    if missed < 0 or (not missed and not rule.strict):
        return GREEN
    within = _tolerated(limit, rule)
    return AMBER if within is not None and missed <= within else RED


def _tolerated(limit: Limit, rule: Rule) -> Decimal | None:
    """The tolerance in the measure's own unit."""
    if rule.amber_within is None or rule.measured_in is MeasuredIn.UNITS:
        return rule.amber_within
    return abs(limit.value) * rule.amber_within / 100


def describe(rule: Rule, shown: Shown, *, set_by: str = "", set_on: date | None = None) -> str:
    """The rule in words: "52% or more is green; within 2 points amber; set by the Performance Committee, June 2009".

    `shown` should hide no digits of the wanted value (`shown_exactly`) and give a grade's word for its rank."""
    if not rule.is_judged or rule.wanted is None:
        return _why_not_judged(rule)
    held = HELD if rule.is_held else ""
    parts = (f"{_green(rule, rule.wanted, shown)} is green{held}", _amber(rule, shown), _set(set_by, set_on))
    return "; ".join(filter(None, parts))


def _why_not_judged(rule: Rule) -> str:
    if rule.direction is Direction.NONE:
        return "for information, without a status"
    if rule.form is Form.WORDS:
        return "the target is in words and is judged on evidence"
    return "there is no value to hold a result against"


def _green(rule: Rule, wanted: Decimal, shown: Shown) -> str:
    if rule.form is Form.RANK:
        return _places(rule, wanted)
    if rule.form is Form.RANGE:
        return f"{shown(wanted)} or more" if rule.second is None else f"{shown(wanted)} to {shown(rule.second)}"
    return _one_side(rule, shown(wanted), up=rule.better is Direction.UP)


def _one_side(rule: Rule, wanted: str, *, up: bool) -> str:
    higher, lower = SIDES.get(rule.form, ("more", "less"))
    side = higher if up else lower
    return f"{side} than {wanted}" if rule.strict else f"{wanted} or {side}"


def _places(rule: Rule, wanted: Decimal) -> str:
    """10th nationally or better, and 2nd of the most similar group or better."""
    places = [place for place in (wanted, rule.second) if place is not None]
    named = [f"{ordinal(int(place))} {words}".strip() for place, words in zip(places, _fields(rule), strict=False)]
    return ", and ".join(f"{place} or better" for place in named)


def _fields(rule: Rule) -> list[str]:
    """The words of a rank's two fields: nationally, of the most similar group."""
    return [*rule.among.split(", ", 1), "", ""][:2]


def _amber(rule: Rule, shown: Shown) -> str:
    if rule.amber_within is None:
        return "anything else red"
    return f"within {_margin(rule, rule.amber_within, shown)} amber"


def _margin(rule: Rule, within: Decimal, shown: Shown) -> str:
    if rule.measured_in is MeasuredIn.PERCENT:
        return f"{number_as_it_is(within)}% of it"
    if rule.kind not in STEPS:
        return shown(within)
    return f"{number_as_it_is(within)} {STEPS[rule.kind]}{'' if within == 1 else 's'}"


def _set(set_by: str, set_on: date | None) -> str:
    words = [set_by and f"set by {set_by}", set_on and format_months(set_on, set_on)]
    said = ", ".join(word for word in words if word)
    return said if set_by or not said else f"set in {said}"


HELD = ", because it is to be held there or better"
SIDES = {Form.GRADE: ("better", "worse"), Form.LEVEL: ("higher", "lower")}
STEPS = {Kind.PERCENTAGE: "point", Kind.RANK: "place", Kind.LEVEL: "level", Kind.GRADE: "grade"}
