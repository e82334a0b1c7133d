"""Taking a register over: all risks that were understood, in one transaction, through the register's own actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kpa_tracker.base.audit.actions import hold_chain, record
from kpa_tracker.base.audit.doors import through
from kpa_tracker.base.people.models import Authority
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.base.toolkit.errors import Refused
from kpa_tracker.interfaces.exchange.actions.register.proposing import LINKS, NAMED, propose_register
from kpa_tracker.interfaces.exchange.actions.register.steps import NewPart, RegisterProposal, RegisterStep
from kpa_tracker.interfaces.exchange.actions.rows import as_changes, at_its_row, counts_of
from kpa_tracker.interfaces.exchange.models import RiskOrigin
from kpa_tracker.interfaces.exchange.progress import told
from kpa_tracker.interfaces.exchange.reading.registers.found import ReadRegister
from risks.actions import add_part, add_risk, assess_risk, change_risk, change_status
from risks.models import Action, Assessment, Control, Risk

EMPTY = "No risk was understood in the file. Look at how its columns are read."
FROM_FILE = "As the register in the file {} has it."
COLUMNS = ("title", "cause", "event", "effect", "description", "public_wording", "proximity")


def take_over_register(
    authority: Authority, read: ReadRegister, *, by: Any, name: str, names: Mapping[str, Any] | None = None
) -> RegisterProposal:
    """Bring the register in step with what was read: all of it or nothing.

    What the file says as before is left alone, so the same file twice changes nothing; a risk that the file no longer
    names stays. A score is added where it is another one. Posts, committees and categories are made only where `names`
    asks for them. Refuses a file without risks and what the register's own actions refuse (naming the row). Leaves one
    event on the authority, and one for each change.
    """
    with through("import"), transaction.atomic():
        hold_chain(authority.pk)
        proposal = propose_register(authority, read, names)
        if not proposal.steps:
            raise Refused(EMPTY)
        changes = as_changes(counts_of(proposal))
        proposal.names.make(authority, by=by)
        taking = Taking(proposal, by=by, why=FROM_FILE.format(name))
        for step in told(proposal.steps):
            with at_its_row(step.row.place, step.named):
                taking.take(step)
        record("register imported", authority, by=by, authority_id=authority.pk, changes=changes, name=name)
        return proposal


class Taking:
    """Takes the steps of one proposal, as one person."""

    def __init__(self, proposal: RegisterProposal, *, by: Any, why: str) -> None:
        self.authority, self.by, self.why = proposal.authority, by, why
        self.names, self.choices = proposal.names, proposal.read.choices

    def take(self, step: RegisterStep) -> None:
        """Make or change a risk, then score it, then enter what is done about it, then say what becomes of it. A risk
        that has ended is opened first."""
        risk = self._make(step) if step.is_new else self._change(step)
        if risk.is_ended and step.status:
            risk = self._set_status(risk, step)
        for basis in step.scores:
            self._assess(risk, basis, step)
        for part in step.controls:
            add_part(Control(risk=risk, type=part.type, **self._part(part)), by=self.by)
        for part in step.actions:
            action = Action(risk=risk, **self._part(part))
            action.due = parse_partial_date(part.due)
            add_part(action, by=self.by)
        if step.status and risk.status != step.status:
            self._set_status(risk, step)
        self._remember(risk, step)

    def _make(self, step: RegisterStep) -> Risk:
        risk = Risk(authority=self.authority, reference=step.reference, **self._columns(step.values))
        links = {name: step.links.get(name, []) for name in LINKS}
        return add_risk(risk, **links, by=self.by)

    def _change(self, step: RegisterStep) -> Risk:
        risk: Risk = step.record
        if not step.changes and not any(step.links.values()):
            return risk
        for name, value in self._columns({name: new for name, (_, new) in step.changes.items()}).items():
            setattr(risk, name, value)
        links = {name: {*getattr(risk, name).all(), *step.links.get(name, [])} for name in LINKS}
        return change_risk(risk, seen=risk.version, **links, by=self.by)

    def _columns(self, values: Mapping[str, Any]) -> dict[str, Any]:
        columns = {name: values[name] for name in COLUMNS if name in values}
        return columns | {name: self.names.record(name, values[name]) for name in NAMED if name in values}

    def _assess(self, risk: Risk, basis: str, step: RegisterStep) -> None:
        """Add a score. The kind of its gravest impact is that of the score before, or the one that was chosen."""
        held = getattr(risk, basis)
        likelihood, impact = step.scores[basis]
        assessment = Assessment(
            risk=risk,
            basis=basis,
            likelihood=likelihood,
            impact=impact,
            impact_kind=held.impact_kind if held else self.choices.impact_kind,
            rationale=(step.row.text("rationale") if basis == "current" else "") or self.why,
        )
        is_current = basis == Assessment.Basis.CURRENT
        assess_risk(assessment, seen=risk.version, by=self.by, review_by=step.review_by if is_current else None)

    def _part(self, part: NewPart) -> dict[str, Any]:
        owner = self.names.record("owner", part.owner)
        return {"title": part.title, "description": part.description, "owner": owner}

    def _set_status(self, risk: Risk, step: RegisterStep) -> Risk:
        reason = step.row.text("reason") or self.why
        return change_status(risk, status=step.status, reason=reason, seen=risk.version, by=self.by)

    def _remember(self, risk: Risk, step: RegisterStep) -> None:
        """Keep what the row said, beside what earlier files said of columns that this one lacks."""
        found = RiskOrigin.objects.filter(risk=risk).first()
        values = {**(found.values if found else {}), **step.values}
        if found is None or found.values != values:
            RiskOrigin.objects.update_or_create(risk=risk, defaults={"values": values})
