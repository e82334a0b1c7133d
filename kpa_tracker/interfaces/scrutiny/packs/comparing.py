"""What is otherwise than it was: since the meeting before, and since a pack was frozen. No Django."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kpa_tracker.base.toolkit.ratings import stage_of
from kpa_tracker.interfaces.scrutiny.packs.contents import Change, Contents, Exposure, Flag, Item
from kpa_tracker.interfaces.scrutiny.packs.tables import LEVELS

NOTHING = "nothing"
DELIVERABLE, RISK = "deliverable", "risk"

# --- Since the meeting before -----------------------------------------------------------------------------------------


def changes_of(before: Sequence[Item], now: Sequence[Item]) -> Iterator[Change]:
    """Yield what changed of the deliverables: what is new and what is gone first, then ratings, deadlines, stages and
    lead posts, each in the plan's order."""
    then = {item.pk: item for item in before}
    there = {item.pk for item in now}
    yield from (arrived(DELIVERABLE, item.pk, item.name) for item in now if item.pk not in then)
    yield from (departed(DELIVERABLE, item.pk, item.name) for item in before if item.pk not in there)
    both = [(then[item.pk], item) for item in now if item.pk in then]
    for what, said in TOLD:
        yield from (told(what, *pair, said) for pair in both if said(pair[0]) != said(pair[1]))


TOLD: tuple[tuple[str, Callable[[Item], str]], ...] = (
    ("Rating", lambda item: item.rating),
    ("Deadline", lambda item: item.deadline),
    ("Stage", lambda item: stage_of(item.stage).word),
    ("Lead post", lambda item: item.lead),
)
"""What of a deliverable members are told about, and how it is read."""


def told(what: str, before: Item, now: Item, said: Callable[[Item], str]) -> Change:
    if what == "Rating":
        ratings = {"rating_before": before.rating, "rating_after": now.rating}
        return Change(DELIVERABLE, now.pk, now.name, what, before.word, now.word, **ratings)
    return Change(DELIVERABLE, now.pk, now.name, what, said(before) or "None", said(now) or "None")


def risk_changes(before: Sequence[Exposure], now: Sequence[Exposure]) -> Iterator[Change]:
    """Yield the risks that are new, that ended or left the committee's register, and whose level changed."""
    then = {risk.pk: risk for risk in before}
    there = {risk.pk for risk in now}
    yield from (arrived(RISK, risk.pk, name_of(risk)) for risk in now if risk.pk not in then)
    yield from (departed(RISK, risk.pk, name_of(risk)) for risk in before if risk.pk not in there)
    for risk in now:
        old = then.get(risk.pk, risk)
        if (old.level, old.points) != (risk.level, risk.points):
            yield Change(RISK, risk.pk, name_of(risk), "Level", stands(old), stands(risk))


def name_of(risk: Exposure) -> str:
    return f"{risk.reference} {risk.title}"


def stands(risk: Exposure) -> str:
    return f"{LEVELS[risk.level]}, {risk.points}" if risk.points else LEVELS[risk.level]


def arrived(of: str, pk: int, name: str) -> Change:
    return Change(of, pk, name, "New", "", "Added since")


def departed(of: str, pk: int, name: str) -> Change:
    return Change(of, pk, name, "Gone", "", "No longer here")


# --- Since it was frozen ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Differing:
    """One record of a frozen pack that is otherwise today: which fields, from what to what."""

    of: str
    pk: int
    name: str
    fields: tuple[tuple[str, str, str], ...]


FIELDS: dict[str, dict[str, str]] = {
    "items": {
        "title": "Title",
        "ambition": "Under",
        "lead": "Lead post",
        "supporting": "Supporting posts",
        "committee": "Committee",
        "deadline": "Deadline",
        "stage": "Stage",
        "word": "Rating",
        "beside": "A committee's rating",
        "forecast_word": "Forecast for year end",
        "said_of": "Reported for",
        "is_accepted": "Accepted",
        "done": "What was done",
        "next_steps": "What comes next",
        "cause": "Why it is not green",
        "recovery": "What will bring it back",
        "recovery_by": "Who will do it",
        "green_on": "Green again by",
        "measurements": "How we will know",
        "flags": "Worked out",
    },
    "parts": {
        "text": "Part",
        "whole": "Part of",
        "overseer": "Committee of the whole",
        "lead": "Lead post",
        "deadline": "Deadline",
        "stage": "Stage",
        "word": "Rating",
    },
    "measures": {
        "name": "Measure",
        "figure": "Latest",
        "period": "Period",
        "target": "Target",
        "status": "Status",
        "owner": "Owner",
    },
    "recommendations": {"text": "What is asked for", "state": "State", "owner": "Owner", "due": "Due"},
    "risks": {"title": "Title", "owner": "Owner", "level": "Level", "points": "Score", "status": "Status"},
    "outstanding": {"text": "What is asked for", "answer": "Answer", "owner": "Owner", "due": "Due"},
}
"""What of each list of a pack is held against today, and what it is called."""
NAMES = {
    "items": DELIVERABLE,
    "parts": "part",
    "measures": "measure",
    "recommendations": "recommendation",
    "risks": RISK,
    "outstanding": "minuted action",
}


def differing(frozen: Contents, now: Contents) -> list[Differing]:
    """Return every record that a frozen pack shows and that is otherwise today, is gone or has come. What was not yet
    shown when it was frozen is not held against today."""
    shown = [name for name in FIELDS if getattr(frozen, name) is not None]
    return [one for name in shown for one in differing_in(name, getattr(frozen, name), getattr(now, name))]


def differing_in(name: str, frozen: Iterable[Any], now: Iterable[Any]) -> Iterator[Differing]:
    then, today = {key(one): one for one in frozen}, {key(one): one for one in now}
    for pk in dict.fromkeys([*then, *today]):
        found = tuple(fields_of(name, then.get(pk), today.get(pk)))
        one = today.get(pk) or then[pk]
        if found:
            yield Differing(getattr(one, "kind", NAMES[name]), one.pk, called(one), found)


def key(one: Any) -> tuple[str, int]:
    return getattr(one, "kind", ""), one.pk


def fields_of(name: str, frozen: Any, now: Any) -> Iterator[tuple[str, str, str]]:
    if frozen is None or now is None:
        yield ("In the pack", "no", "would be") if frozen is None else ("In the pack", "yes", "would be no longer")
        return
    for field, label in FIELDS[name].items():
        before, after = getattr(frozen, field), getattr(now, field)
        if compared(before) != compared(after):
            yield label, in_words(name, field, before), in_words(name, field, after)


def compared(value: Any) -> Any:
    """Return what of a value counts: of a flag which it is, and not how many days it has been so."""
    return tuple(getattr(one, "key", one) for one in value) if isinstance(value, tuple) else value


def called(one: Any) -> str:
    """What a record is listed as."""
    words = getattr(one, "title", "") or getattr(one, "text", "")
    return getattr(one, "name", "") or f"{one.reference} {words}".strip()


WORDS: dict[tuple[str, str], Callable[[Any], str]] = {
    ("items", "stage"): lambda code: stage_of(code).word,
    ("parts", "stage"): lambda code: stage_of(code).word,
    ("risks", "level"): lambda level: LEVELS[level],
    ("measures", "status"): lambda code: code.capitalize() or "No status",
}


def in_words(name: str, field: str, value: Any) -> str:
    """Return a value of a list as people read it."""
    if (name, field) in WORDS:
        return WORDS[name, field](value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(one.word if isinstance(one, Flag) else str(one) for one in value) or NOTHING
    return str(value or NOTHING)
