"""The demonstration's meetings: agendas, then what was asked, rated, minuted and resolved, with the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from deliverables.models import Deliverable
from kpa_tracker.base.people.models import Meeting
from kpa_tracker.interfaces.scrutiny import actions
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.plans import plan_of
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from kpa_tracker.interfaces.scrutiny.models import AgendaItem, CommitteeRating, MinutedAction, Question, Resolution
from plans.models import Plan

KINDS = (("questions", "_ask"), ("ratings", "_rate"), ("actions", "_minute"), ("resolutions", "_resolve"))
"""What the facts of an item hold, and the step that records each."""


@dataclass
class Sittings:
    """What committees of one authority did at their meetings, put on the timeline."""

    timeline: Timeline
    demonstration: Demonstration
    bodies: Bodies

    def plan(self) -> None:
        """Let each agenda be written on its day, the minutes on theirs, and answers come on theirs."""
        for facts in self.demonstration.meetings.get("meetings", ()):
            recorded = day(facts.get("minuted_on", facts["agenda_on"]))
            self.timeline.add(day(facts["agenda_on"]), partial(self._write_agenda, facts))
            if "minuted_on" in facts:
                self.timeline.add(recorded, partial(self._record_attendance, facts))
            for item in facts["items"]:
                for kind, step in KINDS:
                    for row in item.get(kind, ()):
                        self.timeline.add(recorded, partial(getattr(self, step), facts, item, row))
                        self._plan_what_follows(facts, row)

    def _plan_what_follows(self, facts: Facts, row: Facts) -> None:
        if "answer" in row:
            self.timeline.add(day(row["answered_on"]), partial(self._answer, facts, row))
        if "closed" in row:
            self.timeline.add(day(row["closed"]["on"]), partial(self._close, facts, row))

    def _meeting(self, facts: Facts, held_on: str = "") -> Meeting:
        committee = self.bodies.committees[facts["committee"]]
        meeting: Meeting = committee.meetings.get(held_on=day(held_on or facts["meeting"]))
        return meeting

    def _about(self, row: Facts) -> dict[str, Any]:
        """Return the deliverable that a row names, where it names one."""
        promised = Deliverable.objects.filter(plan=plan_of(self.bodies))
        return {"deliverable": promised.get(reference=row["deliverable"])} if "deliverable" in row else {}

    def _said(self, facts: Facts, item: Facts, row: Facts, *names: str) -> dict[str, Any]:
        """Return what every record of a meeting has: meeting, item, what it is about, and its own texts."""
        meeting = self._meeting(facts)
        under = AgendaItem.objects.get(meeting=meeting, title=item["title"])
        texts = {name: row[name] for name in names if name in row}
        return {"meeting": meeting, "item": under, **self._about(row), **texts}

    def _write_agenda(self, facts: Facts) -> None:
        for row in facts["items"]:
            said = {name: row.get(name, "") for name in ("title", "kind", "presented", "differences")}
            by = self.bodies.posts[row["presented_by"]]
            item = AgendaItem(meeting=self._meeting(facts), presented_by=by, plan=self._put(row), **said)
            actions.add_item(item, by=self.bodies.editor)

    def _put(self, row: Facts) -> Plan | None:
        """Return the plan that is put to the meeting under an item, where the item says so."""
        return plan_of(self.bodies) if row.get("puts_the_plan") else None

    def _record_attendance(self, facts: Facts) -> None:
        there, away = ([self.bodies.posts[title] for title in facts[name]] for name in ("present", "apologies"))
        meeting = self._meeting(facts)
        actions.record_attendance(meeting, present=there, apologies=away, seen=0, by=self.bodies.editor)

    def _ask(self, facts: Facts, item: Facts, row: Facts) -> None:
        said, posts = self._said(facts, item, row, "text", "minute"), self.bodies.posts
        asked = Question(committee=said["meeting"].committee, asked_for=posts[row["asked_for"]], **said)
        asked.to = posts[row["to"]] if "to" in row else asked.deliverable.lead
        actions.ask_question(asked, by=self.bodies.people[row["asked_by"]] if "asked_by" in row else self.bodies.editor)

    def _rate(self, facts: Facts, item: Facts, row: Facts) -> None:
        said = self._said(facts, item, row, "rating", "minute", "reason")
        actions.rate_as_committee(CommitteeRating(**said), by=self.bodies.editor)

    def _minute(self, facts: Facts, item: Facts, row: Facts) -> None:
        said = self._said(facts, item, row, "minute", "text")
        action = MinutedAction(owner=self.bodies.posts[row["owner"]], due_on=day(row["due_on"]), **said)
        actions.minute_action(action, by=self.bodies.editor)

    def _resolve(self, facts: Facts, item: Facts, row: Facts) -> None:
        actions.resolve(Resolution(**self._said(facts, item, row, "minute", "text")), by=self.bodies.editor)

    def _recorded(self, facts: Facts, row: Facts) -> Any:
        """Return the record that a row was written as: a minute reference is a meeting's own."""
        kinds = (Question, MinutedAction, CommitteeRating)
        found = [kind.objects.filter(meeting=self._meeting(facts), minute=row["minute"]).first() for kind in kinds]
        return next(one for one in found if one is not None)

    def _answer(self, facts: Facts, row: Facts) -> None:
        asked = self._recorded(facts, row)
        actions.answer(asked, text=row["answer"], seen=asked.version, by=self.bodies.people[row["answered_by"]])

    def _close(self, facts: Facts, row: Facts) -> None:
        action, closed = self._recorded(facts, row), row["closed"]
        meeting = self._meeting(facts, closed["meeting"])
        said = {"meeting": meeting, "minute": closed["minute"]}
        actions.close_action(action, **said, seen=action.version, by=self.bodies.editor)
