"""A dashboard as of a day that has passed: all of it is read from the history."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.urls import reverse

from deliverables.standing import Stood
from kpa_tracker.base.toolkit.asof import PARAMETER, ReadAsOf
from kpa_tracker.interfaces.dashboards import figures
from kpa_tracker.interfaces.dashboards.past import asked_then, measures_then, risks_then
from kpa_tracker.interfaces.dashboards.risks import Registered
from risks.standing import RegisterThen, RiskRows
from targets.standing import MeasureRows, MeasuresThen, recommendations_as_they_stood

NOT_THEN = "Meetings, how committees rate, and who held a post are read as of today alone."
"""What a dashboard as of a day says of what it leaves out."""
OWNED = {"": "authority", "committee": "committee", "lead": "owner"}
"""By a page's facet: what selects its measures and recommendations, and narrows their lists to them."""


class BoardThen(ReadAsOf):
    """What a dashboard shows as of a day. The dashboard itself says whose it is and draws what is counted."""

    object: Any
    plan: Any
    facet: ClassVar[str]
    breakdowns: ClassVar[tuple[str, ...]]
    not_then: ClassVar[str] = NOT_THEN
    scope: Any
    owned_scope: Any
    risk_scope: Any
    authority_id: Any
    two_periods: Any
    drawn: Any

    def told_then(self, day: datetime.date) -> dict[str, Any]:
        """Return what the page shows as of a day: all of it is read from the history together."""
        register = RegisterThen([self.authority_id()], on=day)
        around = {"registered": self.registered_then(register, day), **self.heat_map_then(day), **self.owned_then(day)}
        stood = Stood(one for one in register.stood if self.plan and one.plan_id == self.plan.pk)
        return {**around, **(self.counted_then(stood, day) if self.plan else {})}

    def counted_then(self, stood: Stood, day: datetime.date) -> dict[str, Any]:
        """Return what is counted of the plan as it stood on a day."""
        mine = stood.filter(**{self.facet: self.object}) if self.facet else stood
        plan = stood[0].plan if stood else None
        words = plan.scale.words if plan else {}
        scope = {**self.scope(), PARAMETER: day.isoformat()}
        tally = figures.tally_then(mine, by=self.breakdowns, scope=scope, words=words)
        note = f"{self.not_then} The plan was not adopted yet." if plan and not plan.is_adopted else self.not_then
        worst = figures.worst_then(mine)
        return {**self.drawn(tally), "periods": self.two_periods(day), "worst": worst, "as_of_note": note}

    def registered_then(self, register: RegisterThen, day: datetime.date) -> Registered | None:
        """Return how grave the risks of this record were on a day, where the person may read the register."""
        may_read = self.authority_id() in self.request.user.authorities_granting("people.view_authority")
        rows = RiskRows(register.risks if may_read else [])
        (name, _), *_ = self.risk_scope().items()
        mine = rows.filter(**{name: self.object}) if self.facet else rows
        return risks_then(mine, {**self.risk_scope(), PARAMETER: day.isoformat()})

    def owned_then(self, day: datetime.date) -> dict[str, Any]:
        """Return how the measures of this record stood on a day, and what inspections asked of it."""
        bodies = {self.authority_id()} & self.request.user.authorities_granting("people.view_authority")
        measures = MeasureRows(MeasuresThen(bodies, on=day).measures)
        asked = recommendations_as_they_stood(bodies, on=day)
        mine = {OWNED[self.facet]: self.object} if self.facet else {}
        scope = {**self.owned_scope(), PARAMETER: day.isoformat()}
        return {
            "measured": measures_then(measures.filter(**mine), scope),
            "asked": asked_then(asked.filter(**mine), scope),
            "as_of_note": self.not_then,
        }

    def heat_map_then(self, day: datetime.date) -> dict[str, Any]:
        """Return the way to the one picture of the register that can be read as of a day."""
        narrowed = {"committee": self.object.pk} if self.facet == "committee" else {}
        query = urlencode({"authority": self.authority_id(), **narrowed, PARAMETER: day.isoformat()})
        register_ways = [("Heat map", f"{reverse('risk-heat-map')}?{query}")]
        return {"register_ways": register_ways, "register_is_whole": "ambitions" in self.risk_scope()}
