"""The sentence of a target taken apart: verb, what it is about, "to" or "by", and the bound around the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from targets.performance.kinds import Direction, Form

_UP, _DOWN, _HOLD = (
    "increase raise grow boost lift",
    "reduce decrease cut lower",
    "maintain hold keep sustain retain remain stay",
)
_REACH = "achieve reach attain meet deliver secure obtain ensure improve be"
VERBS: dict[str, Direction | None] = {
    **dict.fromkeys(_UP.split(), Direction.UP),
    **dict.fromkeys(_DOWN.split(), Direction.DOWN),
    **dict.fromkeys(_HOLD.split(), Direction.HOLD),
    **dict.fromkeys(_REACH.split(), None),
}
_VERB = re.compile(rf"(?:we will |will |to )?(?P<verb>{'|'.join(VERBS)})s?\b ?", re.IGNORECASE)

_FLOOR = r"(?:no|not) (?:less|fewer|lower|worse) than|at least|(?:a )?minimum(?: of)?|min\b\.?|≥|>=|at or above"
_OVER = r"(?:more|greater|higher) than|over|above|exceed(?:ing)?|in excess of|>"
_CEILING = (
    r"(?:no|not) (?:more|greater|higher) than|not (?:to )?exceed(?:ing)?|at most|up to|(?:a )?maximum(?: of)?|max\b\.?"
    r"|within|≤|<=|at or below"
)
_UNDER = r"(?:less|fewer|lower) than|under|below|<"
_BEFORE = tuple(
    (re.compile(rf"(?:{pattern}) ?(?P<core>.+)", re.IGNORECASE), form, strict)
    for pattern, form, strict in (
        (_FLOOR, Form.FLOOR, False),
        (_CEILING, Form.CEILING, False),
        (_OVER, Form.FLOOR, True),
        (_UNDER, Form.CEILING, True),
    )
)
_AFTER = tuple(
    (re.compile(rf"(?P<core>.+?)(?:{pattern})", re.IGNORECASE), form, False)
    for pattern, form in (
        (r" ?\+| (?:or|and) (?:more|above|higher|better|over|greater)| minimum| min\.?", Form.FLOOR),
        (r" (?:or|and) (?:less|fewer|below|lower|under)| maximum| max\.?", Form.CEILING),
    )
)
_SPLIT = re.compile(
    rf"\b(?P<how>to|by|at)\b (?!least|most|or\b)|(?<!\w)(?=(?:{_FLOOR}|{_CEILING}|{_OVER}|{_UNDER}) ?[^ ])", re.I
)
_UNCLEAR = re.compile(r"\b(?:no|not|never|nor|without|or|only|between|than|by)\b|[0-9]", re.IGNORECASE)
_FROM = re.compile(r"(?P<about>.*?)\bfrom (?P<start>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Frame:
    """One way to see the sentence: `rest` is what is wanted, after the verb, what it is about, and "to", "by" or "at".
    `start` is the value that it goes from, where that is said."""

    rest: str
    verb: str = ""
    how: str = ""
    about: str = ""
    start: str = ""

    @property
    def direction(self) -> Direction | None:
        return VERBS.get(self.verb)

    @property
    def goes(self) -> bool:
        """The verb asks to go up or down, so that a bare figure after it could mean "to" or "by"."""
        return self.direction in (Direction.UP, Direction.DOWN)


@dataclass(frozen=True)
class Bound:
    """A floor, a ceiling or neither, around the words of a figure. A strict one leaves the figure itself out."""

    core: str
    form: Form | None = None
    strict: bool = False


def frames(body: str) -> Iterator[Frame]:
    """The ways to see a sentence, the plainest first."""
    yield Frame(body)
    found = _VERB.match(body)
    whole = Frame(body[found.end() :], found["verb"].casefold()) if found else Frame(body)
    if found and not whole.goes:
        yield whole
    yield from filter(None, (_split_frame(whole, split) for split in _SPLIT.finditer(whole.rest)))


def verb_direction(body: str) -> Direction | None:
    """Which way the verb of a sentence goes, where it has one that says so."""
    found = _VERB.match(body)
    return VERBS[found["verb"].casefold()] if found else None


def _split_frame(whole: Frame, split: re.Match[str]) -> Frame | None:
    how, before = (split["how"] or "").casefold(), whole.rest[: split.start()].strip(" ,:")
    from_value = _FROM.fullmatch(before)
    about, start = (from_value["about"].strip(), from_value["start"]) if from_value else (before, "")
    if _UNCLEAR.search(about) or (how and not whole.verb):
        return None
    return replace(whole, rest=whole.rest[split.end() :].strip(), how=how, about=about, start=start)


def bound_of(words: str) -> Bound:
    """The bound that is said before or after a figure."""
    for pattern, form, strict in (*_BEFORE, *_AFTER):
        found = pattern.fullmatch(words)
        if found:
            return Bound(found["core"].strip(), form, strict)
    return Bound(words)
