"""What a column of a risk register is for, judged by its heading alone. The person can correct every answer."""

from __future__ import annotations

import re

from kpa_tracker.interfaces.exchange.reading.headings import BRACKETS, words_of

BASES = ("inherent", "current", "target")
BASIS_WORDS = {"inherent": "With no controls (inherent)", "current": "Now (current)", "target": "Target"}
AXES = {
    "likelihood": "likelihood",
    "impact": "impact",
    "score": "score, or both in one cell such as 4 x 3",
    "swapped": "both in one cell, impact first",
}
SCORES = {
    f"{basis}_{axis}": f"{words}: {which}" for basis, words in BASIS_WORDS.items() for axis, which in AXES.items()
}
FIELDS = {
    "reference": "Reference or number",
    "title": "The risk in one line",
    "cause": "Cause",
    "event": "What may happen",
    "effect": "Effect",
    "together": "Cause, risk and effect in one cell",
    "description": "Background",
    "category": "Category",
    "owner": "Owner (a post)",
    "committee": "Committee",
    "proximity": "How soon",
    "status": "Status",
    "reason": "Why it has this status",
    "review": "Next review",
    **SCORES,
    "rationale": "Why the current score",
    "controls": "Controls (what is in place)",
    "control_type": "Type of the control",
    "control_owner": "Owner of the control",
    "actions": "Actions (what is still to be done)",
    "action_owner": "Owner of the action",
    "action_due": "When the action is due",
    "ambitions": "Ambitions that it puts at stake",
    "deliverables": "Deliverables that treat it",
    "public_wording": "Public wording",
}
SEVERAL = frozenset({"controls", "actions"})
"""Fields of which a table may have several columns."""

PHRASES = {
    "reference": (
        "ref, reference, no, number, id, code, item, serial, risk ref, risk reference, risk no, risk number, risk id,"
        " risk code, register ref, unique reference, unique risk reference, unique id"
    ),
    "title": (
        "risk, title, name, risk title, risk name, risk heading, risk summary, summary of risk, headline risk, threat,"
        " risk statement, what is the risk, risk identified, identified risk, issue, strategic risk, corporate risk,"
        " key risk, summary, risk or issue, short title, hazard, risk or opportunity"
    ),
    "event": (
        "event, risk event, what may happen, what might happen, what could happen, what could go wrong, uncertain event"
    ),
    "cause": (
        "cause, risk cause, root cause, cause of risk, because of, source, source of risk, trigger, due to, driver,"
        " risk driver, contributing factor, vulnerability, risk factor, risk source"
    ),
    "effect": (
        "effect, consequence, risk effect, outcome, result, potential impact, potential consequence, possible"
        " consequence, potential effect, possible effect, impact description, description of impact, leading to,"
        " implication, what would follow, effect of risk, consequence of risk, impact if it happen, resulting in"
    ),
    "description": (
        "description, risk description, description of risk, background, detail, further detail, context, risk detail,"
        " narrative, explanation"
    ),
    "category": (
        "category, risk category, type, risk type, type of risk, risk area, area, area of risk, theme, risk theme,"
        " classification, class, risk class, domain, risk domain, group, risk group, risk family"
    ),
    "owner": (
        "owner, risk owner, owner of risk, lead, risk lead, lead officer, responsible officer, accountable officer,"
        " responsible, accountable, owned by, sro, senior responsible owner, risk manager, responsible person,"
        " assigned to, officer, lead post, post, director, responsibility, ownership, who own it, chief officer,"
        " lead director, accountable owner, managed by"
    ),
    "committee": (
        "committee, lead committee, overseeing committee, board, governance, oversight, reporting to, report to,"
        " monitored by, overseen by, panel, assurance committee, governance board, scrutiny"
    ),
    "proximity": "proximity, risk proximity, how soon, imminence, when might it happen, when could it happen",
    "status": (
        "status, risk status, response, risk response, treatment, risk treatment, treatment decision, response type,"
        " response strategy, strategy, decision, approach, open closed, open or closed, state, risk strategy, option,"
        " treatment option, risk decision"
    ),
    "reason": "status reason, reason for status, why it has this status, reason for closure, why closed",
    "review": (
        "next review, next review date, review date, date of next review, review due, review by, date for review,"
        " next review by, next review due, review"
    ),
    "rationale": (
        "rationale, rationale for score, score rationale, reason for score, reason for scoring, justification,"
        " justification for score, why this score, why the current score, scoring rationale"
    ),
    "controls": (
        "control, existing control, current control, control in place, key control, mitigation, existing mitigation,"
        " current mitigation, mitigating control, control measure, mitigation in place, measure in place, internal"
        " control, control and mitigation, existing measure, risk mitigation, mitigating factor, what is in place,"
        " existing control measure, what we do already, safeguard, control already in place"
    ),
    "control_type": "control type, type of control, nature of control",
    "control_owner": "control owner, owner of control",
    "actions": (
        "action, further action, planned action, action required, further mitigation, future action, action plan,"
        " risk action, additional control, further control, planned control, additional mitigation, treatment plan,"
        " mitigating action, mitigation action, next step, action to be taken, improvement action, further action"
        " required, outstanding action, planned mitigation, action to mitigate, required action, further control"
        " required, additional action, what is still to be done, action needed, further control needed, control needed"
    ),
    "action_owner": "action owner, owner of action, action by, by whom, action lead, action holder, action by whom",
    "action_due": (
        "action due, due, due date, by when, target date, deadline, completion date, action date, action deadline,"
        " target completion date, date due, implementation date, action due date, timescale, due by, date for action,"
        " target date for action, action target date, timetable, timeframe"
    ),
    "ambitions": (
        "ambition, linked ambition, objective, strategic objective, corporate objective, linked objective, priority,"
        " strategic priority, ambition affected, objective at risk, link to ambition, business plan objective,"
        " ambition it hang on, ambition at stake, ambition that it put at stake, policing priority, objective affected"
    ),
    "deliverables": (
        "deliverable, linked deliverable, link to deliverable, plan reference, business plan reference, business plan"
        " ref, linked action, deliverable that treat it, treated by, plan ref, link to plan, link to business plan"
    ),
    "public_wording": "public wording, public version, public text, public description",
    "": (
        "last review, date of last review, last reviewed, last review date, date raised, date identified, date added,"
        " date opened, date closed, raised by, date, last updated, movement, trend, direction of travel, change, since"
        " the last review, against appetite, risk appetite, appetite, action status, action progress, control"
        " effectiveness, effectiveness of control, worst of it deliverable, comment, update, progress, assurance,"
        " previous score, last score, score last time, previous rating, date of score"
    ),
}
KNOWN = {words_of(phrase): name for name, phrases in PHRASES.items() for phrase in phrases.split(",")}
LONGEST = max(map(len, KNOWN))
LONGEST_HEADING = 120
ONLY_ALONE = {
    *("no", "number", "id", "code", "item", "name", "title", "issue", "summary", "source", "result", "outcome", "type"),
    *("area", "class", "group", "theme", "lead", "officer", "post", "director", "board", "panel", "response", "state"),
    *(
        "strategy",
        "decision",
        "approach",
        "option",
        "due",
        "objective",
        "priority",
        "review",
        "risk",
        "event",
        "threat",
    ),
    *("responsible", "change", "date", "update", "progress", "comment", "detail", "context", "narrative", "serial"),
    *("responsibility", "accountable", "treatment", "trigger", "driver", "scrutiny", "oversight", "governance"),
}
FOUR_TS = re.compile(r"(?:4|four)\s*T['’]?s?\b", re.I)

BASIS_NAMES = {
    "inherent": "inherent gross raw uncontrolled unmitigated initial original untreated",
    "residual": "residual net controlled mitigated managed revised remaining",
    "current": "current now present existing",
    "target": "target desired tolerable future aim",
}
BASIS_OF = {word: basis for basis, words in BASIS_NAMES.items() for word in words.split()}
BEFORE_OR_AFTER = re.compile(
    r"\b(?:(?P<inherent>pre|before|without|with no|no)|(?P<residual>post|after|with))[- ]*(?:\w+ )?"
    r"(?:controls?|mitigations?|treatment|controlled|mitigated|treated)\b",
    re.I,
)
AXIS_OF = {
    **dict.fromkeys(("likelihood", "probability", "prob", "l", "p", "lhood", "chance"), "likelihood"),
    **dict.fromkeys(("impact", "severity", "i", "imp", "sev", "magnitude"), "impact"),
    **dict.fromkeys(("score", "rating", "rag", "level", "total", "lxi", "ixl", "grading", "exposure", "pxi"), "score"),
}
NEUTRAL = frozenset(
    words_of("risk the of with no before after pre post without control mitigation treatment value x by and or")
) | {"overall", "assessment", "risk", "a", "s", "evaluation", "matrix", "scoring", "scored", "scale", "multiplied"}
SCALE = re.compile(r"\b(?:1|one)\s*(?:-|–|—|to)\s*(\d{1,3})\b|\b(?:out of|/)\s*(\d{1,3})\b", re.I)
TOGETHER = ({"cause", "because"}, {"risk", "event", "threat"}, {"effect", "consequence", "impact", "outcome"})


def field_of(heading: str) -> str:
    """Return the field that a heading names, "" where it names none. A score whose basis it does not name begins with
    an underscore: "_likelihood". What is left over after controls is "residual"."""
    if not heading or len(heading) > LONGEST_HEADING:
        return ""
    words, whole = words_of(BRACKETS.sub(" ", heading)), words_of(heading)
    if whole in KNOWN:
        return KNOWN[whole]
    if _is_together(whole):
        return "together"
    if words in KNOWN and not _names_axis(whole):
        return KNOWN[words]
    return "status" if FOUR_TS.search(heading) else _score_of(heading, whole) or _nearest(words or whole)


def _names_axis(words: tuple[str, ...]) -> bool:
    """Whether a heading is of likelihood or impact, or a score in so many words: "Risk (score)"."""
    return any(word in AXIS_OF for word in words)


def _is_together(words: tuple[str, ...]) -> bool:
    """Whether a heading names at least two of cause, risk and effect, and nobody's score."""
    named = sum(not part.isdisjoint(words) for part in TOGETHER)
    return named > 1 and "likelihood" not in words and {"cause", "because", "consequence", "effect"} & {*words} != set()


def _score_of(heading: str, words: tuple[str, ...]) -> str:
    """Return basis and axis of a heading that says nothing else: "Net likelihood (1-5)", "L (Gross risk)"."""
    basis, axes = basis_of(heading), [AXIS_OF[word] for word in words if word in AXIS_OF]
    others = {word for word in words if word not in AXIS_OF and word not in BASIS_OF}
    if not others <= (NEUTRAL | {"status"} if axes else NEUTRAL) or not (axes or basis):
        return ""
    return f"{basis}_{_axis_in(axes, words)}"


def _axis_in(axes: list[str], words: tuple[str, ...]) -> str:
    """The axis of a heading; where it names both, one cell holds both, in the order that it names them."""
    named = [axis for axis in axes if axis != "score"]
    if "ixl" in words or named[:2] == ["impact", "likelihood"]:
        return "swapped"
    return named[0] if len(set(named)) == 1 else "score"


def basis_of(heading: str) -> str:
    """Return what a score is with or without, by the words of its heading; "" where they do not say."""
    told = BEFORE_OR_AFTER.search(heading)
    named = [BASIS_OF[word] for word in words_of(heading) if word in BASIS_OF]
    return named[0] if named else (told.lastgroup or "") if told else ""


def _nearest(words: tuple[str, ...]) -> str:
    """Return the field of the longest known phrase that makes up half of a heading."""
    for length in range(min(LONGEST, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            phrase = words[start : start + length]
            alone = length == 1 and phrase[0] in ONLY_ALONE
            if phrase in KNOWN and length * 2 >= len(words) and not alone:
                return KNOWN[phrase]
    return ""


def is_of_scores(text: str) -> bool:
    """Whether a text can only be over scores: what stands in a second row of headings, or over it."""
    return field_of(text).partition("_")[2] in AXES


def highest_step(heading: str) -> int | None:
    """Return the highest step that a heading names: 4 in "Impact (1-4)"; nothing where it names none."""
    match = SCALE.search(heading)
    return int(match[1] or match[2]) if match else None
