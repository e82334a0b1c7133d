"""What can be said of a row of targets: why it cannot be taken, and its unit, decimals and direction."""

from __future__ import annotations

from kpa_tracker.interfaces.exchange.reading.measures.directions import direction_of
from kpa_tracker.interfaces.exchange.reading.measures.found import TargetRow
from kpa_tracker.interfaces.exchange.reading.measures.kinds import is_kept, settled, unit_words
from targets.performance import Direction, Figure, Form, Kind, ReadTarget
from targets.performance.progress import implied_direction

NOT_UNDERSTOOD = "The target is not understood: “{}”."
NO_KIND = "Neither the target nor the baseline says what sort of figure this is: “{}”."
OTHER_KIND = "The target is a figure of the kind “{}”, the baseline of the kind “{}”: “{}”."
TOO_EXACT = "A figure has more digits than can be kept exactly: “{}”."
NO_DIRECTION = "The words do not say which way is better. It is taken for information until somebody says."
BY_BASELINE = "Which way is better is taken from the baseline: “{}” from “{}”."
MAY_BE_SHARE = "It is a percentage without its sign, and may be a share of one: “{}”. Give the cells a percent sign."
OTHER_WAY = "The words of the target go one way ({}), the column for it says the other ({}). The column is followed."
WHICH_WAY = "Which way is better is not understood: “{}”."
LONGEST = {"title": 400, "objective": 300, "priority": 200, "text": 300, "baseline_text": 200, "reference": 30}
TOO_LONG = "A text of the row is longer than can be kept: “{}”."
DIRECTION_WORDS = {direction: direction.word.lower() for direction in Direction}


def problem_of(read: ReadTarget, baseline: Figure | None, kind: Kind | None, row: TargetRow) -> str:
    """Say why a row cannot be taken; nothing where it can."""
    long = [getattr(row, name) for name, most in LONGEST.items() if len(getattr(row, name)) > most]
    if not read.understood:
        return NOT_UNDERSTOOD.format(row.text)
    if long:
        return TOO_LONG.format(long[0][:100])
    figure = settled(read.figure, row.title) if read.figure else None
    figures = [one for one in (figure, read.change) if one]
    return _misfit(figure, baseline, kind, row) or _unexact(read, kind, row, figures)


def _misfit(figure: Figure | None, baseline: Figure | None, kind: Kind | None, row: TargetRow) -> str:
    """Say that target and baseline do not go together, or may be shares of one."""
    if figure and baseline and figure.kind is not baseline.kind:
        return OTHER_KIND.format(figure.kind.word, baseline.kind.word, row.text)
    if kind is Kind.PERCENTAGE and not row.has_sign and _are_below_one(figure, baseline):
        return MAY_BE_SHARE.format(row.text)
    return ""


def _unexact(read: ReadTarget, kind: Kind | None, row: TargetRow, figures: list[Figure]) -> str:
    if kind is None and read.form is not Form.WORDS:
        return NO_KIND.format(row.text)
    return "" if all(map(is_kept, figures)) else TOO_EXACT.format(row.text)


def _are_below_one(*figures: Figure | None) -> bool:
    """Whether the figures of a percentage may be shares of one: 0.846 for 84.6%."""
    there = [figure for figure in figures if figure and figure.value is not None]
    return bool(there) and all(0 < (figure.value or 0) < 1 and figure.decimals > 1 for figure in there)


def describe(row: TargetRow) -> None:
    """Settle unit, decimals and direction."""
    figures = [figure for figure in (row.baseline, row.target.figure) if figure]
    row.unit = unit_words(settled(figures[0], row.title)) if figures else ""
    row.decimals = min(max((figure.decimals for figure in figures), default=0), 4)
    row.direction = _said_direction(row) or row.target.direction or _implied(row)
    if row.direction is Direction.NONE and not row.said_direction:
        row.remarks.append(NO_DIRECTION)
    if row.target.note:
        row.remarks.append(f"The target adds: “{row.target.note}”.")
    if row.target.by_when:
        row.remarks.append(f"The target says by when: “{row.target.by_when}”. Check the days that it is for.")


OPPOSED = {Direction.UP, Direction.DOWN}


def _said_direction(row: TargetRow) -> Direction | None:
    """Which way the table's own column says is better."""
    said = direction_of(row.said_direction)
    if row.said_direction and said is None:
        row.remarks.append(WHICH_WAY.format(row.said_direction))
    if said and {said, row.target.direction} == OPPOSED:
        row.remarks.append(OTHER_WAY.format(DIRECTION_WORDS[row.target.direction or said], DIRECTION_WORDS[said]))
    return said


def _implied(row: TargetRow) -> Direction:
    """Which way a bare value lies from the baseline: £1.5m from £1.49m."""
    before = row.baseline.value if row.baseline else None
    found = implied_direction(before, row.target.value)
    if found is not Direction.NONE:
        row.remarks.append(BY_BASELINE.format(row.text, row.baseline_text))
    return found
