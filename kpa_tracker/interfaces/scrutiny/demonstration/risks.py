"""The demonstration's risk register: entered, scored, treated and decided on by its people. Scores are invented."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from deliverables.models import Deliverable
from kpa_tracker.base.toolkit.dates import parse_partial_date
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from plans.models import Ambition
from risks import actions
from risks.models import Acceptance, Action, Assessment, Category, Control, Risk
from risks.scoring import Level

APPETITES = {"low": Level.LOW, "medium": Level.MEDIUM, "high": Level.HIGH}
SAID = ("reference", "title", "cause", "event", "effect", "proximity", "public_wording")
PAIR = ("basis", "likelihood", "impact")


class Registered:
    """The register of the demonstration's authority."""

    def __init__(self, timeline: Timeline, demonstration: Demonstration, bodies: Bodies) -> None:
        self.timeline, self.facts, self.bodies = timeline, demonstration.risks, bodies
        self.by = bodies.editor

    def plan(self) -> None:
        """Let categories and risks be entered, and everything after that happen on its day."""
        entered = day(self.facts["entered_on"])
        for facts in self.facts.get("categories", ()):
            self.timeline.add(entered, partial(self._category, facts))
        for facts in self.facts["risks"]:
            self.timeline.add(entered, partial(self._enter, facts))
            for on, step, said in steps_of(facts, entered):
                self.timeline.add(on, partial(getattr(self, step), facts["reference"], said))

    def _risk(self, reference: str) -> Risk:
        risk: Risk = Risk.objects.get(authority=self.bodies.authority, reference=reference)
        return risk

    def _category(self, facts: Facts) -> None:
        said = {"name": facts["name"], "statement": facts["statement"], "appetite": APPETITES[facts["appetite"]]}
        actions.add_category(Category(authority=self.bodies.authority, **said), by=self.by)

    def _enter(self, facts: Facts) -> None:
        bodies = self.bodies
        risk = Risk(
            authority=bodies.authority,
            owner=bodies.posts.get(facts.get("owner", "")),
            committee=bodies.committees.get(facts.get("committee", "")),
            category=Category.objects.filter(authority=bodies.authority, name=facts.get("category", "")).first(),
            **{name: facts[name] for name in SAID if name in facts},
        )
        links = {
            "ambitions": self._linked(Ambition, facts.get("ambitions", [])),
            "deliverables": self._linked(Deliverable, facts.get("deliverables", [])),
        }
        actions.add_risk(risk, **links, by=self.by)
        for row in facts.get("controls", ()):
            actions.add_part(
                Control(risk=risk, title=row["title"], type=row["type"], owner=self._post(row)), by=self.by
            )
        for row in facts.get("actions", ()):
            self._plan_action(risk, row)

    def _plan_action(self, risk: Risk, row: Facts) -> None:
        said = {name: row[name] for name in ("title", "state", "outcome") if name in row}
        action = Action(risk=risk, owner=self._post(row), **said)
        action.due = parse_partial_date(row.get("due", ""))
        actions.add_part(action, by=self.by)

    def _post(self, row: Facts) -> Any:
        return self.bodies.posts.get(row.get("owner", ""))

    def _linked(self, kind: Any, references: list[str]) -> list[Any]:
        return list(kind.objects.filter(plan__authority=self.bodies.authority, reference__in=references))

    def _score(self, reference: str, said: Facts) -> None:
        risk = self._risk(reference)
        scores = {name: said[name] for name in PAIR} | {"impact_kind": said["kind"], "rationale": said["why"]}
        actions.assess_risk(Assessment(risk=risk, **scores), seen=risk.version, by=self.by)

    def _test(self, reference: str, said: Facts) -> None:
        control = Control.objects.get(risk=self._risk(reference), title=said["title"])
        shown = {"effectiveness": said["effectiveness"], "tested_on": day(said["tested_on"]), "note": said["note"]}
        actions.record_test(control, **shown, seen=control.version, by=self.by)

    def _decide(self, reference: str, said: Facts) -> None:
        risk = self._risk(reference)
        actions.change_status(risk, status=said["to"], reason=said["why"], seen=risk.version, by=self.by)

    def _accept(self, reference: str, said: Facts) -> None:
        risk = self._risk(reference)
        terms = {"approver": self.bodies.posts[said["approver"]], "until": day(said["until"]), "reason": said["why"]}
        actions.accept_risk(Acceptance(risk=risk, **terms), seen=risk.version, by=self.by)

    def _archive(self, reference: str, said: Facts) -> None:
        risk = self._risk(reference)
        actions.archive_risk(risk, seen=risk.version, reason=said["archived_reason"], by=self.by)


Step = tuple[Any, str, Facts]


def steps_of(facts: Facts, entered: Any) -> list[Step]:
    """What happens to a risk after it is entered: (day, what, what is said). Scores come first on a day."""
    scores = [(day(row["on"]), "_score", row) for row in facts.get("scores", ())]
    tests = [
        (max(day(row["tested_on"]), entered), "_test", row) for row in facts.get("controls", ()) if "tested_on" in row
    ]
    decided: list[tuple[str, str, Callable[[Facts], str]]] = [
        ("status", "_decide", lambda said: said["on"]),
        ("acceptance", "_accept", lambda said: said["on"]),
    ]
    later = [(day(when(facts[name])), step, facts[name]) for name, step, when in decided if name in facts]
    gone = [(day(facts["archived_on"]), "_archive", facts)] if "archived_on" in facts else []
    return [*scores, *tests, *later, *gone]
