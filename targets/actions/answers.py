"""What a result says: whether it holds together, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kpa_tracker.base.toolkit.errors import Refused, refuse_where
from targets.models import Measure, Series
from targets.models.judging import times_of
from targets.performance import Kind, decimals_of, number_as_it_is

Content = Mapping[str, Any]
FIGURES = ("value", "second", "numerator", "denominator")
TEXTS = ("words", "withheld_reason", "note", "judged_status", "judged_reason")
ANSWERS = (*FIGURES, *TEXTS, "standing", "on_behalf_of")
"""What a person says in a result."""

WHOLE = {Kind.RANK: "A place in a ranking is a whole number from 1 on.", Kind.LEVEL: "A level is a whole number."}
MOST = Decimal(10) ** 11
"""Figures have at most eleven digits before the point."""


def checked(series: Series, content: Content) -> dict[str, Any]:
    """Return what a result says, complete: a figure from its numerator and denominator, a grade's place from its word.

    Refuses what contradicts itself: a figure that is withheld, half a fraction, a percentage, rate or time that its
    numerator and denominator do not give, half a ratio, a place that is no place, a grade that is not on the scale.
    """
    said = {name: _blank(name, content.get(name)) for name in ANSWERS}
    _refuse_contradiction(said)
    if said["withheld_reason"]:
        return said
    measure = series.measure
    said["value"] = _from_fraction(series, said)
    if measure.kind == Kind.GRADE:
        said["words"], said["value"] = _graded(measure, said)
    _refuse_unfit(measure, said)
    return _judged_on_evidence(measure, said)


def _blank(name: str, value: Any) -> Any:
    if name == "standing":
        return value or "provisional"
    return (None if name in FIGURES or name == "on_behalf_of" else "") if value in (None, "") else value


def _refuse_contradiction(said: Mapping[str, Any]) -> None:
    has_figure = any(said[name] is not None for name in FIGURES) or bool(said["words"])
    halves = [name for name in ("numerator", "denominator") if said[name] is None]
    refuse_where(
        (
            said["withheld_reason"] and has_figure,
            "A withheld result has no figure. Leave the figure empty, or do not withhold it.",
            "withheld_reason",
        ),
        (len(halves) == 1, "Give both parts of the fraction, or neither.", halves[0] if halves else ""),
        (
            said["denominator"] is not None and said["denominator"] <= 0,
            "The number below the line is more than zero.",
            "denominator",
        ),
        (
            not said["withheld_reason"] and not has_figure,
            "Give the figure, or say why it is withheld. A period without data stays empty.",
            "value",
        ),
    )


def _from_fraction(series: Series, said: Mapping[str, Any]) -> Decimal | None:
    """The figure, worked out where only its parts are given. Refuses one that its parts do not give, rounded to the
    digits that were typed. It is judged by its parts."""
    given: Decimal | None = said["value"]
    times = times_of(series)
    if said["numerator"] is None or times is None:
        return given
    worked_out: Decimal = said["numerator"] * times / said["denominator"]
    refuse_where((abs(worked_out) >= MOST, "The fraction gives a figure that is too large to be kept.", "numerator"))
    if given is None:
        return worked_out.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    parts = " of ".join(number_as_it_is(said[name]) for name in ("numerator", "denominator"))
    refuse_where(
        (
            worked_out.quantize(Decimal(1).scaleb(-decimals_of(given)), ROUND_HALF_UP) != given,
            f"{parts} gives {number_as_it_is(worked_out)}, not {number_as_it_is(given)}. Leave the figure empty, and "
            "it is worked out.",
            "value",
        )
    )
    return given


def _graded(measure: Measure, said: Mapping[str, Any]) -> tuple[str, Decimal | None]:
    """A grade's word and its place on the scale of the measure; without a scale the word alone."""
    if measure.scale is None:
        return said["words"], said["value"]
    word = said["words"].strip()
    for grade in measure.scale.grades.all():
        if grade.word.lower() == word.lower() or (not word and grade.rank == said["value"]):
            return grade.word, Decimal(grade.rank)
    words = ", ".join(grade.word for grade in measure.scale.grades.all())
    raise Refused(f"“{word or said['value']}” is no grade of {measure.scale}. Its grades are: {words}.", field="words")


def _refuse_unfit(measure: Measure, said: Mapping[str, Any]) -> None:
    kind, value, second = Kind(measure.kind), said["value"], said["second"]
    refuse_where(
        (not kind.is_words and value is None, "Give the figure.", "value"),
        (kind is Kind.QUALITATIVE and not said["words"], "Say in words what the evidence shows.", "words"),
        (kind in WHOLE and _is_no_place(value), WHOLE.get(kind, ""), "value"),
        (kind is Kind.RATIO and second is None, "A ratio has two figures: 15.4% : 3.6%.", "value"),
        (kind is Kind.RATIO and not second, "The second figure of a ratio is not zero.", "value"),
        (kind is Kind.RANK and _is_no_place(second), WHOLE[Kind.RANK], "value"),
        (
            said["judged_status"] and not said["judged_reason"] and kind is not Kind.QUALITATIVE,
            "Say why you judge otherwise than the rule.",
            "judged_reason",
        ),
    )


def _is_no_place(value: Decimal | None) -> bool:
    """Whether it is given, and no whole number from 1 on."""
    return value is not None and bool(value < 1 or value % 1)


def _judged_on_evidence(measure: Measure, said: dict[str, Any]) -> dict[str, Any]:
    """Where a measure has no number, what the evidence shows is the reason of its owner's judgement."""
    if measure.kind == Kind.QUALITATIVE and said["judged_status"] and not said["judged_reason"]:
        said["judged_reason"] = said["words"]
    return said
