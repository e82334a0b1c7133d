"""What taking over a register would do, risk by risk; nothing is changed here.

As with plans, a row is compared with what it said last time: where the file did not change, what people changed since
stands. A score is added only where it is another one; none is ever overwritten.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.dates import format_date, parse_partial_date
from kpa_tracker.interfaces.exchange.actions.measures.known import plain
from kpa_tracker.interfaces.exchange.actions.register.held import Held
from kpa_tracker.interfaces.exchange.actions.register.names import Names
from kpa_tracker.interfaces.exchange.actions.register.numbering import Numbering
from kpa_tracker.interfaces.exchange.actions.register.status import problem_with, stays_ended
from kpa_tracker.interfaces.exchange.actions.register.steps import NewPart, RegisterProposal, RegisterStep
from kpa_tracker.interfaces.exchange.comparing import changes_between, fitted
from kpa_tracker.interfaces.exchange.reading.plan import Problem
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister, RiskRow
from kpa_tracker.interfaces.exchange.reading.registers.headings import BASES
from kpa_tracker.interfaces.exchange.reading.registers.scores import ReadScore, read_score
from kpa_tracker.interfaces.exchange.reading.registers.texts import proximity_of, status_of
from risks.actions.deciding import same_hands
from risks.scoring import next_review

TEXTS = ("cause", "event", "effect", "description", "public_wording")
NAMED = ("category", "owner", "committee")
LINKS = ("ambitions", "deliverables")
TITLE, REFERENCE = 300, 30

ARCHIVED = "{} is archived here, so it is left as it is."
TOO_LONG = "The reference is longer than 30 characters: “{}”."
SEVERAL = "Several risks here are called “{}”. Give the reference of the one that is meant."
TWICE = (
    "{} stands in the file by its reference or in a row above too. This row, which names it by its title, is not taken."
)
NO_TITLE = "The row gives a reference alone, and no risk here has it: “{}”."
NUMBERED = "The file gives it no reference. It gets {}."
ENDED_HERE = "It has ended here, so its scores, controls and actions stay as they are."
ACCEPTED_BY = "This owner has accepted the risk, so the owner stays. Take the acceptance back first."
NO_STATUS = (
    "The status is none of those here: “{}”. Not taken: open, treated, tolerated, transferred, terminated, closed."
)
NO_PROXIMITY = "How soon it may happen is not understood: “{}”."
NO_DATE = "The next review is no day: “{}”."
REVIEW_STAYS = "The file names another next review ({}). It is set when a risk is scored, so it stays."
REVIEW_LATE = "The file names {} for the next review. A risk of this level is reviewed by {}: that is taken."
REVIEW_PAST = "The next review in the file has passed ({}), so it goes by the level: {}."


def propose_register(
    authority: Authority, read: ReadRegister, decided: Mapping[str, Any] | None = None
) -> RegisterProposal:
    """Compare what was read with the register here. A fixed number of queries for most rows. `decided` says what is
    done with names that are not known here."""
    names = Names(authority.pk, decided or {})
    proposal = RegisterProposal(authority, read, names)
    comparison = Comparison(authority, read, names)
    for row in read.rows:
        unclear = comparison.problem_with_title(row)
        if unclear:
            proposal.problems.append(Problem(row.place, unclear))
            continue
        step = comparison.step_for(row)
        problem = comparison.problem_of(step)
        if problem:
            proposal.problems.append(Problem(row.place, problem))
        else:
            comparison.compare(step)
            proposal.problems += [Problem(row.place, f"{step.named}: {text}") for text in comparison.left]
            proposal.steps.append(step)
    found = {step.record.pk for step in proposal.steps if step.record}
    missing = (risk for risk in comparison.held.risks if risk.pk in comparison.held.said and risk.pk not in found)
    proposal.gone = [risk for risk in missing if not risk.is_archived]
    return proposal


class Comparison:
    """Compares the rows of a file with the register. `left` is what of the last row is not taken, in sentences."""

    def __init__(self, authority: Authority, read: ReadRegister, names: Names) -> None:
        self.held, self.names, self.choices = Held(authority), names, read.choices
        self.numbering = Numbering(
            [*(risk.reference for risk in self.held.risks), *(row.reference for row in read.rows)]
        )
        self.left: list[str] = []
        by_reference = (risk for row in read.rows if row.reference for risk in self.held.found(row.reference, ""))
        self.taken = {risk.pk for risk in by_reference}

    def problem_with_title(self, row: RiskRow) -> str:
        """Say why a row without a reference is nobody's: its title is that of several risks, or of one that another
        row is about. Nothing where it is clear."""
        found = [] if row.reference else self.held.found("", row.title)
        if len(found) > 1:
            return SEVERAL.format(row.title)
        return TWICE.format(found[0]) if found and found[0].pk in self.taken else ""

    def step_for(self, row: RiskRow) -> RegisterStep:
        record = next(iter(self.held.found(row.reference, row.title)), None)
        self.taken |= {record.pk} if record else set()
        step = RegisterStep(row, record, record.reference if record else row.reference, is_new=record is None)
        if not step.reference and row.title:
            step.reference = self.numbering.take()
            step.remarks.append(NUMBERED.format(step.reference))
        return step

    def problem_of(self, step: RegisterStep) -> str:
        """Say why a row cannot be taken at all; nothing where it can."""
        if step.record and step.record.is_archived:
            return ARCHIVED.format(step.record)
        if len(step.reference) > REFERENCE:
            return TOO_LONG.format(step.reference)
        return NO_TITLE.format(step.reference) if step.is_new and not step.row.title else ""

    def compare(self, step: RegisterStep) -> None:
        """Work out all that a row would do."""
        self.left = []
        said = self.held.said.get(step.record.pk) if step.record else None
        step.values = self._values(step)
        if step.record:
            step.changes = changes_between(self._fields(step), stored(step.record), said)
            self._keep_approver(step)
        self._links(step, said or {})
        self._scores(step, said or {})
        self._parts(step, said or {})
        status = status_of(step.row.text("status"))
        if stays_ended(step, status):
            _leave_ended(step)
        else:
            self._status(step, status, said or {})
            self._review(step, said or {})

    # --- What a risk says -------------------------------------------------------------------------------------------

    def _values(self, step: RegisterStep) -> dict[str, Any]:
        """Return what the row says, in words that outlive the file. A name left open says nothing."""
        row, values = step.row, dict[str, Any]()
        if row.title:
            values["title"] = fitted(row.title, TITLE)
        values |= {name: row.text(name) for name in TEXTS if name in row.texts}
        if values.get("title", row.title) != row.title:
            values["description"] = f"{row.title}\n{values.get('description', '')}".strip()
        for name in NAMED:
            title = self.names.title_of(name, row.text(name), step.remarks) if name in row.texts else ""
            values |= {name: title} if title or row.texts.get(name) == "" else {}
        return values | self._proximity(row) | {name: row.text(name) for name in (*LINKS, "status", "review")}

    def _proximity(self, row: RiskRow) -> dict[str, str]:
        text = row.text("proximity")
        soon = proximity_of(text)
        if text and not soon:
            self.left.append(NO_PROXIMITY.format(text))
        return {"proximity": soon} if "proximity" in row.texts and (soon or not text) else {}

    def _fields(self, step: RegisterStep) -> dict[str, Any]:
        return {name: value for name, value in step.values.items() if name not in (*LINKS, "status", "review")}

    def _keep_approver(self, step: RegisterStep) -> None:
        """Whoever has accepted a risk does not come to own it."""
        if "owner" not in step.changes or not step.record.standing:
            return
        owner = self.names.record("owner", step.changes["owner"][1])
        if same_hands(owner, step.record.standing[0].approver):
            del step.changes["owner"], step.values["owner"]
            step.remarks.append(ACCEPTED_BY)

    def _links(self, step: RegisterStep, said: Mapping[str, Any]) -> None:
        """What the row names beside what the risk has; no link is taken away."""
        for name in LINKS:
            text = step.row.text(name)
            held = list(getattr(step.record, name).all()) if step.record else []
            if text and text != said.get(name):
                unknown = list[str]()
                found = self.held.links[name].named(text, held, name, unknown)
                step.links[name] = [one for one in found if one not in held]
                step.values |= {name: ""} if unknown else {}
                self.left += unknown

    # --- Scores -----------------------------------------------------------------------------------------------------

    def _scores(self, step: RegisterStep, said: Mapping[str, Any]) -> None:
        for basis in BASES:
            read = read_score(step.row.scores[basis], basis, self.held.words)
            held = getattr(step.record, basis, None)
            if read.pair is None:
                self.left += [] if not read.problem or _agrees(read, step.record, basis) else [read.problem]
                continue
            step.values[basis] = list(read.pair)
            if said.get(basis) != step.values[basis] and (held is None or held.pair != read.pair):
                step.scores[basis], step.levels[basis] = read.pair, self.held.matrix[read.pair]

    def _review(self, step: RegisterStep, said: Mapping[str, Any]) -> None:
        """The file's next review holds where the risk is scored, and no later than its level allows."""
        text = step.row.text("review")
        day = parse_partial_date(text).due if text else None
        if text and day is None:
            self.left.append(NO_DATE.format(text))
        elif day and "current" in step.scores:
            self._review_by(step, day, text)
        elif day not in (None, getattr(step.record, "next_review", None)) and text != said.get("review"):
            step.remarks.append(REVIEW_STAYS.format(text))

    def _review_by(self, step: RegisterStep, day: datetime.date, text: str) -> None:
        latest = next_review(step.levels["current"], clock.today(), self.held.months)
        if clock.today() < day <= latest:
            step.review_by = day
        else:
            said = REVIEW_LATE if day > latest else REVIEW_PAST
            step.remarks.append(said.format(text, format_date(latest)))

    # --- What is done about it --------------------------------------------------------------------------------------

    def _parts(self, step: RegisterStep, said: Mapping[str, Any]) -> None:
        for name in ("controls", "actions"):
            parts = getattr(step.row, name)
            known = {plain(one.title) for one in getattr(step.record, name).all()} if step.record else set()
            known |= {plain(title) for title in said.get(name, [])}
            made = [self._part(one, step) for one in parts]
            step.values[name] = [one.title for one in made]
            setattr(step, name, [one for one in made if plain(one.title) not in known])

    def _part(self, read: Any, step: RegisterStep) -> NewPart:
        title = fitted(read.title, TITLE)
        owner = self.names.title_of("owner", read.owner, step.remarks) if read.owner else ""
        kind = (read.type or self.choices.control_type) if hasattr(read, "type") else ""
        return NewPart(title, "" if title == read.title else read.title, owner, kind, getattr(read, "due", ""))

    def _status(self, step: RegisterStep, status: str, said: Mapping[str, Any]) -> None:
        text = step.row.text("status")
        held = step.record.status if step.record else "open"
        if text and not status:
            self.left.append(NO_STATUS.format(text))
        if not status or status == held or said.get("status") == text:
            return
        named = self.names.record("category", step.values.get("category", ""))
        problem = problem_with(step, status, self.held, named or getattr(step.record, "category", None))
        if problem:
            step.remarks.append(problem)
            step.values["status"] = ""
        else:
            step.status = status


def _leave_ended(step: RegisterStep) -> None:
    """Nothing is scored or done about a risk that has ended: what the file has beside what is here is left."""
    if step.scores or step.controls or step.actions:
        step.remarks.append(ENDED_HERE)
    forgotten = [*step.scores, *(name for name in ("controls", "actions") if getattr(step, name))]
    step.values = {name: value for name, value in step.values.items() if name not in forgotten}
    step.scores, step.controls, step.actions = {}, [], []


def stored(record: Any) -> dict[str, Any]:
    """Return what a risk says here, in the words that a row would use."""
    named = {name: getattr(record, name) for name in NAMED}
    titles = {name: (one.title if name == "owner" else one.name) if one else "" for name, one in named.items()}
    return {name: getattr(record, name) for name in ("title", "proximity", *TEXTS)} | titles


def _agrees(read: ReadScore, record: Any, basis: str) -> bool:
    """Whether a number or a level that stands alone is that of the score that is held."""
    held = getattr(record, basis, None)
    if held is None or (read.number is None and read.level is None):
        return False
    return read.number in (None, held.score) and read.level in (None, getattr(record, f"{basis}_level"))
