"""What a column is for, judged by its heading alone. The person can correct every answer."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import lru_cache

# The fields a column can be mapped to, in the order a person chooses from, with the words they read.
FIELDS = {
    "ambition": "Top level (ambition, theme, priority)",
    "descriptor": "Middle level (descriptor, objective, outcome)",
    "deliverable": "The deliverable or action itself",
    "reference": "Reference or number",
    "description": "More about the deliverable",
    "measurement": "How we will know (measurement)",
    "owner": "Who leads (and who supports)",
    "support": "Who supports",
    "committee": "Overseeing committee",
    "deadline": "Deadline",
    "priorities": "Linked policing plan priorities",
    "risks": "Linked risks",
    "update": "Progress in words",
    "rating": "Rating or status",
}

# What headings say. "top", "middle", "bottom", "outcome", "milestone" and "priority" are settled by the columns beside.
PHRASES: dict[str, str] = {
    "top": (
        "ambition, theme, aim, goal, pillar, strategic priority, strategic objective, strategic aim,"
        " strategic theme, priority area, key priority, programme, workstream, work stream, mission, corporate"
        " objective, strategic goal, police and crime plan priority, chapter, section, portfolio"
    ),
    "middle": (
        "descriptor, objective, desired outcome, intended outcome, what we want to achieve, commitment, what"
        " success looks like, sub objective, intention, pledge, promise, key objective, area of focus, focus"
        " area"
    ),
    "bottom": (
        "deliverable, action, activity, contributory activity, task, initiative, work to be done, what we"
        " will do, agreed action, action required, action point, key action, what, step, key activity,"
        " delivery action, work item, project, recommendation, what are we going to do, how we will do it,"
        " action description, task name, what need doing, what need to be done, what will be done, what we need to do,"
        " what must be done, next step"
    ),
    "outcome": "outcome, result",
    "milestone": "milestone, key milestone, output",
    "priority": "priority",
    "reference": (
        "ref, reference, no, number, id, item, action no, action ref, action number, ref no, item no, action"
        " id, serial, code, unique reference, deliverable ref, deliverable reference, deliverable no,"
        " objective ref, line"
    ),
    "description": "description, detail, further detail, background, scope, note, context, rationale, how",
    "measurement": (
        "measurement, measure, measure of success, success measure, success criterion, success criteria, kpi,"
        " performance indicator, key performance indicator, indicator, target, performance measure, evidence,"
        " metric, how will we know, how we will know, how we will measure, how measured, measured by, outcome"
        " measure, test, expected outcome, evidence of success, measure target, evidence of completion,"
        " success factor"
    ),
    "owner": (
        "owner, project manager, programme manager, lead, by who, by whom, who, responsible, responsibility,"
        " lead officer, accountable, action owner, accountable officer, responsible officer, senior"
        " responsible owner, sro, assigned to, lead post, post holder, action lead, who lead, responsible"
        " person, person responsible, action by, lead person, officer, delivery lead, lead and support, who is"
        " responsible, chief officer lead, smt lead, task owner, deliverable lead, nominated officer,"
        " objective lead, owned by, ownership, action holder, allocated to, named lead, accountability, lead"
        " name, manager, who will do it, who will lead, who will be responsible, who is leading, whose job"
    ),
    "support": (
        "support, supported by, supporting, supporting officer, contributor, partner, with, supporting post,"
        " other involved, key partner, contributing, lead member, member champion, member lead"
    ),
    "committee": (
        "committee, lead committee, overseeing committee, oversight, board, governance, reporting to,"
        " scrutiny, scrutiny committee, governance board, reports to, panel, monitored by, overseen by,"
        " accountable board, forum"
    ),
    "deadline": (
        "by when, end, when, deadline, due, due date, target date, timescale, completion date, date, end"
        " date, due by, timeframe, time frame, delivery date, finish, date due, completion, target completion"
        " date, timeline, timing, complete by, finish date, to be completed by, date for completion, date of"
        " completion, planned completion, by date, expected completion, target completion"
    ),
    "other date": (
        "start date, start, date raised, date opened, review date, last updated, date of update, date added,"
        " date closed, date completed, actual completion date, closed date, created, next review, revised"
        " date, actual date"
    ),
    "priorities": (
        "link to policing plan priority, policing plan priority, link to priority, linked priority, link to"
        " policing plan, police and crime plan link, link to plan, policing plan link, policing priority,"
        " contributes to, plan link, priority supported, strategic link, link to police and crime plan"
    ),
    "risks": (
        "risk, risk ref, risk reference, link to risk register, risk register, risk register ref, linked"
        " risk, risk no, corporate risk, risk id, link to risk, strategic risk, associated risk, risk link,"
        " risk register link"
    ),
    "update": (
        "update, progress, progress update, latest update, comment, commentary, latest position, current"
        " position, progress to date, progress report, narrative, progress comment, position, status update,"
        " remark, achieved to date, action taken, status comment, position statement, progress note, officer"
        " comment, quarterly update, what has been done"
    ),
    "rating": (
        "rag, rag status, rag rating, rating, status, brag, traffic light, current status, overall status,"
        " rag q, colour, assessment, delivery confidence, current rag, confidence, stage, progress status,"
        " brag status"
    ),
}

# Words too common to say anything inside a longer heading: a "Budget code" is no reference.
ONLY_ALONE = {
    *("code", "no", "number", "item", "id", "line", "what", "how", "with", "step", "test", "result", "position"),
    *("stage", "when", "who", "note", "section", "start", "finish", "officer", "manager", "context", "scope", "colour"),
}
PRIMARY_ENDS = re.compile(r"\s[-–—]\s|[–—:?\n]|\s\(")
YEAR = re.compile(r"\b(?:19|20)\d\d")
PREPOSITION = re.compile(r"\b(?:for|of|to|against|how|that|which|in|on|from|with)\b")
BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Guess:
    """What a heading was taken for, and the share of its words that say so."""

    field: str
    certainty: float


def singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


@lru_cache(maxsize=4_096)
def words_of(text: str) -> tuple[str, ...]:
    text = text.lower().replace("&", " and ").replace("'", "").replace("’", "").replace("#", " number ")
    return tuple(singular(word) for word in re.findall(r"[a-z]+", text))


KNOWN: dict[tuple[str, ...], str] = {
    words_of(phrase): name for name, phrases in PHRASES.items() for phrase in phrases.split(",")
}
VOCABULARY = {word for phrase in KNOWN for word in phrase}
SHORT, LONGEST_INITIALS = 40, 4
LONGEST = max(len(phrase) for phrase in KNOWN)


@lru_cache(maxsize=65_536)  # the texts of a long table: every page of an import asks them again
def guess_field(heading: str, *, forgiving: bool = True) -> Guess | None:
    """Return what the heading says, from its first part that says anything: "By who (KPA SMT)" is who.

    `forgiving` looks past a misspelling as well; that takes a hundred times as long.
    """
    known_words = not VOCABULARY.isdisjoint(words_of(heading))
    if known_words:
        found = _by_phrases(heading)
        if found:
            return found
    primary = PRIMARY_ENDS.split(heading, maxsplit=1)[0]
    return _nearest(words_of(primary)) if forgiving else None


def _by_phrases(heading: str) -> Guess | None:
    whole = BRACKETS.sub(" ", heading).strip() or heading.strip("()[] ")
    has_year = bool(YEAR.search(whole))
    primary = PRIMARY_ENDS.split(whole, maxsplit=1)[0]
    parts = [whole, primary, *primary.split("/"), *PREPOSITION.split(primary.lower(), maxsplit=1)[:1], heading]
    for part in [] if has_year else parts:
        if words_of(part) in KNOWN:
            return Guess(KNOWN[words_of(part)], 1.0)
    loose = [_best_phrase(words_of(part)) for part in (*parts[3:], *parts[:3]) if part.strip()]
    return next((guess for guess in loose if guess), None)


def _best_phrase(words: tuple[str, ...]) -> Guess | None:
    """Find the longest known phrase; of equally long ones the last, where English puts the noun that matters."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            phrase = words[start : start + length]
            name = KNOWN.get(phrase)
            if name and not (length == 1 and phrase[0] in ONLY_ALONE):
                return Guess(name, length / len(words))
    return None


def _nearest(words: tuple[str, ...]) -> Guess | None:
    """Forgive a misspelling in a short heading."""
    text = " ".join(words)
    if not 5 <= len(text) <= SHORT or text in ONLY_ALONE:
        return None
    spelled = {" ".join(phrase): name for phrase, name in KNOWN.items()}
    close = difflib.get_close_matches(text, spelled, n=1, cutoff=0.85)
    return Guess(spelled[close[0]], 0.8) if close else None


def level_name(heading: str) -> str:
    """Make the name of one from a heading over many: "Our Ambitions / Objective" is an Ambition."""
    one_line = " ".join(heading.split()) if len(heading) <= SHORT else heading
    primary = PRIMARY_ENDS.split(BRACKETS.sub(" ", one_line), maxsplit=1)[0].split("/")[0]
    if primary == primary.upper() and len(primary) > LONGEST_INITIALS:
        primary = primary.lower()
    words = [word for word in primary.split() if word.lower() not in {"our", "the", "key"}] or primary.split()
    if not words:
        return ""
    last = words[-1]
    words[-1] = last[: len(singular(last))] if last.lower().startswith(singular(last.lower())) else last[:-3] + "y"
    name = " ".join(words)
    return name[:1].upper() + name[1:]


def signature_of(headings: list[str]) -> str:
    """What makes two tables the same kind: their headings, whatever the spacing and case."""
    return " | ".join(" ".join(heading.casefold().split()) for heading in headings).rstrip(" |")
