"""Targets that name a value: a figure, a floor or a ceiling, a range, a level, a grade, places."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from targets.performance.figures import SCALES, Figure
from targets.performance.kinds import Direction, Form, Kind
from targets.performance.reading.asked import Hints, ReadTarget
from targets.performance.reading.frames import Bound, Frame, bound_of
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
    figure = _joined(hints.figure(found["low"]), hints.figure(found["high"]), hints) if found else None
    if not figure:
        return None
    return replace(target, form=Form.RANGE, direction=frame.direction or Direction.HOLD, figure=figure)


def _joined(low: Figure | None, high: Figure | None, hints: Hints) -> Figure | None:
    """The upper end, from the lower one up."""
    if not low or not high or not _is_same_unit(low, high, hints):
        return None
    joined = replace(high, value=low.value, second=high.value, decimals=max(low.decimals, high.decimals))
    return joined if _rises(joined) else None


def _rises(joined: Figure) -> bool:
    return joined.value is not None and joined.second is not None and joined.value < joined.second


def _is_same_unit(low: Figure, high: Figure, hints: Hints) -> bool:
    """Alike, or bare at the lower end. In 1 to 2 million the lower end may be one, or a million."""
    if (low.kind, low.unit, low.per) == (high.kind, high.unit, high.per):
        return high.kind not in _NO_RANGES
    is_bare = low.kind in (Kind.COUNT, hints.kind) and not low.unit
    return is_bare and high.kind not in _NO_RANGES and high.unit.split(" ")[0] not in SCALES


def value(target: ReadTarget, frame: Frame, hints: Hints) -> ReadTarget | None:
    bound = bound_of(frame.rest)
    figure = hints.figure(_ZERO.sub("0", bound.core, count=1))
    form = _form(figure, bound) if figure and not _is_unclear(figure, frame) else None
    if not figure or not form:
        return None
    direction = frame.direction or (Direction.HOLD if bound.form else REACHING.get(form))
    ranks = (Rank(int(figure.value or 0), figure.unit),) if form is Form.RANK else ()
    return replace(target, form=form, direction=direction, figure=figure, strict=bound.strict, ranks=ranks)


def _is_unclear(figure: Figure, frame: Frame) -> bool:
    """Below zero without "to" may be a change. A verb that goes up or down needs its "to"."""
    if frame.how:
        return frame.goes and frame.how == "at"
    return figure.value is not None and figure.value < 0


def _form(figure: Figure, bound: Bound) -> Form | None:
    own = OWN_FORMS.get(figure.kind)
    return _own_form(own, bound) if own else bound.form or Form.ABSOLUTE


def _own_form(own: Form, bound: Bound) -> Form | None:
    """A floor under a grade or a level is what reaching it means; a ceiling over a grade is not understood."""
    if bound.form is Form.CEILING:
        return Form.CEILING if own is Form.LEVEL else None
    return None if bound.strict else own


OWN_FORMS = {Kind.LEVEL: Form.LEVEL, Kind.GRADE: Form.GRADE, Kind.RANK: Form.RANK}
REACHING = {Form.LEVEL: Direction.UP, Form.GRADE: Direction.UP, Form.RANK: Direction.UP}
