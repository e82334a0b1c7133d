"""An event of the history as a sentence that a person reads. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from kpa_tracker.base.toolkit.dates import format_date

LONG = 90
"""A text of more characters than this stands below the sentence, not in it; PROSE always does."""

NOUNS = {
    "agendaitem": "agenda item",
    "apitoken": "API token",
    "attendance": "list of who was there",
    "approval": "approval of the public wording",
    "committeerating": "committee's rating",
    "deadlinerequest": "request for a new deadline",
    "feedtoken": "calendar feed",
    "glossaryentry": "glossary entry",
    "gradescale": "scale of grades",
    "look": "look of documents",
    "measureset": "set of measures",
    "minutedaction": "minuted action",
    "preference": "wishes for reminders",
    "progressupdate": "update",
    "reportingperiod": "reporting period",
    "requirement": "line of the checklist",
    "savedview": "kept view",
    "scalepoint": "point of the scale",
    "schedule": "days of reminding",
    "subitem": "part",
    "wording": "public wording",
}
LABELS = {
    "accent_colour": "second colour",
    "amber_within": "tolerance",
    "ambition_word": "name of the first level",
    "answers_to": "post above",
    "applies_from": "first day that it applies",
    "baseline_text": "baseline",
    "cause": "reason for not being green",
    "change_by": "change from the baseline, in its unit",
    "change_percent": "change from the baseline, per cent",
    "chair": "chair's post",
    "closed_meeting": "meeting that closed it",
    "closed_minute": "minute",
    "days_after": "days between reminders of what is late",
    "days_before": "days of reminding beforehand",
    "days_to_escalation": "days until the post above is told",
    "deadline_text": "deadline",
    "decimals": "number of decimal places",
    "deliverable_word": "name of the third level",
    "descriptor_word": "name of the second level",
    "differences": "account of what has changed",
    "done": "account of what was done",
    "due_on": "day that updates are due",
    "email": "e-mail address",
    "ends": "last day",
    "ends_on": "last day",
    "first_deadline_text": "first adopted deadline",
    "forecast": "forecast for year end",
    "forecast_by": "way of forecasting the year's end",
    "form": "sort of target",
    "gathering": "way in which periods make the year",
    "green_on": "date of the return to green",
    "held_on": "day of the meeting",
    "is_active": "right to sign in",
    "is_projected": "mark of a projection",
    "is_strict": "rule that the value itself is not enough",
    "late_reason": "reason for green though overdue",
    "lead": "lead post",
    "logo_alt": "words for the logo",
    "mark": "footnote's mark",
    "marking": "protective marking",
    "new_text": "deadline asked for",
    "must_after": "duty to be reminded of what is late",
    "must_before": "duty to be reminded beforehand",
    "must_on_the_day": "duty to be reminded on the day",
    "next_steps": "next steps",
    "old_text": "deadline at the time",
    "on_the_day": "reminder on the day",
    "opens_on": "day that updates open",
    "papers_due_on": "day that papers are due",
    "position": "place in the order",
    "present": "posts that were there",
    "presented": "account of what was presented",
    "proximity": "time by which it may happen",
    "public_from": "time from which it is public",
    "rating": "rating now",
    "recovery_by": "post that brings it back",
    "recovery": "recovery action",
    "second": "second figure",
    "sections": "sections that answer it",
    "seen_by": "way in which it is seen",
    "set_by": "words on who set it",
    "set_on": "day that it was set",
    "sort": "kind",
    "source_owner": "owner as written",
    "starts": "first day",
    "starts_on": "first day",
    "supporting": "supporting posts",
}
OF_A_RISK = {"cause": "cause of the risk", "event": "event feared", "effect": "effect feared"}
"""What fields are called that mean something else of other records."""

WORDS = {
    "proximity": {
        "now": "within three months",
        "year": "within a year",
        "later": "in one to three years",
        "distant": "in more than three years",
    }
}
"""What the codes of a field stand for, where the code by itself says nothing."""

BRIEF = {
    "forecast": "forecast",
    "green_on": "green again by",
    "rating": "rating",
    "recovery_by": "to be brought back by",
}
"""Shorter names, for what came with a verb of its own."""

SHADOWS = re.compile(
    r"(_precision|_due|_hash|archived_(at|by|reason)|asked_(at|by)|signed_off_(at|by))$|^(password|sha256|slug|last_login|version|created_at|changed_at|positions|baseline_figures)$"
)
"""Columns that repeat what another one says, or that say nothing to a reader."""

PROSE = frozenset(
    """
    answer back_page body cause contact definition description differences done foreword late_reason meaning next_steps
    note presented public_wording recovery remit rule text values vision withheld_reason words
    """.split()  # noqa: SIM905 (read as a text it is shorter)
)
ADDING = ("created", "added")
ASKED_FOR = "deadline asked for"
PAST = {"forgotten": "forgot", "frozen": "froze", "taken back": "took back", "withdrawn": "withdrew"}
SAID_BY_VERB = ("state", "decision")
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
CODES = {"amber_red": "amber/red", "amber_green": "amber/green"}
OPENERS = frozenset(
    """
    a an as at because both every for four from he in it its last more new next no not of on once one
    only our she some that the their there these they this three to two under until we when while with
    """.split()  # noqa: SIM905 (read as a text it is shorter)
)


class Happened(Protocol):
    """What the sentence is made of."""

    actor_name: str
    verb: str
    changes: dict[str, Any]
    reason: str


@dataclass(frozen=True)
class Change:
    """A field's name and its old and new text, for what is too long for a sentence."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An event in words: one sentence, and the texts that would not fit into it."""

    sentence: str
    texts: tuple[Change, ...] = ()

    def __str__(self) -> str:
        return self.sentence


def tell(event: Happened, *, drafts: bool = False) -> Told:
    """Return what happened as people say it: "Jane Smith changed the deadline from June 2010 to September 2010."

    What somebody drafted and has not submitted is told only to those who may read drafts.
    """
    noun, verb = split_verb(event.verb)
    hidden = verb == "drafted" and not drafts
    names = OF_A_RISK if noun == "risk" else {}
    shown_ones = {} if hidden else {name: pair for name, pair in event.changes.items() if is_shown(name, pair)}
    changes = {names.get(name, name): in_words(name, pair) for name, pair in shown_ones.items()}
    phrase = _evidence_phrase(verb, changes) if noun == "evidence" else _phrase(noun, verb, changes)
    return Told(f"{event.actor_name} {phrase}{because(event.reason)}", tuple(_texts(verb, changes)))


def split_verb(text: str) -> tuple[str, str]:
    """Return the noun and the verb of an event: "progressupdate submitted" is ("update", "submitted")."""
    noun, _, verb = text.partition(" ")
    return (NOUNS.get(noun, noun), verb) if verb else ("record", noun)


def is_shown(name: str, pair: Any) -> bool:
    return isinstance(pair, (list, tuple)) and len(pair) == 2 and not SHADOWS.search(name)


def in_words(name: str, pair: Any) -> list[Any]:
    """Return the old and the new value of a field, its codes as words."""
    known = WORDS.get(name, {})
    return [known.get(value, value) if isinstance(value, str) else value for value in pair]


def _phrase(noun: str, verb: str, changes: Mapping[str, Any]) -> str:
    if verb in ADDING:
        return f"added the {noun}"
    if verb == "moved" and "position" in changes:
        before, after = changes["position"]
        return f"moved the {noun} from place {before} to place {after}"
    if verb == "made" and ASKED_FOR in changes:
        before, after = changes[ASKED_FOR]
        return f"asked to move the deadline from {shown(before)} to {shown(after)}"
    if verb == "changed" and changes:
        return _and([_change_phrase(name, *pair) for name, pair in changes.items()])
    if verb.endswith((" set", " reset", " removed")):
        what, _, done = verb.rpartition(" ")
        return f"{done} the {what} of the {noun}"
    return f"{PAST.get(verb, verb)} the {noun}{_with(changes)}"


def _evidence_phrase(verb: str, changes: Mapping[str, Any]) -> str:
    """Name the evidence: its events stand in the history of its deliverable."""
    title = next((text for text in changes.get("title", ()) if text), "")
    evidence = "the evidence" + (f" “{title}”" if title else "")
    if verb == "changed" and "marking" in changes:
        before, after = map(shown, changes["marking"])
        return f"changed the protective marking of {evidence} from {before} to {after}"
    return f"{PAST.get(verb, verb)} {evidence}"


def _with(changes: Mapping[str, Any]) -> str:
    """Return what came with a verb of its own, in brief: ": stage complete, rating now green instead of amber"."""
    told = {name: pair for name, pair in changes.items() if name not in SAID_BY_VERB and not is_prose(name, *pair)}
    phrases = [_brief(BRIEF.get(name) or label_of(name), *pair) for name, pair in told.items()]
    return f": {', '.join(phrases)}" if phrases else ""


def _brief(label: str, before: Any, after: Any) -> str:
    if shown(after) == "nothing":
        return f"no {label} any more"
    return f"{label} {shown(after)}" + (f" instead of {shown(before)}" if shown(before) != "nothing" else "")


def _change_phrase(name: str, before: Any, after: Any) -> str:
    what = f"the {label_of(name)}"
    if isinstance(after, list):
        return _links_phrase(what, before or [], after)
    if is_prose(name, before, after):
        return f"{_text_verb(before, after)} {what}"
    if shown(before) == "nothing":
        return f"set {what} to {shown(after)}"
    if shown(after) == "nothing":
        return f"removed {what}, which was {shown(before)}"
    return f"changed {what} from {shown(before)} to {shown(after)}"


def _links_phrase(what: str, before: list[Any], after: list[Any]) -> str:
    added, removed = _without(after, before), _without(before, after)
    parts = ((added, f"added {_and(added)} to {what}"), (removed, f"took {_and(removed)} out of {what}"))
    return _and([phrase for some, phrase in parts if some])


def _without(some: list[Any], others: list[Any]) -> list[str]:
    return [str(one) for one in some if one not in others]


def _text_verb(before: Any, after: Any) -> str:
    if not before:
        return "wrote"
    return "rewrote" if after else "cleared"


def _texts(verb: str, changes: Mapping[str, Any]) -> Iterator[Change]:
    for name, (before, after) in changes.items():
        if verb in ADDING or _stands_below(name, before, after):
            yield Change(sentence_case(label_of(name)), shown(before), shown(after))


def _stands_below(name: str, before: Any, after: Any) -> bool:
    return is_prose(name, before, after) and not isinstance(after, list)


def because(reason: str) -> str:
    """Return the end of the sentence: the reason where one was given."""
    text = reason.strip()
    if not text:
        return "."
    first, _, rest = text.partition(" ")
    stop = "" if text.endswith((".", "!", "?")) else "."
    if first.lower() in OPENERS:
        return f", because {f'{first.lower()} {rest}'.removeprefix('because ')}{stop}"
    return f". Reason: {text}{stop}"


def label_of(name: str) -> str:
    return LABELS.get(name, name.removesuffix("_text").replace("_", " "))


def sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_prose(name: str, before: Any, after: Any) -> bool:
    """Whether a field's texts stand below the sentence: by its nature, or because one of them is long."""
    return name in PROSE or _is_long(before) or _is_long(after)


def _is_long(value: Any) -> bool:
    return isinstance(value, str) and (len(value) > LONG or "\n" in value)


def shown(value: Any) -> str:
    """Return a stored value as people read it: a day in words, yes or no, nothing for what is empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _and(map(str, value)) or "nothing"
    return _text_shown("" if value is None else str(value))


def _text_shown(text: str) -> str:
    day = _day(text)
    return format_date(day) if day else CODES.get(text) or spaced(text) or "nothing"


def spaced(text: str) -> str:
    """Return a code such as in_progress as words, and any other text as it is."""
    return text.replace("_", " ") if CODE.fullmatch(text) else text


def _day(text: str) -> date | None:
    if not re.match(r"\d{4}-\d\d-\d\d($|T)", text):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _and(parts: Iterable[str]) -> str:
    listed = list(parts)
    return " and ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))
