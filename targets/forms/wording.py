"""What the wording of a target fills into its form, and what it leaves to the person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from targets.actions.goals import forms_of
from targets.models import Measure
from targets.performance import Direction, Form, Kind, ReadTarget, read_target
from targets.performance.numbers import number_as_it_is

NOT_UNDERSTOOD = (
    "There is a figure in these words, but what it asks for was not understood. Nothing was filled in: choose the sort "
    "of target yourself, or “In words”."
)


@dataclass(frozen=True)
class Wording:
    """`values` fill boxes of the form; `understood` and `left` say to the person what was read and what was not."""

    values: dict[str, str]
    understood: list[str]
    left: list[str]


def wording_of(text: str, measure: Measure) -> Wording:
    """Read a target's words for a measure. What does not fit the measure is said, never filled in."""
    kind = Kind(measure.kind)
    grades = list(measure.scale.grades.all()) if measure.scale else []
    read = read_target(text, kind, grades=[grade.word for grade in grades])
    if not read.understood or read.unavailable:
        return Wording({}, [], [NOT_UNDERSTOOD if text else "There are no words to read yet."])
    misfit = _misfit(read, kind)
    if misfit:
        return Wording({}, [], [misfit])
    values = _values(read, {grade.word.casefold(): grade.rank for grade in grades})
    if values is None:
        return Wording({}, [], ["This grade is not on the measure's scale. Choose one yourself."])
    understood = [f"The sort of target: {read.form.word.lower()}."]
    return Wording(values, understood, list(_left(read, Direction(measure.direction))))


def _misfit(read: ReadTarget, kind: Kind) -> str:
    """Say why what was read cannot be this measure's target; nothing where it can."""
    if read.form not in forms_of(kind):
        return f"The words say “{read.form.word.lower()}”, which a measure of the kind “{kind.word}” cannot have."
    if read.figure and read.figure.kind is not kind:
        return f"The words name a figure of the kind “{read.figure.kind.word}”; the measure's kind is “{kind.word}”."
    return ""


def _values(read: ReadTarget, grades: dict[str, int]) -> dict[str, str] | None:
    """Return what goes into the form's boxes; None where a grade is not on the scale."""
    values = {"form": read.form.value, "is_strict": "on" if read.strict else ""}
    if read.form is Form.GRADE:
        rank = grades.get(read.figure.words.casefold()) if read.figure else None
        return {**values, "value": str(rank)} if rank else None
    figures = {
        "value": read.value,
        "second": read.second,
        "change_percent": read.change_percent,
        "change_by": read.change_by,
    }
    return values | {name: number_as_it_is(figure) if figure is not None else "" for name, figure in figures.items()}


def _left(read: ReadTarget, direction: Direction) -> Iterator[str]:
    """Yield what the words say beside the figures, which nobody has to guess at."""
    said = {
        "They name a source": read.source,
        "They say what it counts from": read.against,
        "They say by when": read.by_when,
        "They add": read.note,
        "They say what it is of": read.about,
    }
    yield from (
        f"{lead}: “{words}”. Check that the measure or the days below say the same."
        for lead, words in said.items()
        if words
    )
    if read.direction in (Direction.UP, Direction.DOWN) and read.direction is not direction:
        yield f"They say that it goes {read.direction.value}; of the measure it is said: “{direction.word.lower()}”."
