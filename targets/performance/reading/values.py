"""Targets that name a value: a figure, a floor or a ceiling, a range, a level, a grade, places."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from targets.performance.figures import SCALES, Figure
from targets.performance.kinds import Direction, Form, Kind
from targets.performance.reading.asked import Hints, ReadTarget
from targets.performance.reading.frames import Frame, bound_of
from targets.performance.reading.ranks import Rank, read_ranks

_RANGE = re.compile(
    r"(?:between )?(?P<low>.*[0-9].*?)(?: ?- ?| to |(?<=[0-9%m]) and )(?P<high>.*[0-9].*)", re.IGNORECASE
)
_ZERO = re.compile(r"(?:zero|nil)(?= |$)", re.IGNORECASE)
_NO_RANGES = (Kind.RATIO, Kind.RANK, Kind.LEVEL, Kind.GRADE)


def places(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    ranks = read_ranks(frame.rest)
    if not ranks:
        return None
    direction = frame.direction or Direction.UP
    return replace(target, form=Form.RANK, direction=direction, ranks=ranks, figure=_rank_figure(ranks))


def _rank_figure(ranks: tuple[Rank, ...]) -> Figure | None:
    """Places as a figure, where they are places and not parts of a field."""
    if len(ranks) > 2 or any(rank.parts for rank in ranks):
        return None
    second = Decimal(ranks[1].place) if len(ranks) > 1 else None
    return Figure(Kind.RANK, Decimal(ranks[0].place), second, ", ".join(rank.among for rank in ranks).strip(", "))


def between(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    """85-90%: the unit may stand at the upper end alone."""
    found = _RANGE.fullmatch(frame.rest)
    low, high = (hints.figure(found["low"]), hints.figure(found["high"])) if found else (None, None)
    figure = _joined(low, high, hints) if low and high else None
    if not figure:
        return None
    return replace(target, form=Form.RANGE, direction=frame.direction or Direction.HOLD, figure=figure)


def _joined(low: Figure, high: Figure, hints: Hints) -> Figure | None:
    if low.value is None or high.value is None or low.value >= high.value or high.kind in _NO_RANGES:
        return None
    is_alike = (low.kind, low.unit, low.per) == (high.kind, high.unit, high.per)
    is_bare = low.kind in (Kind.COUNT, hints.kind) and not low.unit and high.unit.split(" ")[0] not in SCALES
    decimals = max(low.decimals, high.decimals)
    return replace(high, value=low.value, second=high.value, decimals=decimals) if is_alike or is_bare else None


def value(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    bound = bound_of(frame.rest)
    figure = hints.figure(_ZERO.sub("0", bound.core, count=1))
    form = _form(figure, bound.form) if figure and not _is_unclear(figure, frame) else None
    if not figure or not form or (bound.strict and form not in (Form.FLOOR, Form.CEILING)):
        return None
    direction = frame.direction or (Direction.HOLD if bound.form else REACHING.get(form))
    ranks = (Rank(int(figure.value), figure.unit),) if form is Form.RANK and figure.value else ()
    return replace(target, form=form, direction=direction, figure=figure, strict=bound.strict, ranks=ranks)


def _is_unclear(figure: Figure, frame: Frame) -> bool:
    """Below zero without "to" may be a change. A verb that goes up or down needs its "to"."""
    return (figure.value is not None and figure.value < 0 and not frame.how) or (frame.goes and frame.how == "at")


def _form(figure: Figure, bound: Form | None) -> Form | None:
    """A floor under a grade or a level is what reaching it means; a ceiling over a grade is not understood."""
    own = OWN_FORMS.get(figure.kind)
    if not own:
        return bound or Form.ABSOLUTE
    if bound is Form.CEILING:
        return Form.CEILING if own is Form.LEVEL else None
    return own


OWN_FORMS = {Kind.LEVEL: Form.LEVEL, Kind.GRADE: Form.GRADE, Kind.RANK: Form.RANK}
REACHING = {Form.LEVEL: Direction.UP, Form.GRADE: Direction.UP, Form.RANK: Direction.UP}
