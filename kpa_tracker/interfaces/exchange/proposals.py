"""What an import would do, worked out without changing anything: the preview shows it, the confirmation does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from deliverables.models import Deliverable, ReportingPeriod
from kpa_tracker.base.toolkit import clock
from kpa_tracker.base.toolkit.markings import lowers
from kpa_tracker.interfaces.exchange.comparing import (
    Values,
    changes_between,
    deliverable_values,
    fitted,
    stored_ambition,
    stored_deliverable,
    stored_descriptor,
)
from kpa_tracker.interfaces.exchange.directory import directory_of
from kpa_tracker.interfaces.exchange.matching import Known, Sought, match, normal
from kpa_tracker.interfaces.exchange.models import Origin
from kpa_tracker.interfaces.exchange.reading.plan import (
    GlossaryTerm,
    ReadAmbition,
    ReadDeliverable,
    ReadDescriptor,
    ReadPlan,
)
from kpa_tracker.interfaces.exchange.reading.riskrefs import same_risk
from kpa_tracker.interfaces.exchange.steps import Proposal, RiskStep, Step
from plans.models import Descriptor, Plan
from risks.models import Risk

DEADLINE_STAYS = (
    "The file has another deadline ({new}), but the plan is adopted: its deadlines move only by a request. Not changed."
)
ARCHIVED = "It is archived here, so it is left as it is."
NO_PERIOD = (
    "The plan has no reporting period that takes updates, so progress and ratings in the file are not taken over."
)


def propose(plan: Plan, read: ReadPlan, names: Mapping[str, Any]) -> Proposal:
    """Compare what was read with what the plan holds. Reads only: some twenty queries, however long the file."""
    meanings = {term.term: term.meaning for term in read.glossary if term.meaning}
    proposal = Proposal(plan, read, directory_of(plan.authority_id, names, meanings))
    Comparison(proposal).run()
    return proposal


class Comparison:
    """Walks the read plan level by level and finds the record of each row."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal, self.plan, self.read = proposal, proposal.plan, proposal.read
        origins = Origin.objects.filter(plan=self.plan)
        self.origins = {(origin.kind, origin.record_id): origin for origin in origins}

    def run(self) -> None:
        ambitions = self._ambitions()
        descriptors = self._descriptors(ambitions)
        self._deliverables(descriptors)
        self._in_file_order()
        self._around_the_table()
        self._risks()
        self._progress()

    # --- The three levels -------------------------------------------------------------------------------------------
    def _ambitions(self) -> list[Step]:
        existing = self.plan.ambitions.prefetch_related("priorities")
        known = [self._known("ambition", one, parent=self.plan) for one in existing]
        rows = self.read.ambitions
        titles = list(map(self._ambition_title, rows))
        sought = [
            Sought(title, row.source_text, parent=self.plan, place=n)
            for n, (title, row) in enumerate(zip(titles, rows, strict=True))
        ]
        steps = []
        for row, record in zip(rows, match(sought, known), strict=True):
            values = {"title": self._ambition_title(row), "description": row.description, "priorities": row.priorities}
            steps.append(self._step("ambition", row, record, values, stored_ambition))
        return steps

    def _ambition_title(self, row: ReadAmbition) -> str:
        return fitted(row.title or self.read.level_names[0] or self.read.title or self.plan.title, 300)

    def _descriptors(self, ambitions: list[Step]) -> list[Step]:
        """A row without a middle level hangs straight under its ambition: such steps are not kept."""
        below = [(step, n, row) for step in ambitions for n, row in enumerate(step.read.descriptors)]
        real = [(step, n, row) for step, n, row in below if not row.implied]
        known = [self._known("descriptor", one, parent=one.ambition) for one in _descriptors_of(self.plan)]
        sought = [Sought(row.title, row.title, parent=step.record, place=n) for step, n, row in real]
        found = dict(zip((id(row) for _, _, row in real), match(sought, known), strict=True))
        steps = []
        for step, _, row in below:
            values = {"title": fitted(row.title, 400)}
            kind = "none" if row.implied else "descriptor"
            steps.append(self._step(kind, row, found.get(id(row)), values, stored_descriptor, parent=step))
        return steps

    def _deliverables(self, descriptors: list[Step]) -> None:
        existing = list(_deliverables_of(self.plan))
        known = [
            self._known("deliverable", one, parent=(one.ambition, one.descriptor), reference=one.reference)
            for one in existing
        ]
        below = [(step, n, row) for step in descriptors for n, row in enumerate(step.read.deliverables)]
        sought = [Sought(row.title, row.source_text, row.reference, _parents(step), place=n) for step, n, row in below]
        for (step, _, row), record in zip(below, match(sought, known), strict=True):
            values = deliverable_values(row, self.proposal.directory)
            self._step("deliverable", row, record, values, stored_deliverable, parent=step)
        self.proposal.gone = self._gone(existing)

    def _gone(self, existing: list[Deliverable]) -> list[Deliverable]:
        """Return what came in an import and is in the file no more."""
        found = {step.record.pk for step in self.proposal.of_kind("deliverable") if step.record is not None}
        came = {pk for kind, pk in self.origins if kind == "deliverable"}
        return [one for one in existing if one.pk in came - found and not one.is_archived]

    def _known(self, kind: str, record: Any, parent: Any = None, reference: str = "") -> Known:
        origin = self.origins.get((kind, record.pk))
        return Known(record, record.title, origin.text if origin else "", reference, parent, _place_of(record))

    def _step(self, kind: str, row: Any, record: Any, values: Values, stored: Any, parent: Step | None = None) -> Step:
        before = self._said_before(kind, record)
        step = Step(kind, row, record, values, {}, parent, before=before)
        step.left_out = bool(parent and parent.left_out) or getattr(record, "is_archived", False)
        step.is_new = record is None and not step.left_out
        if step.left_out:
            step.note = ARCHIVED
        elif not step.is_new:
            step.changes = changes_between(values, stored(record), before)
            self._leave_adopted_deadline(step)
            self._notice_moved(step)
        if kind != "none":
            self.proposal.steps.append(step)
        return step

    def _said_before(self, kind: str, record: Any) -> Values | None:
        """Return what the last import read of a record; None for what came in no import."""
        origin = self.origins.get((kind, record.pk)) if record is not None else None
        return origin.values if origin else None

    def _leave_adopted_deadline(self, step: Step) -> None:
        if "deadline" in step.changes and self.plan.is_adopted:
            step.note = DEADLINE_STAYS.format(new=step.changes.pop("deadline")[1])

    def _notice_moved(self, step: Step) -> None:
        """A deliverable that stands under another heading in the file than it did last time moves there."""
        if step.kind != "deliverable" or step.parent is None:
            return
        now = (step.record.ambition, step.record.descriptor)
        if _parents(step.parent) != now and (step.before or {}).get("place") != step.parent.heading:
            step.changes["place"] = ([str(one) for one in now if one], step.parent.heading)

    def _in_file_order(self) -> None:
        order = {id(node): n for n, node in enumerate(_nodes(self.read))}
        self.proposal.steps.sort(key=lambda step: order[id(step.read)])

    # --- Around the table -------------------------------------------------------------------------------------------
    def _around_the_table(self) -> None:
        """Words, terms and priorities that the plan does not have yet; what it has is left as it is."""
        held, terms = _held(self.plan.priorities, "title"), _held(self.plan.glossary, "term")
        titles = _held(self.plan.sections, "title") | {""}
        self.proposal.new_priorities = [one[:200] for one in self.read.priorities if normal(one) not in held]
        self.proposal.new_terms = [term for term in _once(self.read.glossary) if normal(term.term) not in terms]
        self.proposal.new_sections = [one for one in self.read.sections if normal(one.heading) not in titles]
        words = self._plan_words()
        self.proposal.plan_changes = {name: ("", words[name]) for name in words if not getattr(self.plan, name)}
        self._marking()
        self._level_words()

    def _plan_words(self) -> dict[str, str]:
        parts = [f"### {one.heading}\n\n{one.text}".strip() for one in self.read.values[1:]]
        introduction = [one.text for one in self.read.values[:1] if one.text]
        words = {"vision": self.read.vision, "values": "\n\n".join([*introduction, *parts])}
        return {name: text for name, text in words.items() if text}

    def _marking(self) -> None:
        """The file's protective marking where it is higher than the plan's, and, before the plan has any content, where
        it says the same in other words. A file lowers nothing."""
        held, found = self.plan.marking, self.read.marking
        if found and found != held and (lowers(found, held) or (self._is_empty() and not lowers(held, found))):
            self.proposal.plan_changes["marking"] = (held, found)

    def _is_empty(self) -> bool:
        return not self.origins and not any(step.record is not None for step in self.proposal.steps)

    def _level_words(self) -> None:
        """The file's names of the levels replace the usual ones, and only before the plan has any content."""
        if not self._is_empty():
            return
        names = zip(("ambition_word", "descriptor_word", "deliverable_word"), self.read.level_names, strict=True)
        for field_name, name in names:
            usual = field_name.removesuffix("_word").capitalize()
            if name and getattr(self.plan, field_name) == usual != name:
                self.proposal.plan_changes[field_name] = (usual, name[:60])

    # --- Risks and progress -----------------------------------------------------------------------------------------
    def _risks(self) -> None:
        known = {same_risk(risk.reference): risk for risk in Risk.objects.filter(authority=self.plan.authority_id)}
        steps: dict[str, RiskStep] = {}
        for step in self.proposal.steps:
            for reference in getattr(step.read, "risk_references", []):
                key = same_risk(reference)
                risk = steps.setdefault(key, RiskStep(reference[:30], known.get(key)))
                (risk.ambitions if step.kind == "ambition" else risk.deliverables).append(step)
        self.proposal.risks = list(steps.values())

    def _progress(self) -> None:
        """Progress in the file becomes drafts for the officers, in the latest period that takes updates."""
        told = [step for step in self.proposal.of_kind("deliverable") if _has_progress(step.read)]
        if not told:
            return
        periods = ReportingPeriod.objects.filter(plan=self.plan).open_on(clock.today())
        self.proposal.period = periods.order_by("-observed_from").first() if self.plan.is_adopted else None
        if self.proposal.period is None:
            self.proposal.notes.append(NO_PERIOD)
            return
        begun = set(self.proposal.period.updates.values_list("deliverable_id", flat=True))
        self.proposal.drafts = [step for step in told if step.record is None or step.record.pk not in begun]


# --- Reading the plan's records ---------------------------------------------------------------------------------------


def _descriptors_of(plan: Plan) -> Iterable[Descriptor]:
    return Descriptor.objects.filter(ambition__plan=plan).select_related("ambition")


def _deliverables_of(plan: Plan) -> Iterable[Deliverable]:
    loaded = Deliverable.objects.filter(plan=plan).in_plan_order()
    return loaded.select_related("plan", "ambition", "descriptor", "lead", "committee").prefetch_related(
        "supporting", "priorities", "measurements", "sub_items__committee"
    )


def _parents(step: Step) -> tuple[Any, Any] | None:
    """Return the (ambition, descriptor) records of a deliverable's parent step; None where one is still to be made."""
    ambition = step.parent.record if step.parent else None
    if ambition is None or (step.kind == "descriptor" and step.record is None):
        return None
    return ambition, step.record


def _place_of(record: Any) -> int:
    return max(0, record.position - 1)


def _held(parts: Any, name: str) -> set[str]:
    return {normal(text) for text in parts.values_list(name, flat=True)}


def _nodes(read: ReadPlan) -> Iterator[ReadAmbition | ReadDescriptor | ReadDeliverable]:
    for ambition in read.ambitions:
        yield ambition
        for descriptor in ambition.descriptors:
            yield descriptor
            yield from descriptor.deliverables


def _has_progress(row: ReadDeliverable) -> bool:
    return bool(row.update or row.rating or row.stage)


def _once(terms: Iterable[GlossaryTerm]) -> list[GlossaryTerm]:
    kept: dict[str, GlossaryTerm] = {}
    for term in terms:
        kept.setdefault(normal(term.term), term)
    return list(kept.values())
