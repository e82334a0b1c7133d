"""The standing checks: what does not hold together in a register, found from plain facts of each risk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kpa_tracker.base.toolkit.dates import format_date
from risks.scoring.appetite import Stance
from risks.scoring.levels import Pair, score

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Facts:
    """What the checks want to know of a risk that has not ended.

    `treating` is how many controls work and how many actions or deliverables are done; `untested` and
    `ended_deliverables` name the controls and the deliverables that a check would name.
    """

    owner: str = ""
    owner_is_held: bool = False
    inherent: Pair | None = None
    current: Pair | None = None
    target: Pair | None = None
    stance: Stance = Stance.NOT_SCORED
    is_tolerated: bool = False
    has_acceptance: bool = False
    treating: int = 0
    next_review: date | None = None
    unchanged_since: date | None = None
    untested: tuple[str, ...] = ()
    ended_deliverables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """One finding: which check, the sentence for this risk, and the kind of page that mends it."""

    check: str
    sentence: str
    mend: str


@dataclass(frozen=True)
class Check:
    """A standing check: its key, its name on the page, why it matters, what mends it, and how it looks at a risk."""

    key: str
    name: str
    why: str
    mend: str
    look: Callable[[Facts, date], str]


def _points(pair: Pair | None) -> int:
    return score(*pair) if pair else 0


def _not_scored(facts: Facts, today: date) -> str:
    return "" if facts.current else "Nobody has scored it as it stands."


def _above_inherent(facts: Facts, today: date) -> str:
    now, before = _points(facts.current), _points(facts.inherent)
    return f"It scores {now} now, and {before} without any control." if now and before and now > before else ""


def _target_above(facts: Facts, today: date) -> str:
    now, wanted = _points(facts.current), _points(facts.target)
    return f"Its target is {wanted}; it scores {now} already." if now and wanted > now else ""


def _lowered_by_nothing(facts: Facts, today: date) -> str:
    now, before = _points(facts.current), _points(facts.inherent)
    if not now or now >= before or facts.treating:
        return ""
    return f"It scores {now} instead of {before}, but no control is known to work and no action is done."


def _beyond(facts: Facts, today: date) -> str:
    return f"{facts.stance.word}." if facts.stance.needs_decision else ""


def _accepted_by_nobody(facts: Facts, today: date) -> str:
    return "It is tolerated, but no acceptance names who approved it." if _nobody_accepted(facts) else ""


def _nobody_accepted(facts: Facts) -> bool:
    return facts.is_tolerated and not facts.has_acceptance and facts.stance is not Stance.WITHIN


def _vacant(facts: Facts, today: date) -> str:
    if not facts.owner:
        return "No post answers for it."
    return "" if facts.owner_is_held else f"Nobody holds the post of {facts.owner}."


def _review_overdue(facts: Facts, today: date) -> str:
    due = facts.next_review
    return f"Its review was due on {format_date(due)}." if due and due < today else ""


def _untested(facts: Facts, today: date) -> str:
    return f"Never tested: {', '.join(facts.untested)}." if facts.untested else ""


def _rests_on_ended(facts: Facts, today: date) -> str:
    return f"No longer under way: {', '.join(facts.ended_deliverables)}." if facts.ended_deliverables else ""


def _unchanged(facts: Facts, today: date) -> str:
    since = facts.unchanged_since
    return f"Scored the same since {format_date(since)}." if since and today - since > A_YEAR else ""


CHECKS = (
    Check(
        "not_scored",
        "Not scored",
        "What is not scored has no level, and no place in any picture.",
        "assess",
        _not_scored,
    ),
    Check(
        "above_inherent",
        "Score above the inherent score",
        "Controls cannot make a risk graver: one of the two scores is wrong.",
        "assess",
        _above_inherent,
    ),
    Check(
        "target_above",
        "Target above the score",
        "A target that is reached already asks for nothing.",
        "assess-target",
        _target_above,
    ),
    Check(
        "lowered_by_nothing",
        "Lowered, but by nothing",
        "A score below the inherent one rests on controls that work or on actions that are done.",
        "controls",
        _lowered_by_nothing,
    ),
    Check(
        "beyond",
        "Beyond appetite without a decision",
        "What lies beyond appetite is either treated, or accepted by somebody until a day.",
        "accept",
        _beyond,
    ),
    Check(
        "accepted_by_nobody",
        "Tolerated without an approver",
        "An acceptance names who approved it, until when and why.",
        "accept",
        _accepted_by_nobody,
    ),
    Check("vacant", "Nobody answers for it", "A risk without an owner is looked after by nobody.", "change", _vacant),
    Check(
        "review_overdue",
        "Review overdue",
        "The graver a risk, the sooner it is looked at again.",
        "assess",
        _review_overdue,
    ),
    Check(
        "untested",
        "Control never tested",
        "A control that nobody has tested may not be there when it is needed.",
        "controls",
        _untested,
    ),
    Check(
        "rests_on_ended",
        "Treated by what is no longer under way",
        "A deliverable that is complete, cancelled or archived lowers nothing any further.",
        "change",
        _rests_on_ended,
    ),
    Check(
        "unchanged",
        "Same score for over a year",
        "A score that never moves is either right or not looked at.",
        "assess",
        _unchanged,
    ),
)


def findings(facts: Facts, today: date) -> Iterator[Found]:
    """What the checks find of one risk today, in the order of the page."""
    for check in CHECKS:
        sentence = check.look(facts, today)
        if sentence:
            without = check.key == "accepted_by_nobody" and facts.stance is Stance.NO_APPETITE
            yield Found(check.key, sentence, "change" if without else check.mend)
