"""What the texts of a register mean that are no scores: references, statuses, how soon, lists in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpa_tracker.interfaces.exchange.reading.items import NOTHING, measurements_in
from kpa_tracker.interfaces.exchange.reading.riskrefs import ONE, canonical, same_risk

BARE_NUMBER = re.compile(r"\d{1,4}(?:\.0+)?|\d{1,3}(?:\.\d{1,3})+")
LED_BY_REFERENCE = re.compile(rf"(?P<reference>{ONE.pattern})\s*(?:[-–—:.)]\s*|\n)(?P<title>\S.*)", re.DOTALL)

OPENED = re.compile(rf"(?P<reference>{ONE.pattern})\s*[-–—:.)]?\s*(?P<title>[A-Z“\"'].*)", re.DOTALL)

STATUSES = {
    "open": "open live active ongoing current new",
    "treated": "treat treated treating treatment mitigate mitigated mitigating reduce reduced reducing",
    "tolerated": "tolerate tolerated tolerating accept accepted accepting",
    "transferred": "transfer transferred transferring share shared insure insured",
    "terminated": "terminate terminated terminating avoid avoided",
    "closed": "closed close removed expired",
}
STATUS_OF = {word: code for code, words in STATUSES.items() for word in words.split()}
PROXIMITIES = {
    "now": "now immediate imminent|within three months|within 3 months|0-3 months|less than 3 months|next 3 months",
    "year": "year|within a year|within one year|within 12 months|3-12 months|within 1 year|this year|next 12 months",
    "later": "later|in one to three years|1-3 years|one to three years|within three years|within 3 years",
    "distant": "distant|in more than three years|3+ years|over 3 years|more than 3 years|over three years",
}
PROXIMITY_OF = {
    **{text: code for code, texts in PROXIMITIES.items() for text in texts.split("|")},
    **dict.fromkeys(("now", "immediate", "imminent"), "now"),
}
TYPES = ("preventive", "detective", "corrective")
TYPE_OF = {**{one: one for one in TYPES}, "preventative": "preventive", "directive": ""}
TYPED = re.compile(r"\(?\b(?P<type>preventive|preventative|detective|corrective)\b\)?\s*[:\-–—]?\s*", re.I)
LABELS = re.compile(
    r"(?:^|(?<=[\n.;])|\s(?=(?-i:[A-Z])))\s*"
    r"(?P<label>causes?|because|risk event|risk|event|threat|effects?|consequences?|impact)\s*[:–—-]\s*",
    re.I,
)
LABEL_OF = {"cause": "cause", "because": "cause", "effect": "effect", "consequence": "effect", "impact": "effect"}
GAPS = frozenset({"no owner", "no committee", "no category", "not scored", "not assessed", "none due"})
BETWEEN_NUMBERS = re.compile(r"(?<=\d)[^A-Za-z0-9]+(?=\d)")
LATE = re.compile(r",?\s*\(?overdue\)?\s*$", re.I)


def is_reference(text: str) -> bool:
    """Whether a text is a reference and nothing else: KPA 05, SR-4, 7."""
    return bool(ONE.fullmatch(text.strip()) or BARE_NUMBER.fullmatch(text.strip()))


def reference_in(text: str) -> str:
    """Return a reference as it is written, without the noughts that a workbook adds to a number."""
    plain = " ".join(text.split())
    return plain.partition(".")[0] if re.fullmatch(r"\d+\.0+", plain) else plain


def reference_key(reference: str) -> str:
    """What two spellings of one reference share: "KPA05", "kpa 05" and "KPA 5" are one, 1.1 and 11 are two."""
    parts = (same_risk(part) for part in BETWEEN_NUMBERS.split(reference))
    return ".".join(re.sub(r"(?<!\d)0+(?=\d)", "", part) for part in parts)


def begins_with_reference(text: str) -> bool:
    """Whether a title begins with a reference and goes on: "SR1 Fraud", which alone may be a name."""
    return OPENED.match(text) is not None


def led_by_reference(text: str, *, all_do: bool = False) -> tuple[str, str]:
    """Take "KPA 05:" off the beginning of a title; without the sign between them only where all titles begin so."""
    match = (OPENED if all_do else LED_BY_REFERENCE).match(text)
    return (canonical(match["reference"]), match["title"]) if match else ("", text)


def status_of(text: str) -> str:
    """Return the status that a text names; "" where it names none, or two."""
    found = {STATUS_OF[word] for word in re.findall(r"[a-z]+", text.lower()) if word in STATUS_OF}
    told = found - {"open"} or found
    return told.pop() if len(told) == 1 else ""


def proximity_of(text: str) -> str:
    plain = " ".join(text.lower().replace("–", "-").replace(" - ", "-").replace(" to ", "-").split()).strip(" .()")
    return PROXIMITY_OF.get(plain, "") or PROXIMITY_OF.get(plain.replace("-", " to "), "")


def said(text: str) -> str:
    """Return a text, or nothing where it only says that there is nothing: a dash, N/A, None, No owner."""
    return "" if NOTHING.fullmatch(text.strip()) or text.strip().lower() in GAPS else text.strip()


def review_in(text: str) -> str:
    """Return the date of a cell without the word that says it has passed; nothing where none is due."""
    return LATE.sub("", said(text))


def list_in(text: str) -> list[str]:
    """Return the items of a cell: numbered, with bullets, or a line each."""
    return [" ".join(one.split()) for one in measurements_in(text)[0]]


@dataclass(frozen=True)
class Typed:
    """A control's words, and its type where they begin or end with one."""

    text: str
    type: str = ""


def typed(text: str) -> Typed:
    """Take "Preventive:" off the beginning of a control, or "(detective)" off its end."""
    for match in TYPED.finditer(text):
        rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
        is_mark = match.start() == 0 or (match.end() == len(text) and "(" in match.group())
        is_label = match.group().rstrip()[-1] in ":-–—)"
        if rest and is_mark and is_label:
            return Typed(rest, TYPE_OF[match["type"].lower()])
    return Typed(text)


def type_of(text: str) -> str:
    """Return the type of control that a cell names, "" where it names none or several."""
    found = {TYPE_OF.get(word, "") for word in re.findall(r"[a-z]+", text.lower())} - {""}
    return found.pop() if len(found) == 1 else ""


def labelled(text: str) -> dict[str, str]:
    """Return cause, event and effect of a cell that labels them ("Cause: ... Risk: ..."); nothing of any other."""
    pieces = LABELS.split(text)
    if len(pieces) < 5 or pieces[0].strip():
        return {}
    parts: dict[str, str] = {}
    for label, words in zip(pieces[1::2], pieces[2::2], strict=True):
        name = LABEL_OF.get(label.lower().rstrip("s"), "event")
        if name in parts:
            return {}
        parts[name] = words.strip()
    return parts
