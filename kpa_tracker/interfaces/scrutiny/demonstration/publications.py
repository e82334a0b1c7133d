"""The demonstration's publications: its plan is made public on its days, as it read then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django.core.management import call_command

from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.plans import plan_of
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline


@dataclass
class Published:
    """What one authority made public and in which look, put on the timeline. Both are another interface's: its commands
    are called."""

    timeline: Timeline
    demonstration: Demonstration
    bodies: Bodies

    def plan(self) -> None:
        if look := self.demonstration.publications.get("look"):
            self.timeline.add(day(look["on"]), partial(self.dress, look))
        for facts in self.demonstration.publications.get("publications", ()):
            self.timeline.add(day(facts["on"]), partial(self.publish, facts))

    def dress(self, facts: Facts) -> None:
        said = {name: facts[name] for name in ("main", "accent", "back_page")}
        call_command("dress_demo", self.bodies.authority.pk, by=self.bodies.administrator.pk, **said)

    def publish(self, facts: Facts) -> None:
        people = {"by": self.bodies.editor.pk, "approver": self.bodies.administrator.pk}
        call_command("publish_demo", plan_of(self.bodies).pk, note=facts["note"], why=facts["why"], **people)
