"""The demonstration's next plan: begun from the year's own, with what is decided already."""

from __future__ import annotations

from deliverables.actions.rolling import Choice, roll_forward
from deliverables.models import Deliverable
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline


def plan_next_year(timeline: Timeline, demonstration: Demonstration, bodies: Bodies) -> None:
    """Let next year's plan be begun on its day, where the files name one. What they do not name stays undecided."""
    facts = demonstration.next_year
    if facts:
        timeline.add(day(facts["on"]), lambda: _begin(facts, bodies))


def _begin(facts: Facts, bodies: Bodies) -> None:
    numbers = dict(Deliverable.objects.filter(plan=bodies.plan).values_list("reference", "pk"))
    roll_forward(
        bodies.plan,
        title=facts["title"],
        starts_on=day(facts["starts_on"]),
        ends_on=day(facts["ends_on"]),
        choices={numbers[one["reference"]]: _choice(**one) for one in facts["fates"]},
        by=bodies.editor,
    )


def _choice(*, reference: str, outcome: str, reason: str = "", what: str = "") -> Choice:
    return Choice(outcome, reason, what)
