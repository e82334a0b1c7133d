"""Whether a target asks for what its measure calls better."""

from __future__ import annotations

from decimal import Decimal

from kpa_tracker.base.toolkit.errors import Refused
from targets.models import Measure, Target
from targets.performance import Direction, Form, Kind, read_target

OPPOSITE = {Direction.UP: Direction.DOWN, Direction.DOWN: Direction.UP}
ONE_SIDED = {Form.FLOOR: Direction.UP, Form.CEILING: Direction.DOWN}
ASKS = {
    Direction.UP: "more, and of this measure less is better",
    Direction.DOWN: "less, and of this measure more is better",
}
BESIDE = {Form.RELATIVE: "change_percent", Form.ABSOLUTE: "text"}


def refuse_against(target: Target) -> None:
    """Refuse a target that asks for the worse: "reduce by 10%" where more is better. Where neither way is better, or
    the value is to be held, every target is as good as another."""
    if is_against(target, Direction(target.series.measure.direction)):
        asked = OPPOSITE[Direction(target.series.measure.direction)]
        raise Refused(
            f"“{target}” asks for {ASKS[asked]}. Correct the target, or change on the measure which way is better.",
            field=BESIDE.get(Form(target.form), "form"),
        )


def refuse_turning(measure: Measure, direction: str) -> None:
    """Refuse to turn a measure round under targets that would then ask for the worse."""
    current = Target.objects.current().filter(series__measure=measure).exclude(plan__state="closed")
    for target in current.select_related("series__measure"):
        if is_against(target, Direction(direction)) and not is_against(target, Direction(measure.direction)):
            raise Refused(
                f"Its target “{target}” would then ask for the worse. Change or archive that target first.",
                field="direction",
            )


def is_against(target: Target, better: Direction) -> bool:
    """Whether its figures or its words go the way that is worse."""
    return OPPOSITE.get(better) in ways_of(target)


def ways_of(target: Target) -> set[Direction]:
    """The ways that a target goes: by the sign of its change, by its sort, by its words. A grade, a place and a range
    have none of their own."""
    form, change = Form(target.form), target.change_percent if target.change_percent is not None else target.change_by
    found = {ONE_SIDED[form]} if form in ONE_SIDED else set()
    if form is Form.RELATIVE and change:
        found.add(Direction.UP if change > Decimal(0) else Direction.DOWN)
    if form in (Form.ABSOLUTE, Form.RELATIVE):
        read = read_target(target.text, Kind(target.series.measure.kind))
        found |= {read.direction} if read.direction in OPPOSITE else set()
    return found
