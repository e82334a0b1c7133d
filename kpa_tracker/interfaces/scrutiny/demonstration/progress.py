"""The demonstration's year: periods, updates, reviews, evidence and deadlines."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from deliverables.actions.deadlines import (
    approve_deadline,
    refuse_deadline,
    request_new_deadline,
    withdraw_deadline_request,
)
from deliverables.actions.evidence import NewEvidence, add_evidence, withdraw_evidence
from deliverables.actions.periods import close_period, next_period, open_period
from deliverables.actions.reviews import accept_update, send_back_update
from deliverables.actions.updates import NOTHING_SEEN, save_draft, submit_update
from deliverables.models import DeadlineRequest, Deliverable, Evidence, ProgressUpdate, ReportingPeriod
from kpa_tracker.base.people.models import Person
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.plans import plan_of
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day, working_day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from plans.periods import Calendar

WORDS = ("stage", "rating", "forecast", "done", "next_steps", "cause", "recovery", "late_reason", "public_wording")
REVIEW_AFTER = datetime.timedelta(days=2)
CLOSE_AFTER = datetime.timedelta(days=7)


@dataclass
class Year:
    """One authority's year of reporting, put on the timeline."""

    timeline: Timeline
    demonstration: Demonstration
    bodies: Bodies
    today: datetime.date

    def plan(self) -> None:
        """Put every period, update, review and request of the files on the timeline, those to come left out."""
        facts = self.demonstration.progress
        if not facts["updates"]:
            return
        self.plan_periods()
        for update in facts["updates"]:
            self.timeline.add(day(update["on"]), partial(self.write, update))
            self.plan_review(update)
        for request in facts["deadline_requests"]:
            self.plan_request(request)
        for withdrawn in facts["withdrawn_evidence"]:
            self.timeline.add(day(withdrawn["on"]), partial(self.withdraw, withdrawn))

    # --- Periods ------------------------------------------------------------------------------------------------------

    def plan_periods(self) -> None:
        facts = self.demonstration.plan
        for slot in Calendar().slots(day(facts["starts_on"]), day(facts["ends_on"])):
            if slot.opens <= self.today:
                self.timeline.add(slot.opens, self.open_next)
            closes = working_day(slot.closes + CLOSE_AFTER)
            if closes <= self.today:
                self.timeline.add(closes, self.close_open)

    def open_next(self) -> None:
        """Open the next period of the plan's calendar."""
        period = next_period(plan_of(self.bodies))
        if period is None:
            raise LookupError("The plan has no quarter left to report on.")
        open_period(period, by=self.bodies.editor)

    def close_open(self) -> None:
        period = self.period()
        close_period(period, seen=period.version, knowing=True, by=self.bodies.editor)

    def period(self) -> ReportingPeriod:
        """Return the period that is open at this point of the year."""
        period: ReportingPeriod = ReportingPeriod.objects.get(plan__authority=self.bodies.authority, closed_at=None)
        return period

    # --- Updates and reviews ------------------------------------------------------------------------------------------

    def plan_request(self, request: Facts) -> None:
        self.timeline.add(day(request["on"]), partial(self.ask, request))
        if "decision" in request:
            self.timeline.add(day(request["decided_on"]), partial(self.decide, request))

    def write(self, facts: Facts) -> None:
        """Let whoever holds the lead post (or whom the files name) write, and submit unless it is a draft."""
        deliverable = self.deliverable(facts)
        period, by = self.period(), self.writer(facts, deliverable)
        content = {name: facts.get(name, "") for name in WORDS} | self.answers(facts, deliverable)
        if facts.get("then") == "draft":
            save_draft(deliverable, period=period, content=content, seen=NOTHING_SEEN, by=by)
            return
        brought = [self.evidence(row) for row in facts.get("evidence", [])]
        first = brought[0] if brought else None
        submitted = submit_update(deliverable, period=period, content=content, seen=NOTHING_SEEN, evidence=first, by=by)
        for evidence in brought[1:]:
            add_evidence(deliverable, evidence=evidence, update=submitted, by=by)

    def answers(self, facts: Facts, deliverable: Deliverable) -> dict[str, object]:
        green_on = facts.get("green_on")
        return {
            "recovery_by": self.bodies.posts.get(facts.get("recovery_by", "")),
            "green_on": day(green_on) if green_on else None,
            "on_behalf_of": deliverable.lead,
        }

    def evidence(self, facts: Facts) -> NewEvidence:
        if "link" in facts:
            return NewEvidence(title=facts["title"], link=facts["link"])
        name = facts["file"]
        return NewEvidence(title=facts["title"], file=SimpleUploadedFile(name, self.demonstration.file(name)))

    def plan_review(self, facts: Facts) -> None:
        """Let an update be reviewed two working days later, unless the files leave it waiting."""
        then = facts.get("then", "accepted")
        on = working_day(day(facts["on"]) + REVIEW_AFTER)
        if then in ("accepted", "sent_back"):
            self.timeline.add(min(on, self.today), lambda: self.review(facts, accept=then == "accepted"))

    def review(self, facts: Facts, *, accept: bool) -> None:
        submitted = ProgressUpdate.objects.filter(state=ProgressUpdate.State.SUBMITTED)
        update = submitted.select_related("deliverable__plan", "period", "submitted_by").get(
            deliverable__plan__authority=self.bodies.authority, deliverable__reference=facts["deliverable"]
        )
        by = self.somebody_else(update.submitted_by)
        if accept:
            accept_update(update, seen=update.version, rating=facts.get("reviewer_rating", ""), by=by)
        else:
            send_back_update(update, reason=facts["reason"], seen=update.version, by=by)

    # --- Deadlines and evidence ---------------------------------------------------------------------------------------

    def ask(self, facts: Facts) -> None:
        deliverable = self.deliverable(facts)
        by = self.bodies.holder(deliverable.lead, on=day(facts["on"]))
        request_new_deadline(
            deliverable,
            new=parse_partial_date(facts["to"]),
            reason=facts["reason"],
            effect=facts.get("effect", ""),
            by=by,
        )

    def decide(self, facts: Facts) -> None:
        request = DeadlineRequest.objects.get(deliverable=self.deliverable(facts), decision="")
        if facts["decision"] == "withdrawn":
            withdraw_deadline_request(request, seen=request.version, by=request.requested_by)
            return
        decide = approve_deadline if facts["decision"] == "approved" else refuse_deadline
        by = self.somebody_else(request.requested_by)
        decide(request, seen=request.version, reason=facts.get("decision_reason", ""), by=by)

    def withdraw(self, facts: Facts) -> None:
        deliverable = self.deliverable(facts)
        evidence = Evidence.objects.get(deliverable=deliverable, title=facts["title"])
        by = self.bodies.holder(deliverable.lead, on=day(facts["on"]))
        withdraw_evidence(evidence, reason=facts["reason"], seen=evidence.version, by=by)

    # --- Who and what -------------------------------------------------------------------------------------------------

    def deliverable(self, facts: Facts) -> Deliverable:
        found = Deliverable.objects.select_related("plan__scale", "plan__authority", "lead")
        deliverable: Deliverable = found.get(plan__authority=self.bodies.authority, reference=facts["deliverable"])
        return deliverable

    def writer(self, facts: Facts, deliverable: Deliverable) -> Person:
        if "by" in facts:
            return self.bodies.people[facts["by"]]
        return self.bodies.holder(deliverable.lead, on=day(facts["on"]))

    def somebody_else(self, person: Person | None) -> Person:
        """Return the plan editor, or the administrator where the editor wrote or asked: nobody decides on their own."""
        return self.bodies.administrator if person == self.bodies.editor else self.bodies.editor
