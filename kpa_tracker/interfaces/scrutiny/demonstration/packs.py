"""The demonstration's packs: assembled and frozen on their days, of what was recorded by then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kpa_tracker.base.people.models import Meeting
from kpa_tracker.base.toolkit.pdf import PdfUnavailable
from kpa_tracker.interfaces.scrutiny.actions.packs import assemble_pack, freeze_pack
from kpa_tracker.interfaces.scrutiny.demonstration.bodies import Bodies
from kpa_tracker.interfaces.scrutiny.demonstration.plans import plan_of
from kpa_tracker.interfaces.scrutiny.demonstration.reading import Demonstration, Facts, day
from kpa_tracker.interfaces.scrutiny.demonstration.timeline import Timeline
from kpa_tracker.interfaces.scrutiny.models import Pack


@dataclass
class Papers:
    """What committees of one authority were given to read, put on the timeline."""

    timeline: Timeline
    demonstration: Demonstration
    bodies: Bodies

    def plan(self) -> None:
        for facts in self.demonstration.packs.get("packs", ()):
            self.timeline.add(day(facts["assembled_on"]), partial(self.assemble, facts))
            if "frozen_on" in facts:
                self.timeline.add(day(facts["frozen_on"]), partial(self.freeze, facts))

    def assemble(self, facts: Facts) -> None:
        """Assemble a pack of what the committee oversees, covering the last period that had opened."""
        plan = plan_of(self.bodies)
        period = plan.periods.filter(opens_on__lte=facts["assembled_on"]).order_by("-observed_from").first()
        assemble_pack(Pack(meeting=self.meeting(facts), plan=plan, period=period), by=self.bodies.editor)

    def freeze(self, facts: Facts) -> None:
        """Freeze it. A server that cannot draw yet leaves it unfrozen: the rest of the demonstration is worth more."""
        pack = Pack.objects.for_page().get(meeting=self.meeting(facts))
        try:
            freeze_pack(pack, seen=pack.version, by=self.bodies.editor)
        except PdfUnavailable:
            return

    def meeting(self, facts: Facts) -> Meeting:
        committee = self.bodies.committees[facts["committee"]]
        meeting: Meeting = committee.meetings.get(held_on=day(facts["meeting"]))
        return meeting
